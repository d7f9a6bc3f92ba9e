import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, onTestFinished } from "vitest";
import { openDataFolder } from "../../../src/platform/postgres/data-folder.ts";
import {
  openEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type ServerSettings,
} from "../../../src/platform/postgres/index.ts";
import { readServerState, stopServer } from "../../../src/platform/postgres/server-process.ts";

export const isRoot = process.getuid?.() === 0;

/** Small buffers start faster, and what a killed process has written survives without being forced to disk. */
export const QUICK: ServerSettings = { shared_buffers: "32MB", fsync: false };

/** A data folder of this test alone, whose server is ended with the test whatever happens. */
export async function newDataDir(): Promise<string> {
  const dataDir = await makeFolder();
  onTestFinished(() => removeFolder(dataDir));
  return dataDir;
}

let shared: Promise<string> | null = null;

/**
 * A data folder with a cluster, down. The tests of one file share it, because making or copying one takes longer
 * than most of them: each finds what earlier ones left in it, including the traces of a crash.
 */
export async function usedDataDir(): Promise<string> {
  const dataDir = await (shared ??= makeUsedFolder());
  onTestFinished(async () => stopServer(await openDataFolder(dataDir), "immediate"));
  return dataDir;
}

afterAll(async () => {
  if (shared !== null) await removeFolder(await shared);
});

async function makeUsedFolder(): Promise<string> {
  const dataDir = await makeFolder();
  await (await openEmbeddedPostgres({ dataDir, settings: QUICK })).close();
  return dataDir;
}

async function makeFolder(): Promise<string> {
  // A name that breaks whatever hands it to a shell or writes it to a file unquoted.
  const dataDir = await mkdtemp(path.join(tmpdir(), "kimberlite's data "));
  await chmod(dataDir, 0o711);
  return dataDir;
}

async function removeFolder(dataDir: string): Promise<void> {
  await stopServer(await openDataFolder(dataDir), "immediate");
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/** Opens the folder's server and closes it with the test, where the test has not done so. */
export async function openServer(
  dataDir: string,
  options: Omit<EmbeddedPostgresOptions, "dataDir"> = {},
): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ dataDir, settings: QUICK, ...options });
  onTestFinished(() => server.close());
  return server;
}

export interface OpenerAnswer {
  readonly wasStarted?: boolean;
  readonly ownerUrl?: string;
  readonly code?: string;
}

/** Opens the folder in a process of its own (its own process group, too), as another user where given. */
export async function spawnOpener(
  dataDir: string,
  options: { claim?: boolean; uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; answer: OpenerAnswer }> {
  const { claim = false, ...ids } = options;
  const program = path.join(import.meta.dirname, "opener.ts");
  const child = spawn(process.execPath, [program, dataDir, ...(claim ? ["claim"] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
    ...ids,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "close").then(() =>
    Promise.reject(new Error("The opener ended without an answer.")),
  );
  const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string];
  ended.catch(() => undefined);
  return { child, answer: JSON.parse(line) as OpenerAnswer };
}

/** Lets the opener close its server, and waits for its end. */
export async function endOpener(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.stdin?.end();
  await exit;
}

/** Process id of the folder's server; null when none runs. */
export async function serverPid(dataDir: string): Promise<number | null> {
  return (await readServerState(await openDataFolder(dataDir)))?.pid ?? null;
}

export async function serverLog(dataDir: string): Promise<string> {
  return readFile(path.join(dataDir, "postgres.log"), "utf8");
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Milliseconds until the server answers a query. */
export async function timeUntilAnswer(url: string): Promise<number> {
  const from = performance.now();
  for (;;) {
    try {
      await query(url, "select 1");
      return performance.now() - from;
    } catch (error) {
      if (performance.now() - from > 10_000) throw error;
      await sleep(10);
    }
  }
}

/** The same connection string for another database. */
export function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
