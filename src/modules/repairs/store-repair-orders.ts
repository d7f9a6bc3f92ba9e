import type pg from "pg";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import type { CountryCode, OdometerUnit } from "../vocabulary/index.ts";
import type { RepairLineRow } from "./repair-order.table.ts";

type LineColumn =
  | "operation"
  | "partCategory"
  | "partFamily"
  | "axle"
  | "side"
  | "spot"
  | "axleNumber"
  | "quantity"
  | "priceMinor"
  | "currency"
  | "measuredMm";

/** An order as its sender writes it, of a vehicle and a garage that are found already. */
export interface NewRepairOrder {
  readonly vehicle: {
    readonly id: string;
    readonly country: CountryCode;
    readonly areaCode: string;
    readonly make: string;
  };
  readonly garageId: string | null;
  /** The order's number at its sender, by which it is found again among its vehicle's. */
  readonly sourceKey: string;
  readonly closedOn: string;
  readonly reading: { readonly value: number; readonly unit: OdometerUnit; readonly km: number } | null;
  readonly lines: readonly Pick<RepairLineRow, LineColumn>[];
}

/** Who writes; null for what comes in files of the operator's. */
export interface Writer {
  readonly partnerId: string | null;
  readonly clientId: string | null;
}

export type StoreResult = "CREATED" | "UPDATED" | "UNCHANGED";

interface StoredOrder {
  readonly id: string;
  readonly content: string;
}

/** What became of one order of a batch. */
export interface StoredResult {
  /** What it did to what was known just before it, also by an earlier one of the batch. */
  readonly result: StoreResult;
  /** True where in the end the order is as it was stored: nothing is written, and nothing follows. */
  readonly isAsBefore: boolean;
}

/**
 * Writes orders with their lines and readings, and answers what each did. The caller holds the vehicles' rows locked, so
 * that two writers of one order take turns; it refreshes their summaries and signals afterwards.
 */
export async function storeRepairOrders(
  client: pg.ClientBase,
  writer: Writer,
  orders: readonly NewRepairOrder[],
): Promise<StoredResult[]> {
  if (orders.length === 0) return [];
  const stored = await readStored(client, writer, orders);
  const before = new Map(stored);
  const changed = new Map<string, object>();
  const results = orders.map((order) => {
    const key = keyOf(order.vehicle.id, order.sourceKey);
    const content = contentOf(order);
    const known = stored.get(key);
    if (known?.content === content) return { key, result: "UNCHANGED" as const };
    const id = known?.id ?? uuidV7();
    stored.set(key, { id, content });
    changed.set(key, rowOf(id, order));
    return { key, result: known === undefined ? ("CREATED" as const) : ("UPDATED" as const) };
  });
  const isAsBefore = (key: string) => before.get(key)?.content === stored.get(key)?.content;
  const others = [...changed].flatMap(([key, row]) => (isAsBefore(key) ? [] : [row]));
  if (others.length > 0) await write(client, writer, others);
  return results.map(({ key, result }) => ({ result, isAsBefore: isAsBefore(key) }));
}

const keyOf = (vehicleId: string, sourceKey: string) => `${vehicleId} ${sourceKey}`;

const STORED = `
  select o.id, o.vehicle_id as "vehicleId", o.source_key as "sourceKey",
    json_build_array(o.garage_id, o.closed_on, r.value, r.unit, coalesce(l.lines, '[]')) as content
  from repair_orders o
  left join odometer_readings r on r.vehicle_id = o.vehicle_id and r.id = o.id
  left join lateral (
    select json_agg(json_build_array(operation, part_category, axle, side, spot, axle_number, quantity, price_minor,
      currency, measured_mm) order by ordinal) as lines
    from repair_lines where repair_order_id = o.id
  ) l on true
  where o.source = 'PARTNER' and o.partner_id is not distinct from $1
    and (o.vehicle_id, o.source_key) in (select * from unnest($2::uuid[], $3::text[]))`;

