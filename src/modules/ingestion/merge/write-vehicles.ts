import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import { binaryRows, copyBinary } from "../../../platform/db/copy-binary.ts";
import { updateRows, type TypedColumns } from "../../../platform/db/update-rows.ts";
import {
  collectChanges,
  noChanges,
  writeChanges,
  type DerivedHistory,
  type HistoryInspection,
  type VehicleSummary,
} from "../../inspections/index.ts";
import {
  CARRIED_COLUMNS,
  CHILD_KEY,
  INSPECTION_COLUMNS,
  NEW_DEFECT,
  NEW_INSPECTION,
  NEW_READING,
  NEW_VEHICLE,
  OWN_KEY,
  PARENT_KEY,
  READING_COLUMNS,
  TOUCHED,
  VEHICLE_COLUMNS,
  type DefectOf,
  type InspectionOf,
  type OfVehicle,
  type ReadingOf,
} from "./vehicle-columns.ts";
import {
  vehiclesDiffer,
  type InspectionState,
  type VehicleColumns,
  type VehicleState,
} from "./vehicle-state.ts";

/** A vehicle with what its history says, ready to be written. */
export interface DerivedVehicle {
  readonly state: VehicleState;
  readonly derived: DerivedHistory;
}

/** What vehicles become: new rows as COPY takes them, and changes of stored ones. */
export interface VehicleRows {
  readonly staged: readonly StagedRows[];
  readonly changes: ChangedRows;
}

/** New rows of one table. */
interface StagedRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly pieces: readonly Buffer[];
}

/** Lets go of the thread now and then: a batch may be under way that waits to be fed. */
export async function rowsOf(vehicles: readonly DerivedVehicle[]): Promise<VehicleRows> {
  const { newVehicles, newInspections, newReadings, newDefects, ...changes } = sortedOut(vehicles);
  const staged = [
    await stagedRows("vehicles", NEW_VEHICLE, newVehicles),
    await stagedRows("inspections", NEW_INSPECTION, newInspections),
    await stagedRows("odometer_readings", NEW_READING, newReadings),
    await stagedRows("defects", NEW_DEFECT, newDefects),
  ];
  return { staged: staged.filter(({ pieces }) => pieces.length > 0), changes };
}

async function stagedRows<Row>(
  table: string,
  columns: TypedColumns<Row>,
  rows: readonly Row[],
): Promise<StagedRows> {
  const pieces: Buffer[] = [];
  for (const piece of rows.length > 0 ? binaryRows(columns, rows) : []) {
    pieces.push(piece);
    await setImmediate();
  }
  return { table, columns: columns.map(([name]) => name), pieces };
}

/** Writes what is new or different. */
export async function writeVehicles(client: pg.ClientBase, { staged, changes }: VehicleRows): Promise<void> {
  for (const { table, columns, pieces } of staged) {
    await copyBinary(client, `staged_${table}`, columns, pieces);
  }
  // Before the new rows, which carry the new area, and take the places of the defects.
  for (const table of ["inspections", "odometer_readings", "defects"]) {
    await updateRows(client, table, PARENT_KEY, CARRIED_COLUMNS, changes.movedVehicles);
  }
  await removeDefects(client, changes.strippedInspections);
  if (staged.length > 0) await client.query(staged.map(insertStaged).join(";"));
  await updateRows(client, "vehicles", OWN_KEY, VEHICLE_COLUMNS, changes.changedVehicles, TOUCHED);
  await updateRows(client, "inspections", CHILD_KEY, INSPECTION_COLUMNS, changes.changedInspections, TOUCHED);
  await updateRows(client, "odometer_readings", CHILD_KEY, READING_COLUMNS, changes.changedReadings);
  await writeChanges(client, changes.derivedChanges);
}

function insertStaged({ table, columns }: StagedRows): string {
  const names = columns.join(", ");
  return `insert into ${table} (${names}) select ${names} from staged_${table}`;
}

