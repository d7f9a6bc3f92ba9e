import { setImmediate } from "node:timers/promises";
import { uuidV7 } from "../../../platform/db/uuid-v7.ts";
import type { NewEvent } from "../../events/index.ts";
import { deriveHistory, NO_HISTORY, type VehicleHistory } from "../../inspections/index.ts";
import type { InspectionRecord, VehicleRecord } from "../record.ts";
import type { Rejection } from "../rejection.ts";
import { applyInspection, hasChanged, newInspection, settle, storedInspection } from "./apply-inspection.ts";
import { addCounts, countsOf, noCounts, type Counts } from "./counting.ts";
import { eventsOf, oldestNews } from "./events-of.ts";
import type { GarageIds } from "./find-garages.ts";
import { isSameVin, VehicleDirectory } from "./find-vehicles.ts";
import {
  newVehicle,
  vehiclesDiffer,
  withRecord,
  type StoredVehicle,
  type VehicleState,
} from "./vehicle-state.ts";
import { rowsOf, type DerivedVehicle, type VehicleRows } from "./write-vehicles.ts";

/** A record and the place to put what is wrong with it. */
export interface Entry<Record> {
  readonly record: Record;
  readonly reject: (rejection: Rejection) => void;
}

export interface VehicleEntry extends Entry<VehicleRecord> {
  /** Is given what the record became part of, to be looked at once the batch is written. */
  readonly applied?: (state: VehicleState) => void;
}

/** What is stored of the vehicles that a batch's records may speak of. */
export interface StoredVehicles {
  readonly vehicles: readonly StoredVehicle[];
  /** By vehicle. */
  readonly histories: ReadonlyMap<string, VehicleHistory>;
}

/** All that a batch's records come to. */
export interface PreparedVehicles {
  readonly rows: VehicleRows;
  readonly events: readonly NewEvent[];
  /** Ids of vehicles whose records are others than before. */
  readonly changed: readonly string[];
  readonly counts: Counts;
}

/** Less than a millisecond's worth; then the thread is let go of, since a batch may be under way that waits to be fed. */
const VEHICLES_AT_A_TIME = 16;
const RECORDS_AT_A_TIME = 64;

/**
 * Works out what records make of what is stored. Asks nobody and writes nothing.
 * @param today YYYY-MM-DD
 */
export async function prepareVehicles(
  entries: readonly VehicleEntry[],
  stored: StoredVehicles,
  garageIds: GarageIds,
  today: string,
): Promise<PreparedVehicles> {
  const states = await applyAll(entries, stored, garageIds);
  const oldest = oldestNews(today);
  const counts = noCounts();
  const changed: string[] = [];
  const events: NewEvent[] = [];
  const vehicles: DerivedVehicle[] = [];
  for (const state of states) {
    if (settleAndCount(state, counts)) changed.push(state.row.id);
    events.push(...eventsOf(state, oldest));
    vehicles.push({ state, derived: deriveHistory(state.row, state) });
    if (vehicles.length % VEHICLES_AT_A_TIME === 0) await setImmediate();
  }
  return { rows: await rowsOf(vehicles), events, changed, counts };
}

/** Answers whether any of the vehicle's records is another than before. */
function settleAndCount(state: VehicleState, counts: Counts): boolean {
  const isChanged = state.stored !== null && vehiclesDiffer(state.stored, state.row);
  counts.vehicle = addCounts(counts.vehicle, countsOf(state, state.stored === null, isChanged));
  let isOther = state.stored === null || isChanged;
  for (const inspection of state.byKey.values()) {
    settle(inspection);
    const isCorrected = hasChanged(inspection);
    const outcome = countsOf(inspection, inspection.isNew, isCorrected);
    counts.inspection = addCounts(counts.inspection, outcome);
    isOther ||= inspection.isNew || isCorrected;
  }
  return isOther;
}

