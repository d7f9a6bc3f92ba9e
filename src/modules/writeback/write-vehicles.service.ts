import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import {
  hashKey,
  hasChanged,
  keyOf,
  mergeBatch,
  readInspection,
  readVehicle,
  vehiclesDiffer,
  type VehicleRecord,
  type VehicleState,
} from "../ingestion/index.ts";
import { readItems, type Item, type ItemOutcome, type WriteOptions, type WriteResult } from "./items.ts";
import { nameVehicles, NO_SUCH_VEHICLE, readNamedItems, type NamedInput } from "./name-vehicles.ts";
import { writeBatch, type WriteBackDeps, type Written } from "./write-batch.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Makes vehicles known, or brings them up to what the asker says of them. */
export function upsertVehicles(
  deps: WriteBackDeps,
  asker: Principal,
  inputs: readonly Fields[],
  options: WriteOptions,
): Promise<readonly ItemOutcome[]> {
  const items = readItems(inputs, readVehicle);
  return writeBatch(deps, items, options, async (client) => {
    const named = await nameVehicles(client, deps, asker, identitiesIn(items));
    known(items).forEach((item, at) => {
      const { areaCode, facts } = item.record;
      const isInside =
        isWithin(asker.contract.areas, areaCode) && isWithin(asker.contract.makes, facts?.make);
      if (named[at] === "FOREIGN" || (named[at] === "UNKNOWN" && !isInside)) {
        item.refuse("NOT_FOUND", NO_SUCH_VEHICLE);
      }
    });
    return merge(client, deps, asker, items);
  });
}

/** Puts inspections into the histories of vehicles that the asker may see. */
export async function recordInspections(
  deps: WriteBackDeps,
  asker: Principal,
  inputs: readonly NamedInput[],
  options: WriteOptions,
): Promise<readonly ItemOutcome[]> {
  const today = deps.now().toISOString().slice(0, 10);
  const items = await readNamedItems(deps, asker, inputs, (fields) =>
    ownKeys(readInspection(fields, today), asker),
  );
  return writeBatch(deps, items, options, async (client) => {
    const named = await nameVehicles(client, deps, asker, identitiesIn(items));
    known(items).forEach((item, at) => {
      if (named[at] !== "VISIBLE" && item.errors.length === 0) item.refuse("NOT_FOUND", NO_SUCH_VEHICLE);
    });
    return merge(client, deps, asker, items);
  });
}

/** A partner's numbers are its own: another's same number is another inspection. */
function ownKeys(record: VehicleRecord, { partnerId }: Principal): VehicleRecord {
  const inspections = record.inspections.map((inspection) => {
    return { ...inspection, sourceKey: hashKey(partnerId, inspection.sourceKey) };
  });
  return { ...record, inspections };
}

type Known = Item<VehicleRecord> & { readonly record: VehicleRecord };
const known = (items: readonly Item<VehicleRecord>[]) =>
  items.filter((item): item is Known => item.record !== null);
const identitiesIn = (items: readonly Item<VehicleRecord>[]) =>
  known(items).map(({ record }) => record.identity);
const isWithin = (allowed: readonly string[] | null, value: string | null | undefined) =>
  allowed === null || (value != null && allowed.includes(value));

/** Stores what is taken, brings signals up to date and tells of it. */
async function merge(
  client: pg.ClientBase,
  deps: WriteBackDeps,
  asker: Principal,
  items: readonly Item<VehicleRecord>[],
): Promise<Written> {
  const taken = known(items).filter(({ isTaken }) => isTaken);
  const erased = await deps.findErased(
    client,
    taken.map(({ record }) => record.identity),
  );
  taken.forEach((item, at) => {
    if (erased.has(at))
      item.refuse("ERASED", "This vehicle's identity was erased: nothing about it is taken any more.");
  });
  const today = deps.now().toISOString().slice(0, 10);
  const states = new Map<Known, VehicleState>();
  const entries = taken.filter(({ isTaken }) => isTaken);
  await mergeBatch(
    client,
    [],
    entries.map((item) => ({
      record: item.record,
      reject: (rejection) => {
        item.reject(rejection);
      },
      applied: (state) => states.set(item, state),
    })),
    { today, onChanged: deps.rescore, partnerId: asker.partnerId },
  );
  const vehicleIds = [...new Set([...states.values()].map(({ row }) => row.id))];
  const outcomes = items.map((item) => {
    const state = states.get(item as Known);
    return item.outcome(state === undefined ? null : doneOf(item as Known, state));
  });
  return { outcomes, vehicleIds };
}

/** What the item did: to its inspection, where it has one, or else to its vehicle. */
function doneOf(item: Known, state: VehicleState): { id: string; result: WriteResult } {
  const [inspection] = item.record.inspections;
  if (inspection === undefined) {
    const { stored, row } = state;
    const isChanged = stored !== null && vehiclesDiffer(stored, row);
    return { id: row.id, result: stored === null ? "CREATED" : isChanged ? "UPDATED" : "UNCHANGED" };
  }
  const found = state.byKey.get(keyOf(inspection));
  if (found === undefined) return { id: state.row.id, result: "UNCHANGED" };
  const result = found.isNew ? "CREATED" : hasChanged(found) ? "UPDATED" : "UNCHANGED";
  if (result === "UNCHANGED") {
    item.remark("DUPLICATE_INSPECTION", "It is on record already; nothing was changed.");
  }
  remarkOdometer(item, state, found.inspection.reading);
  return { id: found.inspection.id, result };
}

function remarkOdometer(
  item: Known,
  { inspections }: VehicleState,
  reading: { readonly km: number; readonly readOn: string } | null,
): void {
  if (reading === null) return;
  const isLess = inspections.some(
    ({ reading: other }) => other !== null && other.readOn < reading.readOn && other.km > reading.km,
  );
  if (isLess) {
    item.remark("ODOMETER_DECREASE", "The distance is less than one read before. It was taken.", "odometer");
  }
}
