import type pg from "pg";
import { currentPredictor } from "../modules/predictions/index.ts";
import { rescoreVehicles } from "../modules/signals/index.ts";
import { defineJob } from "../platform/jobs/job.ts";

/** Brings the signals of some vehicles up to date, in the transaction that changed what they rest on. */
export type Rescore = (client: pg.ClientBase, vehicleIds: readonly string[]) => Promise<void>;

/** With the models in use and as of the product's today. */
export function openRescoring(now: () => Date): Rescore {
  return async (client, vehicleIds) => {
    if (vehicleIds.length === 0) return;
    const predictor = await currentPredictor(client);
    await rescoreVehicles(client, vehicleIds, { today: now().toISOString().slice(0, 10), predictor });
  };
}

/** For changes by the thousand, which must not wait for it: the job waits with the rows that it is about. */
export const RESCORE_VEHICLES = defineJob<{ vehicleIds: readonly string[] }>({ name: "rescore-vehicles" });

/**
 * A new day moves what is due; what records change is scored with them, or right after. Asked for every hour and whenever
 * a worker starts, and done once a day: no worker need be up at midnight.
 */
export const SCORE_FLEET = defineJob({
  name: "score-fleet",
  schedule: "2 * * * *",
  oneAtATime: true,
  expiresAfterS: 4 * 60 * 60,
});
