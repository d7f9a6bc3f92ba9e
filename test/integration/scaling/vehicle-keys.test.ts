import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

/*
 * Parts of a table, and servers that share it, enforce a unique key only where it holds what the rows are divided by.
 * Rows of a vehicle are divided by vehicle. So each unique key without it is one more thing in the way of that: it
 * stands here with its reason, and nowhere else.
 */
const WITHOUT_VEHICLE: Record<string, string> = {
  consents_pkey: "partners name a consent by its id alone",
  declarations_pkey: "partners name a request by its id alone",
  declarations_partner_id_external_id_key:
    "a partner's number is one request's, whichever vehicle it is about: sent twice, it is the same one",
  events_tx_seq_occurred_at_pk:
    "the log is divided by day, in which it is dropped; some events are about no vehicle",
  intent_signals_pkey:
    "partners name a signal by its id alone; lists go across vehicles, so the table is whole",
  repair_lines_repair_order_id_ordinal_pk: "a line belongs to its order, which is found by its id",
  repair_orders_pkey: "partners name an order by its id alone",
  signal_claims_pkey: "partners name a claim by its id alone",
  signal_claims_signal_id_key: "one open claim a signal, and a signal is named by its id alone",
  signal_outcomes_pkey: "an outcome outlives its vehicle's erasure without the vehicle",
};

const UNIQUE_KEYS = `
  select t.relname as table, i.relname as key, a.attnum = any (x.indkey) as "hasVehicle"
  from pg_class t
  join pg_attribute a on a.attrelid = t.oid and a.attname = 'vehicle_id'
  join pg_index x on x.indrelid = t.oid and x.indisunique
  join pg_class i on i.oid = x.indexrelid
  where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
  order by i.relname`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const keysWithoutVehicle = async () =>
  (await database.look(UNIQUE_KEYS)).filter(({ hasVehicle }) => hasVehicle === false).map(({ key }) => key);

test("every unique key of a vehicle's rows holds the vehicle, but for those that say why not", async () => {
  expect(await keysWithoutVehicle()).toEqual(Object.keys(WITHOUT_VEHICLE).toSorted());
});

test("the tables that are divided by vehicle have no unique key without it", async () => {
  const rows = await database.look(
    `select t.relname as table from pg_partitioned_table p join pg_class t on t.oid = p.partrelid
     where p.partstrat = 'h' order by 1`,
  );
  const divided = rows.map(({ table }) => table);
  expect(divided).toEqual(["defects", "inspections", "odometer_readings"]);
  const keys = (await database.look(UNIQUE_KEYS)).filter(({ table }) => divided.includes(table));
  expect(keys.map(({ key, hasVehicle }) => [key, hasVehicle])).toEqual([
    ["defects_vehicle_id_inspection_id_ordinal_pk", true],
    ["inspections_vehicle_id_id_pk", true],
    ["inspections_vehicle_id_source_source_key_key", true],
    ["odometer_readings_vehicle_id_id_pk", true],
  ]);
});

test("a new table of a vehicle's rows with a key of its own is noticed", async () => {
  await database.look("create table tyres (id uuid primary key, vehicle_id uuid, unique (vehicle_id, id))");
  expect(await keysWithoutVehicle()).toContain("tyres_pkey");
  await database.look("drop table tyres");
});
