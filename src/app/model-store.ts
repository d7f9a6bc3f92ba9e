import type pg from "pg";
import { storeFailureModel, type NewModel } from "../modules/failure-model/index.ts";
import { storeQuality, type QualityFigures } from "../modules/quality/index.ts";
import type { Config } from "../platform/config/config.ts";
import { openPool } from "../platform/db/pool.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { migrate } from "./migrate.ts";
import { withRuntime } from "./runtime.ts";

/** Runs work on models and their figures in the settings' database, brought up to date first. */
export async function withModelStore<T>(config: Config, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  return withRuntime(config, async ({ ownerUrl, appUrl, logger }) => {
    await migrate(ownerUrl);
    const pool = openPool({
      url: appUrl,
      role: "kimberlite_worker",
      max: 1,
      // Learning from histories reads a whole country.
      statementTimeoutMs: 0,
      connectionTimeoutMs: 10_000,
      onIdleError: (error) => logger.warn({ err: error }, "idle connection lost"),
    });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  });
}

/** Keeps figures, and the model that they vouch for where there is one: both or neither. */
export async function storeResults(
  pool: pg.Pool,
  { model, figures }: { model?: NewModel; figures: readonly QualityFigures[] },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    if (model !== undefined) await storeFailureModel(client, model);
    await storeQuality(client, figures);
  });
}
