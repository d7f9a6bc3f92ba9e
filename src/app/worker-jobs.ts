import { keepEvents } from "../modules/events/index.ts";
import { refreshPriceBands } from "../modules/prices/index.ts";
import { deleteOldDeliveries } from "../modules/webhooks/index.ts";
import { releaseExpiredClaims } from "../modules/signal-work/index.ts";
import { foldOpenSignals } from "../modules/signals/index.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { defineJob, handledBy, type HandledJob } from "../platform/jobs/job.ts";
import { dropOldKeys } from "../platform/idempotency/keep-keys.ts";
import { deleteOldUsage } from "../platform/usage/usage-log.ts";
import { LIMITS } from "../platform/limits.ts";
import { openRescoring, RESCORE_VEHICLES, SCORE_FLEET } from "./rescoring.ts";
import { scoreFleetOnceADay } from "./score.ts";
import { updateDemand } from "./demand.ts";
import { MEASURE_OUTCOMES, measureOutcomes } from "./outcome-quality.ts";
import { exportJobs } from "./export-jobs.ts";
import type { WorkerDeps } from "./worker-deps.ts";

export const KEEP_HOUSE = defineJob({ name: "keep-house", schedule: "7 * * * *", oneAtATime: true });

/** After the day's signals are there; what changes later is added up every quarter of an hour, and waits for the next. */
export const UPDATE_DEMAND = defineJob({ name: "update-demand", schedule: "*/15 * * * *", oneAtATime: true });
const RELEASE_CLAIMS = defineJob({ name: "release-claims", schedule: "* * * * *", oneAtATime: true });

/** Once a night, before partners ask. */
export const REFRESH_PRICES = defineJob({
  name: "refresh-prices",
  schedule: "40 2 * * *",
  oneAtATime: true,
});

/** Everything that workers do: one line for each kind of work. */
export const workerJobs = (deps: WorkerDeps): readonly HandledJob[] => [
  ...exportJobs(deps),
  handledBy(REFRESH_PRICES, async () => {
    await refreshPriceBands(deps.bulkPool, deps.now());
  }),
  handledBy(MEASURE_OUTCOMES, () => measureOutcomes(deps.bulkPool, deps.now())),
  handledBy(KEEP_HOUSE, () => keepHouse(deps)),
  handledBy(RESCORE_VEHICLES, ({ vehicleIds }) =>
    inTransaction(deps.bulkPool, (client) => openRescoring(deps.now)(client, vehicleIds)),
  ),
  handledBy(SCORE_FLEET, (_data, { signal }) => scoreFleetOnceADay(deps, signal)),
  handledBy(UPDATE_DEMAND, async () => {
    await updateDemand({ ...deps, pool: deps.bulkPool });
  }),
  handledBy(RELEASE_CLAIMS, () => releaseClaims(deps)),
];

/**
 * Ended tokens, secrets and logs go; old signing keys are replaced; logs by day get their next days; changes of counts
 * are added up.
 */
async function keepHouse({ pool, bulkPool, partners }: WorkerDeps): Promise<void> {
  await partners.deleteEnded();
  await partners.rotateOldSigningKey();
  await deleteOldUsage(pool);
  await dropOldKeys(pool);
  await keepEvents(pool);
  await partners.tellOfEndingSecrets();
  await foldOpenSignals(bulkPool);
  await deleteOldDeliveries(pool, LIMITS.eventsKeptDays);
}

async function releaseClaims({ pool, now }: WorkerDeps): Promise<void> {
  let released: number;
  do {
    released = await inTransaction(pool, (client) => releaseExpiredClaims(client, now()));
  } while (released === 1000);
}
