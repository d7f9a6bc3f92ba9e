import type pg from "pg";
import { LIMITS } from "../../platform/limits.ts";

/** How long events can be read for. */
/**
 * A position is as old as the row it stands at, while a transaction that was then under way may write behind it with an
 * older clock. None lasts that long, and partitions are dropped that much later.
 */
export const LONGEST_TRANSACTION_DAYS = 1;

/**
 * Makes the log's partitions of the next days and drops those that nobody may read any more. To be run about once an
 * hour; several processes that do so at once do no harm.
 */
export async function keepEvents(pool: pg.Pool): Promise<void> {
  await pool.query("select keep_events($1)", [LIMITS.eventsKeptDays + 2 * LONGEST_TRANSACTION_DAYS]);
}
