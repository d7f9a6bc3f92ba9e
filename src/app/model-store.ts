import type pg from "pg";
import type { Config } from "../platform/config/config.ts";
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
