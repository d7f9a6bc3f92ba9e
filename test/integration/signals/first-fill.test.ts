import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../../../src/app/migrate.ts";
import { seedFleet } from "../../../src/modules/demo/index.ts";
import { score, SIGNALS_AS_FILLED } from "../../../src/modules/signals/index.ts";
import { deferIndexes, withDeferredIndexes } from "../../../src/platform/db/deferred-indexes.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const TODAY = "2026-06-15";
const KEPT = ["intent_signals_claimed_until_idx", "intent_signals_pkey", SIGNALS_AS_FILLED[0].keep[0]];

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const indexes = () =>
  database.look(
    "select indexname, indexdef from pg_indexes where tablename in ('intent_signals', 'open_signal_counts') order by indexname",
  );
const indexNames = async () => (await indexes()).map(({ indexname: name }) => String(name));
const deferred = () => database.look("select name from deferred_indexes");

async function asOwner(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

test("an empty table is filled without the indexes of lists, which are then what they were", async () => {
  const before = await indexes();
  const { ownerUrl } = database;
  await seedFleet({ ownerUrl, vehicles: 30, garages: 3, seed: 7, today: TODAY });
  const summary = await withDeferredIndexes(ownerUrl, SIGNALS_AS_FILLED, async () => {
    expect(await indexNames()).toEqual(KEPT);
    return score({ pool: database.pool("kimberlite_worker"), today: TODAY });
  });
  expect(summary.written).toBeGreaterThan(30);
  expect(await indexes()).toEqual(before);
  expect(await deferred()).toEqual([]);
});

test("they are made again where filling fails, and by a migration where it was killed", async () => {
  const before = await indexes();
  const { ownerUrl } = database;
  const failing = withDeferredIndexes(ownerUrl, SIGNALS_AS_FILLED, () => Promise.reject(new Error("full")));
  await expect(failing).rejects.toThrow("full");
  expect(await indexes()).toEqual(before);

  await asOwner((client) => deferIndexes(client, SIGNALS_AS_FILLED));
  expect(await indexNames()).toEqual(KEPT);
  await migrate(ownerUrl);
  expect(await indexes()).toEqual(before);
});

test("a table with rows keeps its indexes, though its owner may see none of them, and so does one in use", async () => {
  const before = await indexes();
  const { ownerUrl } = database;
  const reader = await database.pool("kimberlite_worker").connect();
  await reader.query("begin");
  await reader.query("select from intent_signals");
  await asOwner((client) => deferIndexes(client, SIGNALS_AS_FILLED));
  expect(await indexes()).toEqual(before);
  await reader.query("commit");
  reader.release();

  await seedFleet({ ownerUrl, vehicles: 5, garages: 3, seed: 7, today: TODAY });
  await score({ pool: database.pool("kimberlite_worker"), today: TODAY });
  await asOwner((client) => deferIndexes(client, SIGNALS_AS_FILLED));
  expect(await indexes()).toEqual(before);
});

test("a worker whose role owns nothing fills it all the same", async () => {
  const before = await indexes();
  const filled = withDeferredIndexes(database.appUrl, SIGNALS_AS_FILLED, () => Promise.resolve("filled"));
  expect(await filled).toBe("filled");
  expect(await indexes()).toEqual(before);
});

test("nobody but the owner may write what its indexes are made from", async () => {
  const worker = database.pool("kimberlite_worker");
  const note = "insert into deferred_indexes values ('any', 'drop table vehicles')";
  await expect(worker.query(note)).rejects.toMatchObject({ code: "42501" });
});
