import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDataFolder } from "./data-folder.ts";
import { openServer, type EmbeddedPostgres } from "./embedded-postgres.ts";
import { isAlive } from "./process-table.ts";
import { stopServer } from "./server-process.ts";
import type { ServerSettings } from "./server-settings.ts";

export interface TemporaryPostgresOptions {
  readonly settings?: ServerSettings;
  readonly maxConnections?: number;
}

/** Folder name; the process id of its maker follows, so that a later run can tell what was left behind. */
const PREFIX = "kimberlite-postgres-";

/** Nothing has to survive: speed in exchange for durability, and small buffers, since several may run. */
const THROWAWAY_SETTINGS: ServerSettings = {
  fsync: false,
  synchronous_commit: false,
  full_page_writes: false,
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  autovacuum: false,
};

/** A throwaway server for tests, with the same roles and database. `close` removes it with its data. */
export async function temporaryPostgres(options: TemporaryPostgresOptions = {}): Promise<EmbeddedPostgres> {
  await removeLeftServers();
  const dataDir = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  // The server of a test run as root is somebody else's, who must be able to pass.
  await chmod(dataDir, 0o711);
  const settings = {
    ...THROWAWAY_SETTINGS,
    max_connections: options.maxConnections ?? 100,
    ...options.settings,
  };
  const server = await openServer({ dataDir, settings }, false);
  return {
    ...server,
    close: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Stops and removes the servers of test runs that were killed. Those of other users are left alone. */
async function removeLeftServers(): Promise<void> {
  const left = (await readdir(tmpdir())).filter(
    (entry) => entry.startsWith(PREFIX) && !isAlive(Number.parseInt(entry.slice(PREFIX.length))),
  );
  for (const entry of left) {
    const dataDir = path.join(tmpdir(), entry);
    try {
      await stopServer(await openDataFolder(dataDir), "immediate");
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Somebody else's, or another run removes it at this moment.
    }
  }
}
