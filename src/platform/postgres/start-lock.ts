import { readFile, rm, stat, writeFile } from "node:fs/promises";
import type { DataFolder } from "./data-folder.ts";
import { isAlive } from "./process-table.ts";

/** A lock older than this is nobody's, though its process id may have been given to another program. */
const STALE_AFTER_MS = 120_000;

/**
 * Runs `work` unless somebody else is at it in this folder; then answers false at once.
 *
 * This saves work and keeps the log clean. Nothing depends on it: two at a time (after a stale lock is removed by
 * both) still yield one cluster, by renaming, and one server, by PostgreSQL's own lock file.
 */
export async function tryExclusively(folder: DataFolder, work: () => Promise<void>): Promise<boolean> {
  try {
    await writeFile(folder.startLock, String(process.pid), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await removeIfStale(folder.startLock);
    return false;
  }
  try {
    await work();
    return true;
  } finally {
    await rm(folder.startLock, { force: true });
  }
}

async function removeIfStale(file: string): Promise<void> {
  const [holder, made] = await Promise.all([readFile(file, "utf8"), stat(file)]).catch(() => [null, null]);
  if (holder === null || made === null) return;
  const ageMs = Date.now() - made.mtimeMs;
  // Between its creation and the writing of the id a lock is empty for a moment.
  const abandoned = holder === "" ? ageMs > 1000 : !isAlive(Number(holder));
  if (abandoned || ageMs > STALE_AFTER_MS) await rm(file, { force: true });
}
