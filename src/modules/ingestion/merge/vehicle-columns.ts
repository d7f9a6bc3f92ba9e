import type { TypedColumns } from "../../../platform/db/update-rows.ts";
import {
  SUMMARY_COLUMNS,
  type HistoryDefect,
  type HistoryInspection,
  type HistoryReading,
  type VehicleSummary,
} from "../../inspections/index.ts";
import type { VehicleColumns } from "./vehicle-state.ts";

/* What vehicles and their histories write into which column. */

/** What a child row carries of its vehicle. */
export interface OfVehicle {
  readonly vehicleId: string;
  readonly areaCode: string;
  readonly make: string;
}

/** A row with its vehicle beside it, not copied into it: there are millions. */
interface Child<Row> {
  readonly of: OfVehicle;
  readonly row: Row;
}
export type InspectionOf = Child<HistoryInspection>;
export type ReadingOf = Child<HistoryReading>;
export type DefectOf = Child<HistoryDefect> & { readonly inspectionId: string };

export const TOUCHED = ["updated_at = now()"];

export const OWN_KEY: TypedColumns<VehicleColumns> = [["id", "uuid", ({ id }) => id]];
export const PARENT_KEY: TypedColumns<OfVehicle> = [["vehicle_id", "uuid", ({ vehicleId }) => vehicleId]];
export const CARRIED_COLUMNS: TypedColumns<OfVehicle> = [
  ["area_code", "text", ({ areaCode }) => areaCode],
  ["make", "text", ({ make }) => make],
];

const ofParent = (columns: TypedColumns<OfVehicle>): TypedColumns<{ readonly of: OfVehicle }> =>
  columns.map(([name, type, value]) => [name, type, ({ of }) => value(of)]);

export const CHILD_KEY: TypedColumns<Child<{ readonly id: string }>> = [
  ...ofParent(PARENT_KEY),
  ["id", "uuid", ({ row }) => row.id],
];
const NEW_CHILD: TypedColumns<Child<{ readonly id: string }>> = [...CHILD_KEY, ...ofParent(CARRIED_COLUMNS)];

export const VEHICLE_COLUMNS: TypedColumns<VehicleColumns> = [
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
export const INSPECTION_COLUMNS: TypedColumns<InspectionOf> = [
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

export const READING_COLUMNS: TypedColumns<ReadingOf> = [
  ["read_on", "date", ({ row }) => row.readOn],
  ["value", "integer", ({ row }) => row.value],
  ["unit", "text", ({ row }) => row.unit],
  ["km", "integer", ({ row }) => row.km],
  ["reason", "text", ({ row }) => row.reason],
  ["repaired_km", "integer", ({ row }) => row.repairedKm],
];

export const NEW_VEHICLE: TypedColumns<VehicleColumns & VehicleSummary> = [
  ...OWN_KEY,
  ...VEHICLE_COLUMNS,
  ...SUMMARY_COLUMNS,
];

export const NEW_INSPECTION: TypedColumns<InspectionOf> = [
  ...NEW_CHILD,
  ...INSPECTION_COLUMNS,
  ["country", "text", ({ row }) => row.country],
  ["source", "text", ({ row }) => row.source],
  ["source_key", "text", ({ row }) => row.sourceKey],
  ["retest_of", "uuid", ({ row }) => row.retestOf],
  ["retest_by", "date", ({ row }) => row.retestBy],
  ["driving_banned_from", "date", ({ row }) => row.drivingBannedFrom],
];

export const NEW_READING: TypedColumns<ReadingOf> = [
  ...NEW_CHILD,
  ...READING_COLUMNS,
  ["source", "text", ({ row }) => row.source],
];

export const NEW_DEFECT: TypedColumns<DefectOf> = [
  ...NEW_CHILD,
  ["inspection_id", "uuid", ({ inspectionId }) => inspectionId],
  ["ordinal", "smallint", ({ row }) => row.ordinal],
  ["severity", "text", ({ row }) => row.severity],
  ["code", "text", ({ row }) => row.code],
  ["scheme", "text", ({ row }) => row.scheme],
  ["annex_item", "text", ({ row }) => row.annexItem],
  ["text", "text", ({ row }) => row.text],
  ["text_locale", "text", ({ row }) => row.textLocale],
  ["axle", "text", ({ row }) => row.axle],
  ["side", "text", ({ row }) => row.side],
  ["spot", "text", ({ row }) => row.spot],
  ["axle_number", "smallint", ({ row }) => row.axleNumber],
  ["part_categories", "text[]", ({ row }) => row.partCategories],
  ["rectified", "boolean", ({ row }) => row.rectified],
  ["unstructured", "boolean", ({ row }) => row.unstructured],
  ["code_unknown", "boolean", ({ row }) => row.codeUnknown],
  ["repeat_of", "uuid", ({ row }) => row.repeatOf],
];
