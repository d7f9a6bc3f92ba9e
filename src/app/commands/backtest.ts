import { InvalidArgumentError, Option, type Command } from "commander";
import type { Config, ReadConfig } from "../../platform/config/config.ts";
import { cohortFindings } from "../cohort-findings.ts";
import { CommandError } from "../describe-failure.ts";
import { keepFindings, showFindings, type Findings } from "../findings.ts";
import { withModelStore } from "../model-store.ts";
import { replayFindings } from "../replay-findings.ts";
import { syntheticFindings } from "../synthetic-findings.ts";
import { parseYears } from "../years.ts";

interface BacktestOptions {
  readonly cohorts?: string;
  readonly defects?: string;
  readonly train?: number[];
  readonly test?: number[];
  readonly histories?: string;
  readonly synthetic?: number;
  readonly json?: boolean;
  readonly report?: string;
}

/** `backtest`: how often predictions came true, on inspections that the model did not see. */
export function addBacktestCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("backtest")
    .description("predict inspections that the model did not see, and keep how often that came true")
    .option("--cohorts <file>", "CSV of cohorts: inspections by model, year of first use and year; .gz too")
    .option("--defects <file>", "CSV of the same cohorts' defects by item; .gz too")
    .addOption(new Option("--train <years>", "years to learn from, as 2018-2020").argParser(parseYears))
    .addOption(new Option("--test <years>", "later years to predict, as 2021").argParser(parseYears))
    .option(
      "--histories <file>",
      "instead: MOT histories (uk-mot-history), each test predicted from the vehicle's earlier ones",
    )
    .addOption(
      new Option(
        "--synthetic <vehicles>",
        "instead: a synthetic fleet of so many vehicles, whose true chances are known",
      ).argParser(parseVehicles),
    )
    .option("--json", "print figures as one JSON document")
    .option("--report <folder>", "also write report.md and calibration.svg there")
    .action(async (options: BacktestOptions) => {
      const config = readConfig();
      refuseMixed(options);
      if (options.histories !== undefined) await replay(config, options, options.histories);
      else await publish(config, options, await withoutDatabase(options, config.now ?? new Date()));
    });
}

/** Fewer have too few inspections to learn from. */
const LEAST_VEHICLES = 5000;
const MOST_VEHICLES = 1_000_000;

function parseVehicles(text: string): number {
  const vehicles = Number(text);
  if (/^\d+$/.test(text) && vehicles >= LEAST_VEHICLES && vehicles <= MOST_VEHICLES) return vehicles;
  throw new InvalidArgumentError(`A whole number from ${LEAST_VEHICLES} to ${MOST_VEHICLES}.`);
}

/** @throws {CommandError} where the options are not those of one test */
function refuseMixed({ cohorts, defects, train, test, histories, synthetic }: BacktestOptions): void {
  const kinds = [cohorts ?? defects ?? train ?? test, histories, synthetic];
  if (kinds.filter((given) => given !== undefined).length > 1) {
    throw new CommandError(
      "Cohorts with their years, --histories and --synthetic are three tests: give the options of one.",
    );
  }
}

function withoutDatabase(options: BacktestOptions, measuredAt: Date): Promise<Findings> | Findings {
  const { synthetic } = options;
  return synthetic === undefined
    ? cohortFindings(options, measuredAt)
    : syntheticFindings(synthetic, measuredAt);
}

/** Shows first, so that figures are not lost when they cannot be kept. */
async function publish(config: Config, options: BacktestOptions, findings: Findings): Promise<void> {
  await showFindings(findings, options);
  await withModelStore(config, (pool) => keepFindings(pool, findings));
}

/** Of the model in use, which the database knows. */
async function replay(config: Config, options: BacktestOptions, file: string): Promise<void> {
  await withModelStore(config, async (pool) => {
    const findings = await replayFindings(pool, file, config.now ?? new Date());
    await showFindings(findings, options);
    await keepFindings(pool, findings);
  });
}
