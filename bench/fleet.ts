import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { loadConfig, openPool, openRuntime, type Runtime } from "./product.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The day that every fleet lives in, so that one made last month can be measured again. */
export const NOW = "2026-11-01T06:00:00Z";

/** Settings under which the product's commands work on a fleet. */
export const settingsOf = (dataDir: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  KIMBERLITE_DATA_DIR: dataDir,
  KIMBERLITE_NOW: NOW,
  LOG_LEVEL: "error",
});

/** Runs one of the product's commands and shows its progress. */
export function kimberlite(settings: Record<string, string>, ...args: string[]): void {
  execFileSync(process.execPath, [path.join(root, "src/app/kimberlite.mjs"), ...args], {
    env: settings,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/**
 * Where a fleet of this size is kept between runs: made of synthetic data at the first run, and one that another version
 * made is brought to this one. It is scored, and its demand is published: else a worker would do so while it is measured.
 */
export async function fleetFolder(vehicles: number): Promise<string> {
  const folder = path.join(
    process.env["KIMBERLITE_BENCH_DIR"] ?? path.join(root, ".kimberlite-bench"),
    String(vehicles),
  );
  const settings = settingsOf(folder);
  const made = path.join(folder, "made");
  if (!existsSync(made)) {
    mkdirSync(folder, { recursive: true });
    kimberlite(settings, "seed", "--vehicles", String(vehicles));
    writeFileSync(made, "");
  } else kimberlite(settings, "migrate");
  if (!(await isOfToday(folder))) {
    kimberlite(settings, "score");
    kimberlite(settings, "demand");
    await settleFolder(folder);
  }
  return folder;
}

async function settleFolder(folder: string): Promise<void> {
  const runtime = await openFleet(folder);
  await settle(runtime).finally(() => runtime.close());
}

/**
 * A server that stays has had autovacuum by for long, and has written what changed to its tables; one that is open for
 * minutes would do so while it is measured.
 */
export async function settle({ ownerUrl }: Pick<Runtime, "ownerUrl">): Promise<void> {
  const client = new pg.Client(ownerUrl);
  try {
    await client.connect();
    await client.query("vacuum (analyze)");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

async function isOfToday(folder: string): Promise<boolean> {
  const runtime = await openFleet(folder);
  const client = new pg.Client(runtime.ownerUrl);
  try {
    await client.connect();
    await client.query("set role kimberlite_worker");
    const { rowCount } = await client.query(
      `select from demand_snapshots
       where published_on = $1 and exists (select from scoring_runs where day = $1)`,
      [NOW.slice(0, 10)],
    );
    return rowCount === 1;
  } finally {
    await client.end();
    await runtime.close();
  }
}

/** Connections that work on a fleet as the product's worker does, without an end to statements. */
export const openWorkerPool = ({ appUrl: url }: Pick<Runtime, "appUrl">, max = 2): pg.Pool =>
  openPool({ url, role: "kimberlite_worker", max, statementTimeoutMs: 0, onIdleError: () => undefined });

/** The same installation a day later. */
export const nextDayOf = (runtime: Runtime): Runtime => ({
  ...runtime,
  now: () => new Date(runtime.now().getTime() + 24 * 60 * 60 * 1000),
});

/** The fleet's database, running until the runtime is closed. */
export const openFleet = (dataDir: string): Promise<Runtime> => openRuntime(loadConfig(settingsOf(dataDir)));
