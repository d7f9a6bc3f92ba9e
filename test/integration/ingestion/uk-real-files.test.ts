import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingest, type IngestionFormat } from "../../../src/modules/ingestion/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { sharedData } from "../../support/shared-data.ts";
import { TODAY } from "../../support/server.ts";

const histories = sharedData("uk-mot-histories/histories.jsonl");
const stations = sharedData("uk-mot-stations/active-mot-stations-2025-04.csv");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function read(format: IngestionFormat, source: string) {
  const pool = database.pool("kimberlite_worker");
  return ingest({ pool, format, source, stdin: Readable.from([]), now: TODAY });
}

describe("the real British files", () => {
  test.skipIf(histories === null)("puts all 218 tests of 18 vehicles in, once", async () => {
    const first = await read("uk-mot-history", histories!);
    expect(first.byKind).toEqual({
      vehicle: { read: 18, inserted: 18, updated: 0, unchanged: 0, rejected: 0 },
      inspection: { read: 218, inserted: 218, updated: 0, unchanged: 0, rejected: 0 },
    });
    const second = await read("uk-mot-history", histories!);
    expect(second.byKind).toEqual({
      vehicle: { read: 18, inserted: 0, updated: 0, unchanged: 18, rejected: 0 },
      inspection: { read: 218, inserted: 0, updated: 0, unchanged: 218, rejected: 0 },
    });
  });

  test.skipIf(stations === null)(
    "puts every station in, and reports the table's two last rows that are none",
    async () => {
      const garage = { read: 22_986, updated: 0, rejected: 2 };
      const first = await read("uk-mot-stations", stations!);
      expect(first.byKind).toEqual({ garage: { ...garage, inserted: 22_984, unchanged: 0 } });
      const second = await read("uk-mot-stations", stations!);
      expect(second.byKind).toEqual({ garage: { ...garage, inserted: 0, unchanged: 22_984 } });
    },
  );
});
