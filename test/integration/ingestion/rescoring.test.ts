import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRescoring } from "../../../src/app/rescoring.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ingestFile } from "../../support/ingestion.ts";
import { ukHistory } from "../../support/uk-histories.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const rescore = openRescoring(() => new Date("2026-06-15T10:00:00Z"));

/** Reads histories as a file of their own, and answers how many vehicles each batch changed. */
async function ingested(...histories: object[]): Promise<number[]> {
  const changed: number[] = [];
  const text = histories.map((history) => `${JSON.stringify(history)}\n`).join("");
  await ingestFile(database, "uk-mot-history", "-", {
    stdin: Readable.from([Buffer.from(text)], { objectMode: false }),
    onChanged: async (client, vehicleIds) => {
      changed.push(vehicleIds.length);
      await rescore(client, vehicleIds);
    },
  });
  return changed;
}

test("what ingestion changes has its signals in the same transaction, predictions among them", async () => {
  expect(await ingested(ukHistory(1), ukHistory(2), ukHistory(3))).toEqual([3]);
  const rows = await database.look(
    `select count(distinct s.vehicle_id)::int as vehicles, count(distinct v.id)::int as known,
       bool_and(s.first_seen_at = v.created_at) as together,
       min(s.model_version) filter (where s.kind = 'FAILURE_PREDICTED') as version
     from vehicles v left join intent_signals s on s.vehicle_id = v.id`,
  );
  expect(rows).toEqual([
    { vehicles: 3, known: 3, together: true, version: expect.stringMatching(/\+failure-/) as unknown },
  ]);
});

test("what ingestion finds as it was is not scored again; one more test scores its vehicle alone", async () => {
  const { motTests, ...vehicle } = ukHistory(1);
  const [first, ...others] = motTests;
  await ingested({ ...vehicle, motTests: others }, ukHistory(2));
  expect(await ingested({ ...vehicle, motTests: others }, ukHistory(2))).toEqual([]);
  expect(await ingested({ ...vehicle, motTests: [first, ...others] }, ukHistory(2))).toEqual([1]);
});
