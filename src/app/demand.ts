import type pg from "pg";
import { publish, refreshCube, type PublishSummary, type RefreshSummary } from "../modules/demand/index.ts";
import type { InstallationKeys } from "../platform/auth/installation-keys.ts";
import { withBulkPool } from "./bulk-pool.ts";
import type { Runtime } from "./runtime.ts";

export interface DemandDeps {
  /** As kimberlite_worker, without an end to statements. */
  readonly pool: pg.Pool;
  readonly keys: InstallationKeys;
  readonly now: () => Date;
}

/** Brings the demand cube up to date, and publishes the day's demand where that is not done yet. */
export async function updateDemand(
  { pool, keys, now }: DemandDeps,
  isFromScratch = false,
): Promise<RefreshSummary & PublishSummary> {
  const today = now().toISOString().slice(0, 10);
  const refreshed = await refreshCube({ pool, today, isFromScratch });
  const secret = keys.derive("demand/rounding", 32).toString("base64url");
  return { ...refreshed, ...(await publish({ pool, today, secret })) };
}

/** Refreshes and publishes on connections of its own. */
export const publishDemand = (runtime: Runtime, isFromScratch = false) =>
  withBulkPool(runtime, (pool) => updateDemand({ ...runtime, pool }, isFromScratch));