async function readStored(
  client: pg.ClientBase,
  { partnerId }: Writer,
  orders: readonly NewRepairOrder[],
): Promise<Map<string, StoredOrder>> {
  const values = [
    partnerId,
    orders.map(({ vehicle }) => vehicle.id),
    orders.map(({ sourceKey }) => sourceKey),
  ];
  const { rows } = await client.query<{
    id: string;
    vehicleId: string;
    sourceKey: string;
    content: unknown;
  }>(STORED, values);
  return new Map(
    rows.map(({ id, vehicleId, sourceKey, content }) => [
      keyOf(vehicleId, sourceKey),
      { id, content: JSON.stringify(content) },
    ]),
  );
}

/** Everything that a sender says of an order, in the order in which STORED reads it. */
function contentOf({ garageId, closedOn, reading, lines }: NewRepairOrder): string {
  const said = lines.map((line) => [
    line.operation,
    line.partCategory,
    line.axle,
    line.side,
    line.spot,
    line.axleNumber,
    line.quantity,
    line.priceMinor,
    line.currency,
    line.measuredMm,
  ]);
  return JSON.stringify([garageId, closedOn, reading?.value ?? null, reading?.unit ?? null, said]);
}

function rowOf(id: string, { vehicle, garageId, sourceKey, closedOn, reading, lines }: NewRepairOrder) {
  const { id: vehicleId, country, areaCode, make } = vehicle;
  const numbered = lines.map((line, ordinal) => ({ ordinal, ...line }));
  return { id, vehicleId, country, areaCode, make, garageId, sourceKey, closedOn, reading, lines: numbered };
}

const GIVEN = `
  with given as (
    select * from jsonb_to_recordset($1) as given(id uuid, "vehicleId" uuid, country text, "areaCode" text, make text,
      "garageId" uuid, "sourceKey" text, "closedOn" date, reading jsonb, lines jsonb)
  )`;

const ORDERS = `${GIVEN}
  insert into repair_orders (id, vehicle_id, garage_id, partner_id, client_id, source, source_key, country, area_code,
    make, closed_on, odometer_km)
  select id, "vehicleId", "garageId", $2, $3, 'PARTNER', "sourceKey", country, "areaCode", make, "closedOn",
    (reading->>'km')::int
  from given
  on conflict (id) do update set garage_id = excluded.garage_id, client_id = excluded.client_id,
    area_code = excluded.area_code, make = excluded.make, closed_on = excluded.closed_on,
    odometer_km = excluded.odometer_km, updated_at = now()`;

const OLD_LINES = `${GIVEN} delete from repair_lines using given where repair_order_id = given.id`;

const LINES = `${GIVEN}
  insert into repair_lines (repair_order_id, ordinal, vehicle_id, garage_id, partner_id, source, area_code, make,
    closed_on, operation, part_category, part_family, axle, side, spot, axle_number, quantity, price_minor, currency,
    measured_mm)
  select id, ordinal, "vehicleId", "garageId", $2, 'PARTNER', "areaCode", make, "closedOn", operation, "partCategory",
    "partFamily", axle, side, spot, "axleNumber", quantity, "priceMinor", currency, "measuredMm"
  from given, jsonb_to_recordset(lines) as line(ordinal smallint, operation text, "partCategory" text,
    "partFamily" text, axle text, side text, spot text, "axleNumber" smallint, quantity int, "priceMinor" bigint,
    currency text, "measuredMm" double precision)`;

const OLD_READINGS = `${GIVEN}
  delete from odometer_readings r using given where r.vehicle_id = given."vehicleId" and r.id = given.id`;

const READINGS = `${GIVEN}
  insert into odometer_readings (id, vehicle_id, area_code, make, read_on, value, unit, km, source)
  select id, "vehicleId", "areaCode", make, "closedOn", (reading->>'value')::int, reading->>'unit',
    (reading->>'km')::int, 'PARTNER'
  from given where reading->>'km' is not null`;

async function write(
  client: pg.ClientBase,
  { partnerId, clientId }: Writer,
  rows: readonly object[],
): Promise<void> {
  const given = JSON.stringify(rows);
  await client.query(ORDERS, [given, partnerId, clientId]);
  await client.query(OLD_LINES, [given]);
  await client.query(LINES, [given, partnerId]);
  await client.query(OLD_READINGS, [given]);
  await client.query(READINGS, [given]);
}
