import { Option, type Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { FIRST_YEAR_OF_RULES } from "../cohort-files.ts";
import { CommandError } from "../describe-failure.ts";
import { trainOnCohorts } from "../train-on-cohorts.ts";
import { trainOnHistories } from "../train-on-histories.ts";
import { parseYears } from "../years.ts";

interface TrainOptions {
  readonly cohorts?: string;
  readonly defects?: string;
  readonly years?: number[];
  readonly histories?: boolean;
}

/** `train`: new versions of the models, kept and put in use. */
export function addTrainCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("train")
    .description("learn anew what fails, and when vehicles come; used from the next scoring on")
    .option("--cohorts <file>", "CSV of cohorts: inspections by model, first use and year; .gz too")
    .option("--defects <file>", "CSV of the same cohorts' defects by item; .gz too")
    .addOption(
      new Option(
        "--years <years>",
        `years of the cohorts, as 2018-2021; all from ${FIRST_YEAR_OF_RULES} on without it, since rules changed then`,
      ).argParser(parseYears),
    )
    .option("--histories", "learn from the ingested vehicles instead")
    .action(async ({ cohorts, defects, years, histories }: TrainOptions) => {
      const config = readConfig();
      const ofCohorts = [cohorts, defects, years].filter((given) => given !== undefined);
      if (histories === true && ofCohorts.length === 0) await trainOnHistories(config);
      else if (histories !== true && cohorts !== undefined && defects !== undefined)
        await trainOnCohorts(config, { cohorts, defects }, years ?? null);
      else throw new CommandError("train takes --cohorts with --defects, or --histories alone.");
    });
}
