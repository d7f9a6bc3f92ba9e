import type pg from "pg";
import { currentFailureModel } from "../modules/failure-model/index.ts";
import { replaceQuality, SignalJudge, type QualityFigures, wholeYears } from "../modules/quality/index.ts";
import { settledOutcomes, type SettledOutcome } from "../modules/signal-work/index.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { defineJob } from "../platform/jobs/job.ts";
import { LIMITS } from "../platform/limits.ts";

/** Once a night, after what the day's claims came to. */
export const MEASURE_OUTCOMES = defineJob({
  name: "measure-outcomes",
  schedule: "50 2 * * *",
  oneAtATime: true,
});

const POPULATION = "PARTNER_OUTCOMES";
const NOTE =
  "Signals that partners claimed and settled in the last year, whichever model made them: COMPLETED and LOST count as needed, NOT_RELEVANT does not. Partners choose what they claim and when they settle it, so this is what their work found, and no sample of all signals.";

/** Each tenth of the calibration curve is an aggregate as well. */
const LEAST_VEHICLES = 10 * LIMITS.aggregate.vehicles;
/** Whoever has more of the outcomes could take the rest for somebody's. */
const LARGEST_SHARE = 0.7;

/**
 * Holds signals against what partners found when they worked them, and keeps the figures in place of the last ones.
 * @param pool works as kimberlite_worker
 */
export function measureOutcomes(pool: pg.Pool, now: Date): Promise<void> {
  return inTransaction(pool, async (client) => {
    const outcomes = await settledOutcomes(client, now);
    const { version, parameters } = await currentFailureModel(client);
    const trained = wholeYears(parameters.trainedYears);
    const days = outcomes.map(({ reportedOn }) => reportedOn);
    const frame = {
      modelVersion: version,
      item: null,
      population: POPULATION,
      isSynthetic: false,
      attribution: "Outcomes reported by Kimberlite's partners.",
      trainedFrom: trained.from,
      trainedUntil: trained.until,
      testedFrom: days.at(0) ?? "",
      testedUntil: days.at(-1) ?? "",
      devianceUnit: "INSPECTION",
      intervalCoverage: null,
      ceiling: null,
      note: NOTE,
      measuredAt: now,
    } as const;
    const rows = figuresOf(outcomes).map((figures): QualityFigures => ({ ...frame, ...figures }));
    await replaceQuality(client, POPULATION, rows);
  });
}

function figuresOf(outcomes: readonly SettledOutcome[]) {
  const judge = new SignalJudge();
  for (const outcome of outcomes) judge.add({ ...outcome, hasHappened: outcome.wasNeeded, day: null });
  return judge.figures().filter(({ kind, partCategories: [part] }) => {
    return mayBeShown(
      outcomes.filter((one) => one.kind === kind && (part === undefined || one.partCategory === part)),
    );
  });
}

function mayBeShown(outcomes: readonly SettledOutcome[]): boolean {
  const vehicles = new Set(outcomes.map(({ vehicleId }) => vehicleId));
  const byPartner = Map.groupBy(outcomes, ({ partnerId }) => partnerId);
  const largest = Math.max(...[...byPartner.values()].map((own) => own.length));
  return (
    vehicles.size >= LEAST_VEHICLES &&
    byPartner.size >= LIMITS.aggregate.sources &&
    largest <= outcomes.length * LARGEST_SHARE
  );
}
