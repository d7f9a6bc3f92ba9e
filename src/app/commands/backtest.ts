import { Option, type Command } from "commander";
import { backtestCohorts, cohortQuality, type CohortBacktest } from "../../modules/failure-model/index.ts";
import { qualityTable, writeReport, type QualityFigures } from "../../modules/quality/index.ts";
import type { Config, ReadConfig } from "../../platform/config/config.ts";
import { fromFiles, readCohortFiles, requireYears, say } from "../cohort-files.ts";
import { CommandError } from "../describe-failure.ts";
import { storeResults } from "../model-store.ts";
import { describeYears, parseYears } from "../years.ts";

interface BacktestOptions {
  readonly cohorts?: string;
  readonly defects?: string;
  readonly train?: number[];
  readonly test?: number[];
  readonly json?: boolean;
  readonly report?: string;
}

/** What a backtest found, in each of the forms it is wanted in. */
interface Findings {
  /** One JSON document. */
  readonly json: object;
  readonly title: string;
  readonly figures: readonly QualityFigures[];
}

/** `backtest`: how often predictions came true, on years that the model did not see. */
export function addBacktestCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("backtest")
    .description("train on earlier years, predict later ones, and keep how often that came true")
    .option("--cohorts <file>", "CSV of cohorts: inspections by model, year of first use and year; .gz too")
    .option("--defects <file>", "CSV of the same cohorts' defects by item; .gz too")
    .addOption(new Option("--train <years>", "years to learn from, as 2018-2020").argParser(parseYears))
    .addOption(new Option("--test <years>", "later years to predict, as 2021").argParser(parseYears))
    .option("--json", "print figures as one JSON document")
    .option("--report <folder>", "also write report.md and calibration.svg there")
    .action(async (options: BacktestOptions) => {
      const config = readConfig();
      await publish(config, options, await cohortFindings(options, config));
    });
}

async function cohortFindings(options: BacktestOptions, { now }: Config): Promise<Findings> {
  const { cohorts, defects, train, test } = options;
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
    figures: cohortQuality(found, { modelVersion: found.modelVersion, measuredAt: now ?? new Date() }),
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

/** Prints first, so that figures are not lost when they cannot be kept. */
async function publish(config: Config, { json, report }: BacktestOptions, findings: Findings): Promise<void> {
  process.stdout.write(
    json === true
      ? `${JSON.stringify(findings.json)}\n`
      : `${findings.title}\n\n${qualityTable(findings.figures)}`,
  );
  if (report !== undefined) {
    await writeReport(report, findings.figures);
    say(`Wrote report.md and calibration.svg to ${report}`);
  }
  await storeResults(config, { figures: findings.figures });
  say("The figures are kept; signalQuality answers them.");
}
