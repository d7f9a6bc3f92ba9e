import type pg from "pg";
import { LIMITS } from "../limits.ts";

/** Forgets keys whose day is over. They no longer count by then. */
export async function dropOldKeys(pool: pg.Pool): Promise<void> {
  await pool.query("delete from idempotency_keys where created_at <= now() - make_interval(hours => $1)", [
    LIMITS.idempotencyKeysKeptHours,
  ]);
}
