import type pg from "pg";
import { copyRows, type CopyColumns } from "../../../platform/db/copy-rows.ts";
import { updateRows, type TypedColumns } from "../../../platform/db/update-rows.ts";
import {
  collectChanges,
  noChanges,
  SUMMARY_COLUMNS,
  writeChanges,
  type DerivedHistory,
  type HistoryDefect,
  type HistoryInspection,
  type HistoryReading,
  type VehicleSummary,
} from "../../inspections/index.ts";
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

/** What a child row carries of its vehicle. */
interface OfVehicle {
  readonly vehicleId: string;
  readonly areaCode: string;
  readonly make: string;
}

/** A row with its vehicle beside it, not copied into it: there are millions. */
interface Child<Row> {
  readonly of: OfVehicle;
  readonly row: Row;
}
type InspectionOf = Child<HistoryInspection>;
type ReadingOf = Child<HistoryReading>;
type DefectOf = Child<HistoryDefect> & { readonly inspectionId: string };

/** Writes what is new or different, parents before children. */
export async function writeVehicles(
  client: pg.ClientBase,
  vehicles: readonly DerivedVehicle[],
): Promise<void> {
  const rows = sortedOut(vehicles);
  await insert(client, "vehicles", NEW_VEHICLE, rows.newVehicles);
  await updateRows(client, "vehicles", OWN_KEY, VEHICLE_COLUMNS, rows.changedVehicles, TOUCHED);
  for (const table of ["inspections", "odometer_readings", "defects"]) {
    await updateRows(client, table, PARENT_KEY, CARRIED_COLUMNS, rows.movedVehicles);
  }
  await insert(client, "inspections", NEW_INSPECTION, rows.newInspections);
  await updateRows(client, "inspections", CHILD_KEY, INSPECTION_COLUMNS, rows.changedInspections, TOUCHED);
  await insert(client, "odometer_readings", NEW_READING, rows.newReadings);
  await updateRows(client, "odometer_readings", CHILD_KEY, READING_COLUMNS, rows.changedReadings);
  await removeDefects(client, rows.strippedInspections);
  await insert(client, "defects", NEW_DEFECT, rows.newDefects);
  await writeChanges(client, rows.derivedChanges);
}

