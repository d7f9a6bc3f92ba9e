import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ingestText } from "../../support/ingestion.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** Weighs more than the first batch: while that is written, the next is made ready as if nothing were stored. */
const VEHICLES = 1500;
const plateOf = (number: number) => `ZU${String(number).padStart(4, "0")}`;
const VIN = "VF1ZZZZZZ00000000";
const OTHER_VIN = "VF1ZZZZZZ00000001";

function inspection(number: number, year: number, more: object = {}): object {
  return {
    ...{ type: "inspection", id: `${number}-${year}`, kind: "PERIODIC", result: "PASS" },
    vehicle: { country: "FR", registration: plateOf(number) },
    performedOn: `${year}-05-02`,
    garage: { externalId: "G1" },
    ...more,
  };
}

const kimberlite = (rows: readonly object[]) =>
  ingestText(database, "kimberlite", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const garage = {
  type: "garage",
  country: "FR",
  externalId: "G1",
  name: "Garage",
  kinds: ["INSPECTION"],
};
const everyVehicle = Array.from({ length: VEHICLES }, (_, number) => number);

describe("a batch that is made ready while the one before is written", () => {
  test("goes on with the vehicles that the one before brought", async () => {
    const defects = [{ scheme: "FR_CT", code: "1.1.13.a.1" }];
    const summary = await kimberlite([
      ...everyVehicle.map((number) => inspection(number, 2020, number === 1 ? { defects } : {})),
      ...everyVehicle.slice(0, 3).map((number) => inspection(number, 2022, { defects })),
    ]);
    expect(summary.byKind.inspection).toMatchObject({ read: VEHICLES + 3, inserted: VEHICLES + 3 });
    expect(
      await database.look(
        `select count(*)::integer as vehicles,
           (select count(*)::integer from defects where repeat_of is not null) as repeated from vehicles`,
      ),
    ).toEqual([{ vehicles: VEHICLES, repeated: 1 }]);
  });

  test("knows the garages that came with it", async () => {
    await kimberlite([...everyVehicle.map((number) => inspection(number, 2020)), garage]);
    const [count] = await database.look(
      "select count(*)::integer as without, min(source_key) as first from inspections where garage_id is null",
    );
    expect(count).toMatchObject({ first: "0-2020" });
    expect(count?.["without"]).toBeLessThan(VEHICLES);
  });

  test("refuses what it refuses once, with its line", async () => {
    const named = (vin: string) => ({ vehicle: { country: "FR", registration: "ZU-VIN", vin } });
    const summary = await kimberlite([
      ...everyVehicle.map((number) => inspection(number, 2020)),
      inspection(VEHICLES, 2020, named(VIN)),
      inspection(VEHICLES, 2021, named(OTHER_VIN)),
    ]);
    expect(summary).toMatchObject({ inserted: VEHICLES + 1, rejected: 1 });
    expect(await database.look("select code, line_number as line from rejected_rows")).toEqual([
      { code: "VIN_MISMATCH", line: VEHICLES + 2 },
    ]);
  });
});
