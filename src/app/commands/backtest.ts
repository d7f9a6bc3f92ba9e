import { Option, type Command } from "commander";
import { backtestCohorts, cohortQuality, type CohortBacktest } from "../../modules/failure-model/index.ts";
import type { Config, ReadConfig } from "../../platform/config/config.ts";
import { fromFiles, readCohortFiles, requireYears, say } from "../cohort-files.ts";
import { CommandError } from "../describe-failure.ts";
import { keepFindings, showFindings, type Findings } from "../findings.ts";
import { withModelStore } from "../model-store.ts";
import { replayFindings } from "../replay-findings.ts";
import { describeYears, parseYears } from "../years.ts";

interface BacktestOptions {
  readonly cohorts?: string;
  readonly defects?: string;
  readonly train?: number[];
  readonly test?: number[];
  readonly histories?: string;
  readonly json?: boolean;
  readonly report?: string;
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
    .option(
      "--histories <file>",
      "instead: MOT histories (uk-mot-history), each test predicted from the vehicle's earlier ones",
    )
    .option("--json", "print figures as one JSON document")
    .option("--report <folder>", "also write report.md and calibration.svg there")
    .action(async (options: BacktestOptions) => {
      const config = readConfig();
      if (options.histories === undefined) await testCohorts(config, options);
      else await replay(config, options, options.histories);
    });
}

/** Shows first, so that figures are not lost when they cannot be kept. */
async function testCohorts(config: Config, options: BacktestOptions): Promise<void> {
  const findings = await cohortFindings(options, config);
  await showFindings(findings, options);
  await withModelStore(config, (pool) => keepFindings(pool, findings));
}

async function replay(config: Config, options: BacktestOptions, file: string): Promise<void> {
  const { cohorts, defects, train, test } = options;
  if ([cohorts, defects, train, test].some((given) => given !== undefined)) {
    throw new CommandError(
      "--histories replays what the model in use predicts: it takes no cohorts or years.",
    );
  }
  await withModelStore(config, async (pool) => {
    const findings = await replayFindings(pool, file, config.now ?? new Date());
    await showFindings(findings, options);
    await keepFindings(pool, findings);
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