interface SortedRows {
  readonly newVehicles: (VehicleColumns & VehicleSummary)[];
  readonly changedVehicles: VehicleColumns[];
  /** Those whose area or make changed: their children carry both. */
  readonly movedVehicles: OfVehicle[];
  readonly newInspections: InspectionOf[];
  readonly changedInspections: InspectionOf[];
  readonly newReadings: ReadingOf[];
  readonly changedReadings: ReadingOf[];
  /** Those whose stored defects give way to others. */
  readonly strippedInspections: InspectionOf[];
  readonly newDefects: DefectOf[];
  readonly derivedChanges: ReturnType<typeof noChanges>;
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

async function insert<Row>(
  client: pg.ClientBase,
  table: string,
  columns: CopyColumns<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.map(([name]) => name).join(", ");
  await copyRows(client, `staged_${table}`, columns, rows);
  await client.query(`insert into ${table} (${names}) select ${names} from staged_${table}`);
}

async function removeDefects(client: pg.ClientBase, inspections: readonly InspectionOf[]): Promise<void> {
  if (inspections.length === 0) return;
  await client.query(
    `delete from defects using unnest($1::uuid[], $2::uuid[]) as given(vehicle_id, inspection_id)
     where defects.vehicle_id = given.vehicle_id and defects.inspection_id = given.inspection_id`,
    [inspections.map(({ of }) => of.vehicleId), inspections.map(({ row }) => row.id)],
  );
}

const TOUCHED = ["updated_at = now()"];

const OWN_KEY: TypedColumns<VehicleColumns> = [["id", "uuid", ({ id }) => id]];
const PARENT_KEY: TypedColumns<OfVehicle> = [["vehicle_id", "uuid", ({ vehicleId }) => vehicleId]];
const CHILD_KEY: TypedColumns<Child<{ readonly id: string }>> = [
  ["vehicle_id", "uuid", ({ of }) => of.vehicleId],
  ["id", "uuid", ({ row }) => row.id],
];
const CARRIED_COLUMNS: TypedColumns<OfVehicle> = [
  ["area_code", "text", ({ areaCode }) => areaCode],
  ["make", "text", ({ make }) => make],
];

const VEHICLE_COLUMNS: TypedColumns<VehicleColumns> = [
  ["country", "text", ({ country }) => country],
  ["registration", "text", ({ registration }) => registration],
  ["vin", "text", ({ vin }) => vin],
  ["make", "text", ({ make }) => make],
  ["model", "text", ({ model }) => model],
  ["variant", "text", ({ variant }) => variant],
  ["colour", "text", ({ colour }) => colour],
  ["category", "text", ({ category }) => category],
  ["usage", "text", ({ usage }) => usage],
  ["fuel", "text", ({ fuel }) => fuel],
  ["engine_capacity_cc", "integer", ({ engineCapacityCc }) => engineCapacityCc],
  ["power_kw", "double precision", ({ powerKw }) => powerKw],
  ["gross_mass_kg", "integer", ({ grossMassKg }) => grossMassKg],
  ["first_registered_on", "date", ({ firstRegisteredOn }) => firstRegisteredOn],
  ["first_registered_precision", "text", ({ firstRegisteredPrecision }) => firstRegisteredPrecision],
  ["first_admission_on", "date", ({ firstAdmissionOn }) => firstAdmissionOn],
  ["area_code", "text", ({ areaCode }) => areaCode],
];

/** What a source may correct; `kind` is written here where the source names it. */
const INSPECTION_COLUMNS: TypedColumns<InspectionOf> = [
  ["garage_id", "uuid", ({ row }) => row.garageId],
  ["kind", "text", ({ row }) => row.kind],
  ["result", "text", ({ row }) => row.result],
  ["national_kind", "text", ({ row }) => row.nationalKind],
  ["national_result", "text", ({ row }) => row.nationalResult],
  ["performed_on", "date", ({ row }) => row.performedOn],
  ["performed_at", "timestamptz", ({ row }) => row.performedAt],
  ["valid_until", "date", ({ row }) => row.validUntil],
  ["certificate_number", "text", ({ row }) => row.certificateNumber],
];

const READING_COLUMNS: TypedColumns<ReadingOf> = [
  ["read_on", "date", ({ row }) => row.readOn],
  ["value", "integer", ({ row }) => row.value],
  ["unit", "text", ({ row }) => row.unit],
  ["km", "integer", ({ row }) => row.km],
  ["reason", "text", ({ row }) => row.reason],
  ["repaired_km", "integer", ({ row }) => row.repairedKm],
];

function untyped<Row>(columns: TypedColumns<Row>): CopyColumns<Row> {
  return columns.map(([name, , value]) => [name, value] as const);
}

const NEW_VEHICLE: CopyColumns<VehicleColumns & VehicleSummary> = [
  ...untyped(OWN_KEY),
  ...untyped(VEHICLE_COLUMNS),
  ...untyped(SUMMARY_COLUMNS),
];

const NEW_INSPECTION: CopyColumns<InspectionOf> = [
  ...untyped(CHILD_KEY),
  ["area_code", ({ of }) => of.areaCode],
  ["make", ({ of }) => of.make],
  ...untyped(INSPECTION_COLUMNS),
  ["country", ({ row }) => row.country],
  ["source", ({ row }) => row.source],
  ["source_key", ({ row }) => row.sourceKey],
  ["retest_of", ({ row }) => row.retestOf],
  ["retest_by", ({ row }) => row.retestBy],
  ["driving_banned_from", ({ row }) => row.drivingBannedFrom],
];

const NEW_READING: CopyColumns<ReadingOf> = [
  ...untyped(CHILD_KEY),
  ["area_code", ({ of }) => of.areaCode],
  ["make", ({ of }) => of.make],
  ...untyped(READING_COLUMNS),
  ["source", ({ row }) => row.source],
];

const NEW_DEFECT: CopyColumns<DefectOf> = [
  ...untyped(CHILD_KEY),
  ["area_code", ({ of }) => of.areaCode],
  ["make", ({ of }) => of.make],
  ["inspection_id", ({ inspectionId }) => inspectionId],
  ["ordinal", ({ row }) => row.ordinal],
  ["severity", ({ row }) => row.severity],
  ["code", ({ row }) => row.code],
  ["scheme", ({ row }) => row.scheme],
  ["annex_item", ({ row }) => row.annexItem],
  ["text", ({ row }) => row.text],
  ["text_locale", ({ row }) => row.textLocale],
  ["axle", ({ row }) => row.axle],
  ["side", ({ row }) => row.side],
  ["spot", ({ row }) => row.spot],
  ["axle_number", ({ row }) => row.axleNumber],
  ["part_categories", ({ row }) => row.partCategories],
  ["rectified", ({ row }) => row.rectified],
  ["unstructured", ({ row }) => row.unstructured],
  ["code_unknown", ({ row }) => row.codeUnknown],
  ["repeat_of", ({ row }) => row.repeatOf],
];
