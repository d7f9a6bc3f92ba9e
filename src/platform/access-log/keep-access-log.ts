import type pg from "pg";
import type { Logger } from "../telemetry/logger.ts";

/** Months of the access log that are kept. CNIL's recommendation on logging (2021) names six months to a year. */
export const ACCESS_LOG_MONTHS = 12;

const KEEP_EVERY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes the log's next partitions and drops those that are past their time, now and once a day. Several processes that
 * do so at once do no harm.
 */
export function keepAccessLog(pool: pg.Pool, logger: Logger): { close(): Promise<void> } {
  const keep = async (): Promise<void> => {
    try {
      await pool.query("select keep_access_log($1)", [ACCESS_LOG_MONTHS]);
    } catch (error) {
      logger.warn({ err: error }, "access log's partitions not kept; it is tried again tomorrow");
    }
  };
  let keeping = keep();
  const timer = setInterval(() => {
    keeping = keep();
  }, KEEP_EVERY_MS).unref();
  return {
    async close() {
      clearInterval(timer);
      await keeping;
    },
  };
}