async function applyAll(
  entries: readonly VehicleEntry[],
  { vehicles, histories }: StoredVehicles,
  garageIds: GarageIds,
): Promise<readonly VehicleState[]> {
  const directory = new VehicleDirectory();
  const states = new Set<VehicleState>();
  for (const row of vehicles.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    const { inspections, otherReadings } = histories.get(row.id) ?? NO_HISTORY;
    directory.add(stateOf(row, [...inspections], otherReadings));
  }
  for (const [place, entry] of entries.entries()) {
    if (place % RECORDS_AT_A_TIME === RECORDS_AT_A_TIME - 1) await setImmediate();
    const state = applyVehicle(entry, directory);
    if (state === null) continue;
    states.add(state);
    entry.applied?.(state);
    for (const inspection of entry.record.inspections) applyTo(state, inspection, entry, garageIds);
  }
  return [...states].filter(isWorthARow);
}

/** A vehicle that is only known from a finding that was refused is no vehicle yet. */
function isWorthARow({ stored, records, byKey }: VehicleState): boolean {
  return stored !== null || records > 0 || byKey.size > 0;
}

function stateOf(
  stored: StoredVehicle,
  inspections: VehicleState["inspections"],
  otherReadings: VehicleState["otherReadings"],
): VehicleState {
  const byKey = new Map(
    inspections.map((inspection) => [keyOf(inspection), storedInspection(inspection)] as const),
  );
  return { stored, row: stored, inspections, otherReadings, byKey, records: 0, changes: 0 };
}

/** How an inspection is found among its vehicle's. */
export const keyOf = ({ source, sourceKey }: Pick<InspectionRecord, "source" | "sourceKey">) =>
  `${source} ${sourceKey}`;

/** Finds or makes the vehicle and brings it up to the record; null where the record was refused. */
function applyVehicle({ record, reject }: VehicleEntry, directory: VehicleDirectory): VehicleState | null {
  const known = directory.find(record.identity);
  if (known !== null && !isSameVin(known.row.vin, record.identity.vin)) {
    const reason = "the plate is known with another VIN";
    reject({ kind: record.facts === null ? "inspection" : "vehicle", code: "VIN_MISMATCH", reason });
    return null;
  }
  const state: VehicleState = known ?? {
    stored: null,
    row: newVehicle(uuidV7(), record),
    inspections: [],
    otherReadings: [],
    byKey: new Map(),
    records: 0,
    changes: 0,
  };
  const row = withRecord(state.row, record, known === null || isNewerThan(record, known));
  const isChanged = known === null || vehiclesDiffer(row, state.row);
  if (isChanged) state.row = row;
  if (record.facts !== null) {
    state.records += 1;
    if (isChanged) state.changes += 1;
  }
  if (isChanged) directory.add(state);
  return state;
}

/**
 * Whether the record's plate and area are the vehicle's present ones. A record of an inspection has those of that day, so it
 * must not be older than what is known; a record without a date speaks of today.
 */
function isNewerThan({ inspections }: VehicleRecord, { inspections: known }: VehicleState): boolean {
  const latest = (days: readonly { readonly performedOn: string }[]) =>
    days.reduce((last, { performedOn }) => (performedOn > last ? performedOn : last), "");
  return inspections.length === 0 || latest(inspections) >= latest(known);
}

function applyTo(
  state: VehicleState,
  record: InspectionRecord,
  { reject }: VehicleEntry,
  garageIds: GarageIds,
): void {
  const key = keyOf(record);
  const known = state.byKey.get(key);
  const garageId = garageIds.of(record.garage);
  if (known !== undefined) {
    applyInspection(known, record, garageId);
    return;
  }
  const { result } = record;
  if (result === null) {
    const reason = "the finding belongs to an inspection that was not reported; reports go first";
    reject({ kind: "inspection", code: "INSPECTION_UNKNOWN", reason });
    return;
  }
  const made = newInspection({ ...record, result }, state.row.country, garageId);
  state.byKey.set(key, made);
  state.inspections.push(made.inspection);
}
