import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { migrate } from "../migrate.ts";
import { withRuntime } from "../runtime.ts";

/** `migrate`: tables and reference data up to this version. */
export function addMigrateCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("migrate")
    .description("bring the database up to this version; connect as the owner of its tables")
    .action(() =>
      withRuntime(readConfig(), async (runtime) => {
        await migrate(runtime.ownerUrl);
        process.stdout.write("The database is up to date.\n");
      }),
    );
}
