import type pg from "pg";
import { uuidV7 } from "../../../platform/db/uuid-v7.ts";
import { appendEvents } from "../../events/index.ts";
import { deriveHistory, loadHistories, NO_HISTORY } from "../../inspections/index.ts";
import type { InspectionRecord, VehicleRecord } from "../record.ts";
import type { Rejection } from "../rejection.ts";
import { applyInspection, hasChanged, newInspection, settle, storedInspection } from "./apply-inspection.ts";
import { eventsOf } from "./events-of.ts";
import { addCounts, countsOf, noCounts, type Counts } from "./counting.ts";
import { isSameVin, loadVehicles, VehicleDirectory } from "./find-vehicles.ts";
import type { GarageIds } from "./find-garages.ts";
import {
  newVehicle,
  vehiclesDiffer,
  withRecord,
  type StoredVehicle,
  type VehicleState,
} from "./vehicle-state.ts";
import { writeVehicles } from "./write-vehicles.ts";

/** A record and the place to put what is wrong with it. */
export interface Entry<Record> {
  readonly record: Record;
  readonly reject: (rejection: Rejection) => void;
}

export interface VehicleEntry extends Entry<VehicleRecord> {
  /** Is given what the record became part of, to be looked at once the batch is written. */
  readonly applied?: (state: VehicleState) => void;
}

/** What rests on vehicles' records follows, in the transaction that changed them. */
export type OnChanged = (client: pg.ClientBase, vehicleIds: readonly string[]) => Promise<void>;

/**
 * Writes vehicles with their inspections. A vehicle is found by its plate, then by its VIN; an inspection by its source and
 * the key it has there. Nothing is deleted but defects that the source has replaced by others.
 */
export async function mergeVehicles(
  client: pg.ClientBase,
  entries: readonly VehicleEntry[],
  garageIds: GarageIds,
  today: string,
  onChanged: OnChanged,
): Promise<Counts> {
  if (entries.length === 0) return noCounts();
  const loaded = await loadVehicles(
    client,
    entries.map(({ record }) => record),
  );
  const histories = await loadHistories(
    client,
    loaded.map(({ id }) => id),
  );
  const directory = new VehicleDirectory();
  const states = new Set<VehicleState>();
  for (const row of loaded.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    const { inspections, otherReadings } = histories.get(row.id) ?? NO_HISTORY;
    directory.add(stateOf(row, [...inspections], otherReadings));
  }
  for (const entry of entries) {
    const state = applyVehicle(entry, directory);
    if (state === null) continue;
    states.add(state);
    entry.applied?.(state);
    for (const inspection of entry.record.inspections) applyTo(state, inspection, entry, garageIds);
  }
  return finish(client, states, today, onChanged);
}

async function finish(
  client: pg.ClientBase,
  states: ReadonlySet<VehicleState>,
  today: string,
  onChanged: OnChanged,
): Promise<Counts> {
  const counts = noCounts();
  const changed: string[] = [];
  const vehicles = [...states].filter(isWorthARow).map((state) => {
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
    if (isOther) changed.push(state.row.id);
    return { state, derived: deriveHistory(state.row, state) };
  });
  await writeVehicles(client, vehicles);
  await appendEvents(
    client,
    vehicles.flatMap(({ state }) => eventsOf(state, today)),
  );
  if (changed.length > 0) await onChanged(client, changed);
  return counts;
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