interface ChangedRows {
  readonly changedVehicles: VehicleColumns[];
  /** Those whose area or make changed: their children carry both. */
  readonly movedVehicles: OfVehicle[];
  readonly changedInspections: InspectionOf[];
  readonly changedReadings: ReadingOf[];
  /** Those whose stored defects give way to others. */
  readonly strippedInspections: InspectionOf[];
  readonly derivedChanges: ReturnType<typeof noChanges>;
}

interface SortedRows extends ChangedRows {
  readonly newVehicles: (VehicleColumns & VehicleSummary)[];
  readonly newInspections: InspectionOf[];
  readonly newReadings: ReadingOf[];
  readonly newDefects: DefectOf[];
}

function sortedOut(vehicles: readonly DerivedVehicle[]): SortedRows {
  const rows: SortedRows = {
    newVehicles: [],
    changedVehicles: [],
    movedVehicles: [],
    newInspections: [],
    changedInspections: [],
    newReadings: [],
    changedReadings: [],
    strippedInspections: [],
    newDefects: [],
    derivedChanges: noChanges(),
  };
  for (const { state, derived } of vehicles) {
    const { stored, row } = state;
    const carried = { vehicleId: row.id, areaCode: row.areaCode, make: row.make };
    for (const inspection of state.byKey.values()) sortInspection(rows, inspection, carried, derived);
    if (stored === null) {
      rows.newVehicles.push({ ...row, ...derived.summary });
      continue;
    }
    if (vehiclesDiffer(stored, row)) rows.changedVehicles.push(row);
    if (stored.areaCode !== row.areaCode || stored.make !== row.make) rows.movedVehicles.push(carried);
    collectChanges(rows.derivedChanges, stored, state, derived);
  }
  return rows;
}

function sortInspection(
  rows: SortedRows,
  state: InspectionState,
  carried: OfVehicle,
  derived: DerivedHistory,
): void {
  const { inspection, isNew } = state;
  if (isNew) Object.assign(inspection, derivedOf(derived, inspection.id));
  const row = { of: carried, row: inspection };
  if (isNew) rows.newInspections.push(row);
  else if (state.isChanged) rows.changedInspections.push(row);
  if (state.isDefectsReplaced) rows.strippedInspections.push(row);
  sortReading(rows, state, carried, derived);
  for (const defect of inspection.defects) {
    if (!state.newDefects.has(defect.id)) continue;
    defect.repeatOf = derived.repeats.get(defect.id) ?? null;
    rows.newDefects.push({ of: carried, row: defect, inspectionId: inspection.id });
  }
}

function sortReading(
  rows: SortedRows,
  { inspection: { id, reading }, isNew, isReadingChanged, stored }: InspectionState,
  carried: OfVehicle,
  derived: DerivedHistory,
): void {
  if (reading === null || !(isNew || isReadingChanged)) return;
  Object.assign(reading, derived.readings.get(id));
  const isStored = stored !== null && stored.reading !== null;
  (isStored ? rows.changedReadings : rows.newReadings).push({ of: carried, row: reading });
}

function derivedOf(derived: DerivedHistory, id: string): Partial<HistoryInspection> {
  const place = derived.inspections.get(id);
  if (place === undefined) return {};
  const { kind, retestOf, retestBy, drivingBannedFrom } = place;
  return { kind, retestOf, retestBy, drivingBannedFrom };
}

async function removeDefects(client: pg.ClientBase, inspections: readonly InspectionOf[]): Promise<void> {
  if (inspections.length === 0) return;
  await client.query(
    `delete from defects using unnest($1::uuid[], $2::uuid[]) as given(vehicle_id, inspection_id)
     where defects.vehicle_id = given.vehicle_id and defects.inspection_id = given.inspection_id`,
    [inspections.map(({ of }) => of.vehicleId), inspections.map(({ row }) => row.id)],
  );
}
