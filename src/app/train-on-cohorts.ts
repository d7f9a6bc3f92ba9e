import {
  backtestCohorts,
  cohortModelVersion,
  cohortQuality,
  storeFailureModel,
  trainFailureModel,
} from "../modules/failure-model/index.ts";
import { qualityTable, storeQuality, type QualityFigures } from "../modules/quality/index.ts";
import type { Config } from "../platform/config/config.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import {
  FIRST_YEAR_OF_RULES,
  fromFiles,
  readCohortFiles,
  requireYears,
  say,
  type CohortData,
  type CohortFiles,
} from "./cohort-files.ts";
import { CommandError } from "./describe-failure.ts";
import { withModelStore } from "./model-store.ts";
import { relearnHistories } from "./train-on-histories.ts";
import { describeYears } from "./years.ts";

/**
 * Learns the cohorts' rates, tests them on the last year, and puts them in use with their figures.
 * @param asked null: all years since the rules changed
 */
export async function trainOnCohorts(
  config: Config,
  files: CohortFiles,
  asked: readonly number[] | null,
): Promise<void> {
  const data = await readCohortFiles(files);
  const years = asked ?? data.years.filter((year) => year >= FIRST_YEAR_OF_RULES);
  if (years.length === 0) {
    throw new CommandError(
      `${files.cohorts} has no year from ${FIRST_YEAR_OF_RULES} on. --years trains on earlier ones.`,
    );
  }
  requireYears(data, years, "--years");
  say(`Training on ${describeYears(years)}`);
  const parameters = fromFiles(data, () => trainFailureModel(data.cohorts, data.defects, years));
  const version = cohortModelVersion(parameters);
  const figures = proof(data, years, version, config.now ?? new Date());
  const { attribution } = parameters;
  const model = { version, trainedOn: "COHORTS", attribution, trainedYears: years, parameters } as const;
  const histories = await withModelStore(config, (pool) =>
    inTransaction(pool, async (client) => {
      await storeFailureModel(client, model);
      await storeQuality(client, figures);
      return relearnHistories(client);
    }),
  );
  const versions =
    histories === null ? `${version} is` : `${version} and ${histories}, learnt beside it, are`;
  process.stdout.write(`${versions} in use from the next scoring on.\n`);
  if (figures.length > 0) process.stdout.write(`\n${qualityTable(figures)}`);
}

/** How well the same model, without the last year, predicts the last year. Of a single year there is no proof. */
function proof(
  data: CohortData,
  years: readonly number[],
  modelVersion: string,
  measuredAt: Date,
): QualityFigures[] {
  const [train, test] = [years.slice(0, -1), years.slice(-1)];
  if (train.length === 0) {
    say("One year alone cannot be tested: this version has no figures.");
    return [];
  }
  say(`Testing: trained on ${describeYears(train)}, predicting ${describeYears(test)}`);
  const found = fromFiles(data, () => backtestCohorts({ ...data, train, test }));
  return cohortQuality(found, { modelVersion, measuredAt });
}
