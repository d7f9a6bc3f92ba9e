import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { listen } from "../listen.ts";
import { openScrapes, withRuntime } from "../runtime.ts";
import { untilStopped } from "../until-stopped.ts";

/** `serve`: the API alone, on a database that `migrate` has brought up to date. */
export function addServeCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("serve")
    .description("the API alone; any number may serve one database")
    .action(async () => {
      const stopped = untilStopped();
      await withRuntime(readConfig(), async (runtime) => {
        const scrapes = await openScrapes(runtime);
        const api = await listen(runtime, "service");
        process.stdout.write(`Serving ${api.publicUrl}/graphql\n`);
        await stopped;
        await api.close();
        await scrapes.close();
      });
    });
}
