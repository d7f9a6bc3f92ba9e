import type pg from "pg";
import { openPool, warnOfLostConnection } from "../platform/db/pool.ts";
import type { Runtime } from "./runtime.ts";

/** Work without an end to statements, as kimberlite_worker, on two connections that nothing else waits for. */
export async function withBulkPool<T>(
  { appUrl, logger }: Pick<Runtime, "appUrl" | "logger">,
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  const pool = openPool({
    url: appUrl,
    role: "kimberlite_worker",
    max: 2,
    statementTimeoutMs: 0,
    connectionTimeoutMs: 10_000,
    onIdleError: warnOfLostConnection(logger),
  });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
