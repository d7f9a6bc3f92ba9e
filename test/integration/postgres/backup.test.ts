import { execFile } from "node:child_process";
import { once } from "node:events";
import { chown, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { migrate } from "../../../src/app/migrate.ts";
import { openPool, type DatabaseRole } from "../../../src/platform/db/pool.ts";
import type { EmbeddedPostgres } from "../../../src/platform/postgres/index.ts";
import { builders } from "../../builders/index.ts";
import { newDataDir, openServer, query } from "./servers.ts";

const run = promisify(execFile);

// The steps are those of docs/operations.md, "Backup and restore", in the same order.

/** A data folder whose database has the product's tables, and its server. */
async function installation(): Promise<{ dataDir: string; server: EmbeddedPostgres }> {
  const dataDir = await newDataDir();
  const server = await openServer(dataDir);
  await migrate(server.ownerUrl);
  return { dataDir, server };
}

function poolOf(server: EmbeddedPostgres, role: DatabaseRole): pg.Pool {
  const pool = openPool({
    url: server.appUrl,
    role,
    max: 2,
    statementTimeoutMs: 60_000,
    connectionTimeoutMs: 20_000,
    onIdleError: () => undefined,
  });
  onTestFinished(() => pool.end());
  return pool;
}

async function platesIn(server: EmbeddedPostgres): Promise<unknown[]> {
  const rows = await query(
    server.superuserUrl,
    'select registration from vehicles order by registration collate "C"',
  );
  return rows.map(({ registration }) => registration);
}

/** Copies the folder of a server that runs. @returns the copy */
async function backUp(
  dataDir: string,
  superuserUrl: string,
  whileCopying: () => Promise<void>,
): Promise<string> {
  const copy = await newDataDir();
  const session = new pg.Client({ connectionString: superuserUrl });
  await session.connect();
  try {
    await session.query("select pg_create_physical_replication_slot('backup', true)");
    await session.query("select pg_backup_start('backup', true)");
    // A file that goes while it is copied is no loss: the log has what became of it.
    await run("cp", ["-a", `${dataDir}/.`, copy]).catch(() => undefined);
    await whileCopying();
    const { rows } = await session.query<{ labelfile: string }>(
      "select labelfile from pg_backup_stop(false)",
    );
    const cluster = path.join(copy, "postgres");
    const label = path.join(cluster, "backup_label");
    await writeFile(label, rows[0]!.labelfile);
    const { uid, gid } = await stat(cluster);
    await chown(label, uid, gid);
    await rm(path.join(cluster, "pg_wal"), { recursive: true });
    await run("cp", ["-a", path.join(dataDir, "postgres", "pg_wal"), cluster]);
    await rm(path.join(cluster, "postmaster.pid"), { force: true });
    await rm(path.join(cluster, "pg_replslot", "backup"), { recursive: true, force: true });
  } finally {
    await session.query("select pg_drop_replication_slot('backup')");
    session.end().catch(() => undefined);
    await once(session, "end");
  }
  return copy;
}

test("a running database's backup is restored elsewhere with all that was committed before it ended, and nothing that came after", async () => {
  const { dataDir, server } = await installation();
  const make = builders(poolOf(server, "kimberlite_worker"));
  await make.vehicle({ registration: "BB100AA" });
  const copy = await backUp(dataDir, server.superuserUrl, async () => {
    await make.vehicle({ registration: "BB101AA" });
  });
  await make.vehicle({ registration: "BB102AA" });

  const restored = await openServer(copy);
  expect(await platesIn(restored)).toEqual(["BB100AA", "BB101AA"]);
  expect(await platesIn(server)).toEqual(["BB100AA", "BB101AA", "BB102AA"]);
  expect(await query(restored.superuserUrl, "select from pg_replication_slots")).toEqual([]);

  // It is a database like any other: the next version's migrations find it, it takes writes, and it guards its rows.
  await migrate(restored.ownerUrl);
  await builders(poolOf(restored, "kimberlite_worker")).vehicle({ registration: "BB200AA" });
  expect(await platesIn(restored)).toEqual(["BB100AA", "BB101AA", "BB200AA"]);
  expect((await poolOf(restored, "kimberlite_api").query("select from vehicles")).rowCount).toBe(0);

  // A folder whose server is down is a backup as it lies.
  await restored.close();
  const second = await newDataDir();
  await run("cp", ["-a", `${copy}/.`, second]);
  await rm(copy, { recursive: true });
  expect(await platesIn(await openServer(second))).toEqual(["BB100AA", "BB101AA", "BB200AA"]);
}, 60_000);
