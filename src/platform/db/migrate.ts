import { drizzle } from "drizzle-orm/node-postgres";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import path from "node:path";
import pg from "pg";
import { installJobs } from "../jobs/job-store.ts";
import { restoreIndexes } from "./deferred-indexes.ts";

/** Any number works, so long as nothing else in the database uses it. */
const MIGRATION_LOCK = 7_205_759_403_792_794;

const FOLDER = path.resolve(import.meta.dirname, "../../../migrations");

/** When the newest migration was made, in milliseconds, which is also what the database notes of it. */
export const newestMigration = (): number =>
  Math.max(...readMigrationFiles({ migrationsFolder: FOLDER }).map(({ folderMillis }) => folderMillis));

/** Whoever starts looks how far the database is. */
const LET_LOOK = `grant usage on schema drizzle to kimberlite_api, kimberlite_worker;
  grant select on drizzle.__drizzle_migrations to kimberlite_api, kimberlite_worker`;

/**
 * Brings the tables and those of the job queue up to date as their owner, then lets `sync` write the reference data. Instances that start together
 * wait for one another.
 */
export async function migrateDatabase(
  ownerUrl: string,
  sync: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "kimberlite_migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await restoreWhatWaits(client);
    await migrate(drizzle(client), { migrationsFolder: FOLDER });
    await client.query(LET_LOOK);
    await installJobs(client);
    await client.query("begin");
    await sync(client);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

/** Migrations change indexes by their names: none may be missing because a process was killed while it filled a table. */
async function restoreWhatWaits(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select to_regclass('deferred_indexes') as name");
  const [{ name } = { name: null }] = rows as { name: string | null }[];
  if (name !== null) await restoreIndexes(client);
}
