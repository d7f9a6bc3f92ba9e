import { Command } from "commander";
import { loadConfig, ConfigError, type ReadConfig } from "../platform/config/config.ts";
import { logCrashes } from "../platform/telemetry/crash-log.ts";
import { addBacktestCommand } from "./commands/backtest.ts";
import { addDemandCommand } from "./commands/demand.ts";
import { addIngestCommand } from "./commands/ingest.ts";
import { addMigrateCommand } from "./commands/migrate.ts";
import { addPartnerCommand } from "./commands/partner.ts";
import { addScoreCommand } from "./commands/score.ts";
import { addSeedCommand } from "./commands/seed.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addStartCommand } from "./commands/start.ts";
import { addTrainCommand } from "./commands/train.ts";
import { addWorkerCommand } from "./commands/worker.ts";
import { describeFailure } from "./describe-failure.ts";

const readConfig: ReadConfig = () => loadConfig(process.env);

/** Does what the command line says. Called once everything is loaded. */
export async function run(): Promise<void> {
  logCrashes();
  const program = new Command("kimberlite")
    .description("One GraphQL schema over vehicles, inspections, garages and intent signals.")
    .showHelpAfterError("(--help tells what a command takes)")
    .helpCommand(false);
  addStartCommand(program, readConfig);
  addServeCommand(program, readConfig);
  addWorkerCommand(program, readConfig);
  addMigrateCommand(program, readConfig);
  addSeedCommand(program, readConfig);
  addScoreCommand(program, readConfig);
  addTrainCommand(program, readConfig);
  addBacktestCommand(program, readConfig);
  addDemandCommand(program, readConfig);
  addIngestCommand(program, readConfig);
  addPartnerCommand(program, readConfig);

  try {
    await program.parseAsync();
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    // What failed half-way may have opened connections, which would keep the process and whoever waits for its end.
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}
