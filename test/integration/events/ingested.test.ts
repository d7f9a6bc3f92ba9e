import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ingestText } from "../../support/ingestion.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** What one file makes partners hear of. */
async function toldBy(...rows: object[]): Promise<unknown[]> {
  const [before] = await database.look("select coalesce(max(seq), 0) as seq from events");
  await ingestText(database, "kimberlite", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const told = await database.look(
    `select e.type, e.make, e.area_code, i.certificate_number as number, v.registration
     from events e left join inspections i on i.vehicle_id = e.vehicle_id and i.id = e.subject_id
     join vehicles v on v.id = e.vehicle_id where e.seq > $1 order by e.seq`,
    [before?.["seq"]],
  );
  return told.map((row) => Object.values(row).filter(Boolean).join(" "));
}

const vehicle = { type: "vehicle", country: "FR", registration: "ZZ000ZZ", make: "Renault", model: "Clio" };
const inspection = {
  type: "inspection",
  vehicle: { country: "FR", registration: "ZZ000ZZ" },
  kind: "PERIODIC",
  result: "PASS",
};

test("recent inspections, corrections and changed vehicles are told; history, new vehicles and the same again are not", async () => {
  const recent = { ...inspection, id: "A-1", certificateNumber: "C1", performedOn: "2026-06-01" };
  const old = { ...inspection, id: "A-2", certificateNumber: "C2", performedOn: "2024-06-01" };

  expect(await toldBy(vehicle, recent, old)).toEqual(["INSPECTION_RECORDED RENAULT FR C1 ZZ000ZZ"]);
  expect(await toldBy(vehicle, recent, old)).toEqual([]);
  expect(await toldBy({ ...recent, result: "FAIL_MAJOR" })).toEqual([
    "INSPECTION_RECORDED RENAULT FR C1 ZZ000ZZ",
  ]);
  expect(await toldBy({ ...vehicle, colour: "Rouge" })).toEqual(["VEHICLE_UPDATED RENAULT FR ZZ000ZZ"]);
  const [told] = await database.look("select string_agg(e::text, '') as text from events e");
  expect(told?.["text"]).not.toMatch(/ZZ000ZZ/);
});
