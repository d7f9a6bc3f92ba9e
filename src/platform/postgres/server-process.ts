import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresBinaries } from "./binaries.ts";
import { chownFor, SETTINGS_FILE } from "./create-cluster.ts";
import type { DataFolder } from "./data-folder.ts";
import { PostgresError } from "./postgres-error.ts";
import { endOrphans, isAlive, servesCluster, tryKill } from "./process-table.ts";
import { renderSettings, serverSettings, measureMachine, type ServerSettings } from "./server-settings.ts";
import { spawnAs, type ServerUser } from "./server-user.ts";

/** What `postmaster.pid` says of the server. */
export interface ServerState {
  readonly pid: number;
  /** Zero until the server has opened it. */
  readonly port: number;
  readonly phase: "starting" | "ready" | "stopping";
}

export interface ServerStart {
  readonly folder: DataFolder;
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser;
  readonly settings: ServerSettings;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** `retry`: something stood in the way that passes or has been removed. `port-taken`: another port is needed. */
export type StartOutcome = "ready" | "retry" | "port-taken";

const POLL_MS = 10;
/** A checkpoint of everything in memory to a slow disk fits in. */
const STOP_TIMEOUT_MS = 60_000;
/** Above this size a log is set aside at the next start; one former log is kept. */
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** Null when no server of this cluster runs: there is no `postmaster.pid`, or a killed server left it. */
export async function readServerState(folder: DataFolder): Promise<ServerState | null> {
  const text = await readFile(pidFile(folder), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!(await servesCluster(pid, folder.cluster))) return null;
  const status = lines[7]?.trim();
  const phase = status === "ready" || status === "stopping" ? status : "starting";
  return { pid, port: Number(lines[3] ?? 0), phase };
}

/**
 * Starts the server and waits until it answers. It is detached: in a session of its own, so that Ctrl-C in our
 * terminal does not end it before we have shut down, and alive when this process is killed.
 * @throws {PostgresError} POSTGRES_START_FAILED with the last lines of its log
 */
export async function startServer(start: ServerStart): Promise<StartOutcome> {
  await writeSettings(start);
  const log = await openLog(start.folder);
  try {
    const { size } = await log.stat();
    const child = spawnAs(
      start.user,
      start.binaries.postgres,
      ["-D", start.folder.cluster, "-p", String(start.port)],
      { detached: true, stdio: ["ignore", log.fd, log.fd] },
    );
    await once(child, "spawn").catch((cause: unknown) => {
      throw startFailed(start.folder, String(cause));
    });
    // The server outlives this process; it must not keep it from ending either.
    child.unref();
    if (await becameReady(start, child)) return "ready";
    start.signal.throwIfAborted();
    // Killed from outside, for want of memory or by an operator: the next attempt finds out whether for good.
    if (child.signalCode !== null) return "retry";
    return await explainExit(start.folder, (await readFile(start.folder.log)).subarray(size).toString());
  } finally {
    await log.close();
  }
}

/**
 * Stops the server and waits until it has let go of the folder. `fast` ends its sessions and writes everything
 * to the tables; `immediate` leaves that to the next start.
 * @throws {PostgresError} POSTGRES_STOP_FAILED
 */
export async function stopServer(folder: DataFolder, mode: "fast" | "immediate"): Promise<void> {
  const server = await readServerState(folder);
  if (server === null) return;
  tryKill(server.pid, mode === "fast" ? "SIGINT" : "SIGQUIT");
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while ((await readServerState(folder))?.pid === server.pid) {
    if (Date.now() > deadline) {
      throw new PostgresError(
        "POSTGRES_STOP_FAILED",
        `PostgreSQL (process ${server.pid}) did not end within ${STOP_TIMEOUT_MS / 1000} s. ` +
          `It may still be writing; ${folder.log} tells. It ends by itself, or with "kill -QUIT ${server.pid}".`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** False when the process ended instead. However long recovery takes, a server that lives is waited for. */
async function becameReady(start: ServerStart, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const server = await readServerState(start.folder);
    if (server?.pid === child.pid && server?.phase === "ready") return true;
    if (start.signal.aborted) {
      child.kill("SIGINT");
      await once(child, "exit");
      break;
    }
    await sleep(POLL_MS);
  }
  return false;
}

/** Tells the failures that pass from those that an operator must see. */
async function explainExit(folder: DataFolder, output: string): Promise<StartOutcome> {
  if (output.includes('lock file "postmaster.pid" already exists')) {
    await removeStalePidFile(folder);
    return "retry";
  }
  if (output.includes("pre-existing shared memory block")) {
    await endOrphans(folder.cluster);
    return "retry";
  }
  if (output.includes("could not create any TCP/IP sockets")) return "port-taken";
  throw startFailed(folder, output);
}

/**
 * After a restart of the machine or container, a process of ours may have the id that a killed server left in its
 * file; PostgreSQL then believes that the server lives. PostgreSQL itself removes the file in all other cases.
 */
async function removeStalePidFile(folder: DataFolder): Promise<void> {
  const pid = Number.parseInt(await readFile(pidFile(folder), "utf8").catch(() => ""));
  if (isAlive(pid) && !(await servesCluster(pid, folder.cluster))) await rm(pidFile(folder), { force: true });
}

async function writeSettings({ folder, user, settings }: ServerStart): Promise<void> {
  const file = path.join(folder.cluster, SETTINGS_FILE);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, renderSettings(serverSettings(await measureMachine()), settings), { mode: 0o600 });
  await chownFor(user, draft);
  await rename(draft, file);
}

async function openLog(folder: DataFolder) {
  const { size } = await stat(folder.log).catch(() => ({ size: 0 }));
  // Somebody else who starts may have done it in between.
  if (size > LOG_LIMIT_BYTES) await rename(folder.log, `${folder.log}.1`).catch(() => undefined);
  return open(folder.log, "a", 0o600);
}

function pidFile(folder: DataFolder): string {
  return path.join(folder.cluster, "postmaster.pid");
}

function startFailed(folder: DataFolder, output: string): PostgresError {
  const tail = output.trim().split("\n").slice(-15).join("\n");
  return new PostgresError(
    "POSTGRES_START_FAILED",
    `PostgreSQL did not start. Its log is ${folder.log}; the last lines say:\n${tail}`,
  );
}
