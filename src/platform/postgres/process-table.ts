import { existsSync } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { runAs } from "./server-user.ts";

/** Whether a process has this id, whoever's it is. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Whether the process is a PostgreSQL server of this cluster, and not one that got the id of a server long gone.
 * Where a process's folder is hidden (another system than Linux; a container whose root may not look into other
 * users' processes), any process named postgres counts: taking a live server for a dead one would do harm, the
 * reverse only waits.
 */
export async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const folder = await workingFolder(pid);
  return folder === HIDDEN ? isNamedPostgres(pid) : folder === cluster;
}

/**
 * Ends the backends that outlived their killed server: they hold its shared memory, and until they are gone no
 * new server starts. Most notice by themselves at once; one in a long computation does not. Killing them loses
 * nothing: what they had not committed is lost with their server, and what they had is in the log.
 * Linux only; elsewhere the caller can but wait.
 */
export async function endOrphans(cluster: string): Promise<void> {
  if (process.platform !== "linux") return;
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  for (const pid of pids) {
    if (await isOrphan(pid, cluster)) tryKill(pid, "SIGKILL");
  }
}

/** A backend of this cluster whose parent is no server. */
async function isOrphan(pid: number, cluster: string): Promise<boolean> {
  const folder = await workingFolder(pid);
  if (folder !== cluster && folder !== HIDDEN) return false;
  const title = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (!title.startsWith(folder === HIDDEN ? BACKEND_TITLE : "postgres: ")) return false;
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s*(\d+)/m.exec(status)?.[1];
  return parent !== undefined && !(await isNamedPostgres(Number(parent)));
}

/** Begins the titles of our servers' backends; the name is the setting `cluster_name`. */
const BACKEND_TITLE = "postgres: kimberlite: ";

const HIDDEN = Symbol("hidden");

/** Null for a process that has ended, also when its parent has not noticed yet. */
async function workingFolder(pid: number): Promise<string | typeof HIDDEN | null> {
  if (!existsSync("/proc/self")) return HIDDEN;
  try {
    return await readlink(`/proc/${pid}/cwd`);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? HIDDEN : null;
  }
}

async function isNamedPostgres(pid: number): Promise<boolean> {
  const name = existsSync("/proc/self")
    ? await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")
    : (await runAs({ ids: null, capability: null }, "ps", ["-o", "comm=", "-p", String(pid)])).output;
  return path.basename(name.trim()) === "postgres";
}

/** Sends a signal; a process that has ended by itself meanwhile is as good. */
export function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
