import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Worker } from "../../../src/app/worker.ts";
import { seedFleet } from "../../../src/modules/demo/index.ts";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

// Threads of scoring are files of the built program.
const { openWorker } = (await import(
  new URL("../../../dist/app/worker.js", import.meta.url).href
)) as typeof import("../../../src/app/worker.ts");

const VEHICLES = 30;

let database: TestDatabase;
let workers: Worker[];

beforeEach(async () => {
  database = await createTestDatabase();
  workers = [];
  const { ownerUrl } = database;
  await seedFleet({ ownerUrl, vehicles: VEHICLES, garages: 3, seed: 7, today: "2026-06-15" });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await database.drop();
});

async function startWorker(today: string): Promise<void> {
  workers.push(
    await openWorker({
      config: loadConfig({}),
      logger: pino({ level: "silent" }),
      metrics: createMetrics(),
      keys: installationKeys("a secret for tests that is long enough"),
      now: () => new Date(`${today}T09:30:00Z`),
      ownerUrl: database.ownerUrl,
      appUrl: database.appUrl,
      embedded: null,
      close: async () => undefined,
    }),
  );
}

const runs = () => database.look("select day::text, vehicles from scoring_runs order by ended_at");
const openJobs = () =>
  database.look("select count(*)::int from pgboss.job where name = 'score-fleet' and state < 'completed'");
const settled = () => expect.poll(openJobs, { timeout: 30_000 }).toEqual([{ count: 0 }]);

test("a fleet that nobody scored at midnight is scored when workers start, and once a day", async () => {
  await Promise.all([startWorker("2026-06-15"), startWorker("2026-06-15")]);
  await settled();
  expect(await runs()).toEqual([{ day: "2026-06-15", vehicles: VEHICLES }]);
  const [{ signals } = {}] = await database.look("select count(*)::int as signals from intent_signals");
  expect(Number(signals)).toBeGreaterThan(VEHICLES);

  await startWorker("2026-06-15");
  await settled();
  expect(await runs()).toHaveLength(1);

  await Promise.all(workers.splice(0).map((worker) => worker.close()));
  await startWorker("2026-06-16");
  await settled();
  expect((await runs()).map(({ day }) => day)).toEqual(["2026-06-15", "2026-06-16"]);
}, 60_000);
