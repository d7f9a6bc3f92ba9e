import { InvalidArgumentError, type Command } from "commander";
import type { ReadConfig } from "../../platform/config/config.ts";
import { migrate } from "../migrate.ts";
import { withRuntime } from "../runtime.ts";
import { seed } from "../seed-demo.ts";

/** `seed`: a larger synthetic fleet, up to millions. */
export function addSeedCommand(program: Command, readConfig: ReadConfig): void {
  program
    .command("seed")
    .description("add synthetic vehicles with their whole histories: they describe no vehicle and nobody")
    .requiredOption("--vehicles <count>", "how many to add", count)
    .action(({ vehicles }: { vehicles: number }) =>
      withRuntime(readConfig(), async (runtime) => {
        await migrate(runtime.ownerUrl);
        const startedAt = Date.now();
        const added = await seed(runtime, vehicles);
        const seconds = (Date.now() - startedAt) / 1000;
        const rows = Object.entries(added).map(([table, rows]) => `${rows} ${table}`);
        process.stdout.write(
          `Added synthetic data: ${rows.join(", ")}, in ${seconds.toFixed(1)} s (${Math.round(added.vehicles / seconds)} vehicles a second).\n`,
        );
      }),
    );
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 100_000_000) return value;
  throw new InvalidArgumentError("Give a whole number from 1 to 100000000.");
}
