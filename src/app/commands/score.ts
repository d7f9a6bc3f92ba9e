import type { Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { migrate } from "../migrate.ts";
import { withRuntime } from "../runtime.ts";
import { scoreFleetVisibly } from "../score.ts";
import { onStop } from "../until-stopped.ts";

/** `score`: what every vehicle is about to need, as of today. */
export function addScoreCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("score")
    .description("derive every vehicle's signals as of today; again on the same day it changes nothing")
    .action(() =>
      withRuntime(readConfig(), async (runtime) => {
        await migrate(runtime.ownerUrl);
        const stop = new AbortController();
        onStop(() => {
          stop.abort();
        });
        const startedAt = Date.now();
        const { vehicles, signals, written } = await scoreFleetVisibly(runtime, stop.signal);
        const seconds = (Date.now() - startedAt) / 1000;
        process.stdout.write(
          `${vehicles} vehicles: ${signals} signals, ${written} of them new or changed, in ${seconds.toFixed(1)} s.\n`,
        );
      }),
    );
}
