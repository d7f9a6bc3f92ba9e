import type pg from "pg";
import { kilometresOf } from "../../odometer/index.ts";
import { storeRepairOrders, type NewRepairOrder, type StoredResult } from "../../repairs/index.ts";
import type { RecordCounts } from "../ingestion.table.ts";
import type { RepairOrderRecord } from "../record.ts";
import { addCounts, NOTHING } from "./counting.ts";
import { findGarages, type GarageIds } from "./find-garages.ts";
import { followRepairOrders } from "./follow-repair-orders.ts";
import { isSameVin, loadVehicles, VehicleDirectory, type FoundVehicle } from "./find-vehicles.ts";
import type { OnChanged } from "./merge-vehicles.ts";
import type { Entry } from "./prepare-vehicles.ts";

type OrderEntry = Entry<RepairOrderRecord>;

/** The operator's own files: nobody is to be named as their writer. */
const OPERATOR = { partnerId: null, clientId: null };

/**
 * Writes repair orders of an operator's file, with what follows from them. Vehicle and garage must be known: an order makes
 * neither.
 */
export async function mergeRepairOrders(
  client: pg.ClientBase,
  entries: readonly OrderEntry[],
  today: string,
  onChanged: OnChanged = () => Promise.resolve(),
): Promise<RecordCounts> {
  if (entries.length === 0) return NOTHING;
  const records = entries.map(({ record }) => record);
  const directory = new VehicleDirectory<FoundVehicle>();
  for (const row of await loadVehicles(client, records)) directory.add({ row });
  const garageIds = await findGarages(client, records.map(garageOf), OPERATOR.partnerId);
  const orders = entries.flatMap((entry) => orderOf(entry, directory, garageIds) ?? []);
  const results = await storeRepairOrders(client, OPERATOR, orders);
  const changed = orders.filter((_, at) => results[at]?.isAsBefore === false);
  await followRepairOrders(client, changed, today, onChanged);
  return results.map(countOf).reduce(addCounts, NOTHING);
}

const garageOf = ({ garage }: RepairOrderRecord) =>
  garage === null ? null : ({ source: "PARTNER", externalId: garage } as const);

/** Null where it was refused. */
function orderOf(
  { record, reject }: OrderEntry,
  directory: VehicleDirectory<FoundVehicle>,
  garageIds: GarageIds,
): NewRepairOrder | null {
  const { identity, reading, lines, sourceKey, closedOn } = record;
  const vehicle = directory.find(identity)?.row;
  const garageId = garageIds.of(garageOf(record));
  if (vehicle === undefined) {
    const reason = "the vehicle is not known; vehicles go first";
    reject({ kind: "repairOrder", code: "VEHICLE_UNKNOWN", reason });
  } else if (!isSameVin(vehicle.vin, identity.vin)) {
    const reason = "the plate is known with another VIN";
    reject({ kind: "repairOrder", code: "VIN_MISMATCH", reason });
  } else if (record.garage !== null && garageId === null) {
    const reason = "the garage is not known; garages go first";
    reject({ kind: "repairOrder", code: "GARAGE_UNKNOWN", reason });
  } else {
    const read = reading && { ...reading, km: kilometresOf(reading.value, reading.unit) };
    return { vehicle, garageId, sourceKey, closedOn, reading: read, lines };
  }
  return null;
}

/** What counts is the end, as of vehicles and inspections: a file that contradicts itself updates nothing when read again. */
function countOf({ result, isAsBefore }: StoredResult): Partial<RecordCounts> {
  if (isAsBefore) return { read: 1, unchanged: 1 };
  const [inserted, updated] = [result === "CREATED" ? 1 : 0, result === "UPDATED" ? 1 : 0];
  return { read: 1, inserted, updated, unchanged: 1 - inserted - updated };
}
