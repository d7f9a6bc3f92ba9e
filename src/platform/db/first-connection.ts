import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { isConnectionLoss } from "./overload.ts";

/** A PostgreSQL that recovers from a crash, or a machine on which everything starts at once, takes some seconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 200;

/**
 * Opens a pool's first connection. A request is refused rather than kept waiting for one; a start may wait, and would
 * otherwise fail wherever the database starts beside it.
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
      if (!isConnectionLoss(error as Error) || Date.now() > until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
