import type pg from "pg";
import { openFirstConnection } from "./first-connection.ts";
import { verifyMigrated } from "./verify-migrated.ts";
import { verifyRowSecurity } from "./verify-row-security.ts";

/**
 * Opens the first connection of each pool, the one that partners' rows are read with before the others, since it can tell
 * most about a database that is not ready.
 * @throws {MigrationError} where the database is older than the program
 * @throws {RowSecurityError} where it would not keep partners' rows apart
 */
export async function openVerified(readPool: pg.Pool, others: readonly pg.Pool[]): Promise<void> {
  await openFirstConnection(readPool);
  await verifyMigrated(readPool);
  await Promise.all(others.map(openFirstConnection));
  await verifyRowSecurity(readPool);
}
