import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { followRepairOrders, readRepairOrder, type RepairOrderRecord } from "../ingestion/index.ts";
import { kilometresOf } from "../odometer/index.ts";
import { storeRepairOrders, type NewRepairOrder } from "../repairs/index.ts";
import type { Item, ItemOutcome, WriteOptions } from "./items.ts";
import { holdVehicles, readNamedItems, type NamedInput, type NamedVehicle } from "./name-vehicles.ts";
import { ownGarages } from "./own-garages.ts";
import { writeBatch, type WriteBackDeps } from "./write-batch.ts";

type OrderItem = Item<RepairOrderRecord>;

/** Takes in what garages did to vehicles that the asker may see, and closes the signals of what was mended. */
export async function recordRepairOrders(
  deps: WriteBackDeps,
  asker: Principal,
  inputs: readonly NamedInput[],
  options: WriteOptions,
): Promise<readonly ItemOutcome[]> {
  const today = deps.now().toISOString().slice(0, 10);
  const items = await readNamedItems(deps, asker, inputs, (fields) => readRepairOrder(fields, today));
  return writeBatch(deps, items, options, async (client) => {
    const vehicles = await holdVehicles(client, deps, asker, items);
    const garages = await ownGarages(client, asker, items);
    const orders = new Map<OrderItem, NewRepairOrder>();
    for (const [item, vehicle] of vehicles) {
      const order = item.isTaken ? orderOf(item, vehicle, garages) : null;
      if (order !== null) orders.set(item, order);
    }
    await remarkDistances(client, orders);
    const results = await storeRepairOrders(client, asker, [...orders.values()]);
    const changed = [...orders.values()].filter((_, at) => results[at]?.isAsBefore === false);
    await followRepairOrders(client, changed, today, deps.rescore);
    const done = new Map(
      [...orders].map(([item, { vehicle }], at) => [item, { vehicle, result: results[at]?.result }]),
    );
    const outcomes = items.map((item) => {
      const { vehicle, result } = done.get(item) ?? {};
      return item.outcome(vehicle === undefined || result === undefined ? null : { id: vehicle.id, result });
    });
    return { outcomes, vehicleIds: [...orders.values()].map(({ vehicle }) => vehicle.id) };
  });
}

function orderOf(
  { record }: OrderItem,
  vehicle: NamedVehicle,
  garages: ReadonlyMap<string, string>,
): NewRepairOrder | null {
  if (record === null) return null;
  const { garage, sourceKey, closedOn, reading, lines } = record;
  return {
    vehicle,
    garageId: garage === null ? null : (garages.get(garage) ?? null),
    sourceKey,
    closedOn,
    reading: reading && { ...reading, km: kilometresOf(reading.value, reading.unit) },
    lines,
  };
}

const EARLIER_AND_FURTHER = `
  select given.place from unnest($1::uuid[], $2::date[], $3::int[]) with ordinality
    as given(vehicle_id, read_on, km, place)
  where exists (
    select from odometer_readings r
    where r.vehicle_id = given.vehicle_id and r.read_on < given.read_on and r.km > given.km
  )`;

async function remarkDistances(
  client: pg.ClientBase,
  orders: ReadonlyMap<OrderItem, NewRepairOrder>,
): Promise<void> {
  const read = [...orders].filter(([, { reading }]) => reading !== null);
  if (read.length === 0) return;
  const { rows } = await client.query<{ place: string }>(EARLIER_AND_FURTHER, [
    read.map(([, { vehicle }]) => vehicle.id),
    read.map(([, { closedOn }]) => closedOn),
    read.map(([, { reading }]) => reading?.km),
  ]);
  for (const { place } of rows) {
    const [item] = read[Number(place) - 1] ?? [];
    item?.remark("ODOMETER_DECREASE", "The distance is less than one read before. It was taken.", "odometer");
  }
}
