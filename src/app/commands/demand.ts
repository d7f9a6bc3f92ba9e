import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { publishDemand } from "../demand.ts";
import { migrate } from "../migrate.ts";
import { withRuntime } from "../runtime.ts";

/** `demand`: what parts are expected to be needed, added up and published. The worker does it by itself. */
export function addDemandCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("demand")
    .description(
      "add up the demand that follows from signals, and publish it; a day's publication is never changed",
    )
    .option("--from-scratch", "add everything up anew, not only what changed")
    .action(({ fromScratch = false }: { fromScratch?: boolean }) =>
      withRuntime(readConfig(), async (runtime) => {
        await migrate(runtime.ownerUrl);
        const startedAt = Date.now();
        const { vehicles, isNew, demandRows } = await publishDemand(runtime, fromScratch);
        const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
        const published = isNew ? `${demandRows} rows published` : "the day's publication was there already";
        process.stdout.write(`${vehicles} vehicles brought up to date; ${published}, in ${seconds} s.\n`);
      }),
    );
}
