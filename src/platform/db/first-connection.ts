import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { isConnectionLoss } from "./overload.ts";
import { MigrationError } from "./verify-migrated.ts";

/** A PostgreSQL that recovers from a crash, or a machine on which everything starts at once, takes some seconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 200;

/**
 * Opens a pool's first connection. A request is refused rather than kept waiting for one; a start may wait, and would
 * otherwise fail wherever the database starts beside it.
 * @throws {MigrationError} where the server lacks the product's roles
 * @throws what the driver threw last, after ten seconds; at once where waiting cannot help
 */
export async function openFirstConnection(pool: pg.Pool): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const client = await pool.connect();
      client.release();
      return;
    } catch (error) {
      if (isRoleMissing(error as Error)) throw new MigrationError();
      if (!isConnectionLoss(error as Error) || Date.now() > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Connections ask for a role as a setting, of which PostgreSQL then says that its value is invalid. */
const isRoleMissing = (error: Error): boolean =>
  (error as { code?: string }).code === "22023" && error.message.startsWith("role ");
