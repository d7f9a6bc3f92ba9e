import pg from "pg";
import { hasDemoFleet, seedFleet, type SeedCounts } from "../modules/demo/index.ts";
import { withBulkPool } from "./bulk-pool.ts";
import { publishDemand } from "./demand.ts";
import { refreshPriceBands } from "../modules/prices/index.ts";
import { openProgress } from "./progress.ts";
import { scoreFleetVisibly } from "./score.ts";
import type { Runtime } from "./runtime.ts";

/** One demo, the same on every machine. */
const SEED = 20_260_101;
/** Enough that each French department of the demo has a few, at the default size of the fleet. */
const VEHICLES_PER_GARAGE = 5000 / 300;
const FEWEST_GARAGES = 2;
const MOST_GARAGES = 20_000;

/** Gives an empty installation its synthetic fleet; one that has a fleet keeps it as it is. */
export async function seedDemo(runtime: Runtime): Promise<void> {
  const { vehicles } = runtime.config.demo;
  if (vehicles === 0 || (await isSeeded(runtime.ownerUrl))) return;
  await seed(runtime, vehicles);
  await scoreFleetVisibly(runtime);
  await withBulkPool(runtime, (pool) => refreshPriceBands(pool, runtime.now()));
  await publishDemand(runtime);
}

/** Adds synthetic vehicles with their histories, showing progress. */
export async function seed(runtime: Runtime, vehicles: number): Promise<SeedCounts> {
  const garages = Math.round(vehicles / VEHICLES_PER_GARAGE);
  const progress = openProgress("Synthetic fleet");
  try {
    return await seedFleet({
      ownerUrl: runtime.ownerUrl,
      vehicles,
      garages: Math.min(MOST_GARAGES, Math.max(FEWEST_GARAGES, garages)),
      seed: SEED,
      today: runtime.now().toISOString().slice(0, 10),
      onProgress: ({ phase, vehicles: done, total }) => {
        progress.update(done, total, phase === "LOADING" ? `${done} of ${total} vehicles` : "indexes");
      },
    });
  } finally {
    progress.end();
  }
}

async function isSeeded(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return await hasDemoFleet(client);
  } finally {
    await client.end();
  }
}
