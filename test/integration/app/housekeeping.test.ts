import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { openWorker } from "../../../src/app/worker.ts";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a worker forgets usage that is older than 30 days, and nothing younger", async () => {
  for (const age of ["31 days", "29 days"]) {
    await database.look(
      `insert into operation_usage values (now() - $1::interval, 'kbc_x', '', '', '', 1, 1, 1)`,
      [age],
    );
  }
  const worker = await openWorker({
    config: loadConfig({}),
    logger: pino({ level: "silent" }),
    metrics: createMetrics(),
    keys: installationKeys("a secret for tests that is long enough"),
    now: () => new Date(),
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    embedded: null,
    close: async () => undefined,
  });
  try {
    await expect
      .poll(() => database.look("select hour > now() - interval '30 days' as young from operation_usage"), {
        timeout: 10_000,
      })
      .toEqual([{ young: true }]);
  } finally {
    await worker.close();
  }
});
