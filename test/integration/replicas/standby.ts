import { appendFile, chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { findBinaries } from "../../../src/platform/postgres/binaries.ts";
import { connectionUrl, openDataFolder, readAccess } from "../../../src/platform/postgres/data-folder.ts";
import { startServer, stopServer } from "../../../src/platform/postgres/server-process.ts";
import { chooseServerUser, runAs } from "../../../src/platform/postgres/server-user.ts";
import { QUICK } from "../postgres/servers.ts";

/** A streaming replica of an embedded server, made of its files while it runs. */
export interface Standby {
  readonly appUrl: string;
  look(text: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** @param primaryDir the primary's data folder, whose server runs */
export async function openStandby(primaryDir: string, superuserUrl: string): Promise<Standby> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "kimberlite-standby-"));
  await chmod(dataDir, 0o711);
  const [primary, folder] = await Promise.all([openDataFolder(primaryDir), openDataFolder(dataDir)]);
  const binaries = await findBinaries();
  const user = await chooseServerUser(primary, binaries);
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  // The same session begins and ends the backup.
  await client.query("select pg_backup_start('standby', true)");
  await cp(primary.cluster, folder.cluster, {
    recursive: true,
    filter: (file) => !/postmaster\.(pid|opts)$/.test(file),
  });
  const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
  await client.end();
  await writeFile(path.join(folder.cluster, "backup_label"), rows[0]!.labelfile);
  await writeFile(path.join(folder.cluster, "standby.signal"), "");
  const source = superuserUrl.replace(/\/[^/]*$/, "/postgres");
  await appendFile(
    path.join(folder.cluster, "postgresql.auto.conf"),
    `primary_conninfo = '${source}'\nmax_standby_streaming_delay = '1s'\n`,
  );
  await cp(path.join(primary.root, "postgres.json"), path.join(folder.root, "postgres.json"));
  if (user.ids !== null)
    await runAs({ ids: null, capability: null }, "chown", [
      "-R",
      `${user.ids.uid}:${user.ids.gid}`,
      folder.cluster,
    ]);
  await chmod(folder.cluster, 0o700);
  const access = (await readAccess(folder))!;
  let port = access.port;
  for (let outcome = ""; outcome !== "ready";) {
    port += 1;
    const signal = AbortSignal.timeout(30_000);
    outcome = await startServer({ folder, binaries, user, settings: QUICK, port, signal });
  }
  const onlooker = new pg.Pool({ connectionString: connectionUrl(access, "postgres", port), max: 1 });
  onlooker.on("error", () => undefined);
  return {
    appUrl: connectionUrl(access, "kimberlite_app", port),
    look: async (text) => (await onlooker.query<Record<string, unknown>>(text)).rows,
    stop: () => stopServer(folder, "immediate"),
    async remove() {
      await onlooker.end().catch(() => undefined);
      await stopServer(folder, "immediate");
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
