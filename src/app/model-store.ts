import type pg from "pg";
import { storeFailureModel, type NewModel } from "../modules/failure-model/index.ts";
import { storeQuality, type QualityFigures } from "../modules/quality/index.ts";
import type { Config } from "../platform/config/config.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { withBulkPool } from "./bulk-pool.ts";
import { migrate } from "./migrate.ts";
import { withRuntime } from "./runtime.ts";

/** Runs work on models and their figures in the settings' database, brought up to date first. */
export async function withModelStore<T>(config: Config, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  return withRuntime(config, async (runtime) => {
    await migrate(runtime.ownerUrl);
    return withBulkPool(runtime, work);
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
