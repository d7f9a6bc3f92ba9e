import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { openScrapes, withRuntime } from "../runtime.ts";
import { untilStopped } from "../until-stopped.ts";
import { openWorker } from "../worker.ts";

/** `worker`: what is done in the background; any number may run on one database. */
export function addWorkerCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("worker")
    .description("jobs in the background; any number may run on one database")
    .action(async () => {
      const stopped = untilStopped();
      await withRuntime(readConfig(), async (runtime) => {
        const scrapes = await openScrapes(runtime);
        const worker = await openWorker(runtime);
        process.stdout.write("Working.\n");
        await stopped;
        await worker.close();
        await scrapes.close();
      });
    });
}
