import { storeFailureModel, type NewModel } from "../modules/failure-model/index.ts";
import { storeQuality, type QualityFigures } from "../modules/quality/index.ts";
import type { Config } from "../platform/config/config.ts";
import { openPool } from "../platform/db/pool.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { migrate } from "./migrate.ts";
import { withRuntime } from "./runtime.ts";

/** Keeps figures, and the model that they vouch for where there is one, in the settings' database: both or neither. */
export async function storeResults(
  config: Config,
  { model, figures }: { model?: NewModel; figures: readonly QualityFigures[] },
): Promise<void> {
  await withRuntime(config, async ({ ownerUrl, appUrl, logger }) => {
    await migrate(ownerUrl);
    const pool = openPool({
      url: appUrl,
      role: "kimberlite_worker",
      max: 1,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 10_000,
      onIdleError: (error) => logger.warn({ err: error }, "idle connection lost"),
    });
    try {
      await inTransaction(pool, async (client) => {
        if (model !== undefined) await storeFailureModel(client, model);
        await storeQuality(client, figures);
      });
    } finally {
      await pool.end();
    }
  });
}
