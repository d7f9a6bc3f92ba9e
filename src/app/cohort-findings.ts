import { backtestCohorts, cohortQuality, type CohortBacktest } from "../modules/failure-model/index.ts";
import { fromFiles, readCohortFiles, requireYears, say } from "./cohort-files.ts";
import { CommandError } from "./describe-failure.ts";
import type { Findings } from "./findings.ts";
import { describeYears } from "./years.ts";

export interface CohortTest {
  readonly cohorts?: string;
  readonly defects?: string;
  readonly train?: readonly number[];
  readonly test?: readonly number[];
}

/** Learns rates from cohorts of some years and predicts those of later ones. */
export async function cohortFindings(
  { cohorts, defects, train, test }: CohortTest,
  measuredAt: Date,
): Promise<Findings> {
  if (cohorts === undefined || defects === undefined || train === undefined || test === undefined) {
    throw new CommandError("A backtest on cohorts takes --cohorts, --defects, --train and --test together.");
  }
  refuseSeenYears(train, test);
  const data = await readCohortFiles({ cohorts, defects });
  requireYears(data, train, "--train");
  requireYears(data, test, "--test");
  say(`Training on ${describeYears(train)}, predicting ${describeYears(test)}`);
  const found = fromFiles(data, () => backtestCohorts({ ...data, train, test }));
  return {
    json: found satisfies CohortBacktest,
    title: `Trained on ${describeYears(train)}, tested on ${describeYears(test)}: ${found.cohorts} cohorts.`,
    figures: cohortQuality(found, { modelVersion: found.modelVersion, measuredAt }),
    isKept: true,
  };
}

/** Before anything is read: what a model has seen proves nothing. @throws {CommandError} */
function refuseSeenYears(train: readonly number[], test: readonly number[]): void {
  const last = Math.max(...train);
  const seen = test.filter((year) => year <= last);
  if (seen.length === 0) return;
  throw new CommandError(
    `--test ${describeYears(seen)} is not after --train ${describeYears(train)}: a model is tested on later years than it was trained on.`,
  );
}
