import type pg from "pg";
import { newestMigration } from "./migrate.ts";

/** The database is not as far as the program. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  constructor() {
    super(
      "This database has not been brought up to this version. Run `npx kimberlite migrate` as its owner, then start again.",
    );
  }
}

/** What PostgreSQL says where `migrate` has never been: no table, no schema, or no right to look. */
const NEVER_MIGRATED = new Set(["42P01", "3F000", "42501"]);

/**
 * Refuses to go on with a database that lacks what the program counts on. One that is further is fine: migrations only add.
 * @throws {MigrationError}
 */
export async function verifyMigrated(pool: pg.Pool): Promise<void> {
  const reached = await reachedMigration(pool);
  if (reached >= newestMigration()) return;
  throw new MigrationError();
}

async function reachedMigration(pool: pg.Pool): Promise<number> {
  try {
    const { rows } = await pool.query<{ reached: string | null }>(
      "select max(created_at) as reached from drizzle.__drizzle_migrations",
    );
    return Number(rows[0]?.reached);
  } catch (error) {
    if (NEVER_MIGRATED.has((error as { code?: string }).code ?? "")) return -1;
    throw error;
  }
}
