import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRescoring } from "../../../src/app/rescoring.ts";
import { listRejectedRows, type IngestionSummary } from "../../../src/modules/ingestion/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { ingestFile } from "../../support/ingestion.ts";
import { failed } from "../writeback/writing.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const vehicle = { country: "FR", registration: "RP-101-RP" };
const CAR = { type: "vehicle", ...vehicle, vin: "VF1ZZZZZZ00000001", make: "Renault", model: "Clio" };
const GARAGE = { type: "garage", externalId: "G-1", country: "FR", name: "Au Pont", kinds: ["REPAIR"] };
const FAILED = { type: "inspection", ...failed(vehicle) };
const LINE = {
  partCategory: "BRAKE_PAD_SET",
  operation: "REPLACE",
  position: { axle: "FRONT" },
  price: 189.9,
};
const ORDER = {
  type: "repairOrder",
  id: "R-1",
  vehicle,
  garage: { externalId: "G-1" },
  closedOn: "2026-06-10",
  odometer: { value: 90_400, unit: "KM" },
  lines: [LINE, { partCategory: "TYRE", operation: "CHECK" }],
};

const rescore = openRescoring(() => new Date("2026-06-15T10:00:00Z"));

function ingested(...rows: readonly object[]): Promise<IngestionSummary> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const stdin = Readable.from([Buffer.from(text)], { objectMode: false });
  return ingestFile(database, "kimberlite", "-", { stdin, onChanged: rescore });
}

const stored = () =>
  database.look(
    `select o.source_key, o.source, o.partner_id, o.closed_on::text, o.odometer_km, g.name, l.ordinal, l.operation,
       l.part_category, l.axle, l.price_minor::int, l.currency, l.partner_id as line_partner_id
     from repair_orders o join repair_lines l on l.repair_order_id = o.id join garages g on g.id = o.garage_id
     order by o.source_key, l.ordinal`,
  );
const repair = () =>
  database.look(
    `select s.status, h.reason from intent_signals s
     left join signal_history h on h.signal_id = s.id and h.to_status = 'FULFILLED'
     where kind = 'REPAIR_REQUIRED'`,
  );

test("an order of a file is kept with its lines, moves the distance, closes what it mended and is told of", async () => {
  await ingested(GARAGE, CAR, FAILED);
  expect(await repair()).toEqual([{ status: "OPEN", reason: null }]);
  const summary = await ingested(ORDER);
  expect(summary.byKind).toEqual({
    repairOrder: { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: 0 },
  });
  const order = {
    source_key: "R-1",
    source: "PARTNER",
    partner_id: null,
    line_partner_id: null,
    closed_on: "2026-06-10",
    odometer_km: 90_400,
    name: "Au Pont",
  };
  expect(await stored()).toEqual([
    {
      ...order,
      ordinal: 0,
      operation: "REPLACE",
      part_category: "BRAKE_PAD_SET",
      axle: "FRONT",
      price_minor: 18_990,
      currency: "EUR",
    },
    {
      ...order,
      ordinal: 1,
      operation: "CHECK",
      part_category: "TYRE",
      axle: null,
      price_minor: null,
      currency: null,
    },
  ]);
  expect(await repair()).toEqual([{ status: "FULFILLED", reason: "REPAIRED" }]);
  expect(await database.look("select odometer_km from vehicles")).toEqual([{ odometer_km: 90_400 }]);
  expect(await database.look("select count(*)::int from events where type = 'VEHICLE_UPDATED'")).toEqual([
    { count: 1 },
  ]);
});

test("the same file twice changes nothing, also where it contradicts itself", async () => {
  const corrected = { ...ORDER, lines: [{ ...LINE, price: 200 }] };
  const file = [GARAGE, CAR, FAILED, ORDER, { ...ORDER, id: "R-2" }, corrected];
  const first = await ingested(...file);
  expect(first.byKind.repairOrder).toEqual({ read: 3, inserted: 2, updated: 1, unchanged: 0, rejected: 0 });
  const before = [await stored(), await database.look("select count(*)::int from events")];
  const again = await ingested(...file);
  expect(again.byKind.repairOrder).toEqual({ read: 3, inserted: 0, updated: 0, unchanged: 3, rejected: 0 });
  expect(again).toMatchObject({ inserted: 0, updated: 0 });
  expect([await stored(), await database.look("select count(*)::int from events")]).toEqual(before);
  expect(await stored()).toMatchObject([
    { source_key: "R-1", price_minor: 20_000 },
    { source_key: "R-2", ordinal: 0 },
    { source_key: "R-2", ordinal: 1 },
  ]);
});

test("an order whose vehicle or garage is not known, or whose VIN is another's, is refused alone", async () => {
  const summary = await ingested(
    GARAGE,
    CAR,
    { ...ORDER, id: "R-1", vehicle: { country: "FR", registration: "RP-999-RP" } },
    { ...ORDER, id: "R-2", garage: { externalId: "G-9" } },
    { ...ORDER, id: "R-3", vehicle: { ...vehicle, vin: "VF1ZZZZZZ00000009" } },
    { ...ORDER, id: "R-4", vehicle: { country: "FR", vin: CAR.vin } },
    { ...ORDER, id: "R-5", closedOn: "2026-06-16" },
  );
  expect(summary.byKind.repairOrder).toEqual({ read: 5, inserted: 1, updated: 0, unchanged: 0, rejected: 4 });
  const report = await listRejectedRows(database.pool("kimberlite_worker"), summary.runId, { limit: 10 });
  expect(report.map(({ lineNumber, code }) => [lineNumber, code])).toEqual([
    [3, "VEHICLE_UNKNOWN"],
    [4, "GARAGE_UNKNOWN"],
    [5, "VIN_MISMATCH"],
    [7, "DATE_IN_FUTURE"],
  ]);
  expect((await stored()).map(({ source_key: id }) => id)).toEqual(["R-4", "R-4"]);
});
