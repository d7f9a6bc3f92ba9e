import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig, openRuntime, type Runtime } from "./product.ts";

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

/** Where a fleet of this size is kept between runs. Made of synthetic data at the first run. */
export function fleetFolder(vehicles: number): string {
  const folder = path.join(
    process.env["KIMBERLITE_BENCH_DIR"] ?? path.join(root, ".kimberlite-bench"),
    String(vehicles),
  );
  const done = path.join(folder, "made");
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    const settings = settingsOf(folder);
    kimberlite(settings, "seed", "--vehicles", String(vehicles));
    kimberlite(settings, "score");
    writeFileSync(done, "");
  } else kimberlite(settingsOf(folder), "migrate");
  return folder;
}

/** The fleet's database, running until the runtime is closed. */
export const openFleet = (dataDir: string): Promise<Runtime> => openRuntime(loadConfig(settingsOf(dataDir)));
