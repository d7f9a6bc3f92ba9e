import type pg from "pg";
import { updateRows, type TypedColumns } from "../../platform/db/update-rows.ts";
import type {
  DerivedHistory,
  DerivedInspection,
  DerivedReading,
  VehicleHistory,
  VehicleSummary,
} from "./vehicle-history.ts";

type InVehicle<Row> = Row & { readonly vehicleId: string };

/** Stored rows whose derived columns no longer hold. */
export interface DerivedChanges {
  readonly summaries: (VehicleSummary & { readonly id: string })[];
  readonly inspections: InVehicle<DerivedInspection & { readonly id: string }>[];
  readonly readings: InVehicle<DerivedReading & { readonly id: string }>[];
  readonly repeats: InVehicle<{
    readonly inspectionId: string;
    readonly ordinal: number;
    readonly repeatOf: string | null;
  }>[];
}

export function noChanges(): DerivedChanges {
  return { summaries: [], inspections: [], readings: [], repeats: [] };
}

/** Adds what has to be written so that the stored rows say what was derived from them. */
export function collectChanges(
  changes: DerivedChanges,
  vehicle: VehicleSummary & { readonly id: string },
  { inspections, otherReadings }: VehicleHistory,
  derived: DerivedHistory,
): void {
  const vehicleId = vehicle.id;
  if (SUMMARY_KEYS.some((key) => vehicle[key] !== derived.summary[key])) {
    changes.summaries.push({ id: vehicleId, ...derived.summary });
  }
  for (const { id, reading, defects, ...inspection } of inspections) {
    const place = derived.inspections.get(id);
    if (place !== undefined && PLACE_KEYS.some((key) => inspection[key] !== place[key])) {
      changes.inspections.push({ ...place, id, vehicleId });
    }
    for (const { id: defectId, ordinal, repeatOf } of defects) {
      const repeated = derived.repeats.get(defectId) ?? null;
      if (repeated !== repeatOf) {
        changes.repeats.push({ vehicleId, inspectionId: id, ordinal, repeatOf: repeated });
      }
    }
    if (reading !== null) collectReading(changes, vehicleId, reading, derived);
  }
  for (const reading of otherReadings) collectReading(changes, vehicleId, reading, derived);
}

function collectReading(
  changes: DerivedChanges,
  vehicleId: string,
  { id, reason, repairedKm }: DerivedReading & { readonly id: string },
  derived: DerivedHistory,
): void {
  const judged = derived.readings.get(id);
  if (judged === undefined || (judged.reason === reason && judged.repairedKm === repairedKm)) return;
  changes.readings.push({ ...judged, id, vehicleId });
}

/** One statement for each table that has changes. */
export async function writeChanges(client: pg.ClientBase, changes: DerivedChanges): Promise<void> {
  const touched = ["updated_at = now()"];
  await updateRows(client, "vehicles", OWN_KEY, SUMMARY_COLUMNS, changes.summaries, touched);
  await updateRows(client, "inspections", CHILD_KEY, PLACE_COLUMNS, changes.inspections, touched);
  await updateRows(client, "odometer_readings", CHILD_KEY, READING_COLUMNS, changes.readings);
  await updateRows(client, "defects", DEFECT_KEY, REPEAT_COLUMNS, changes.repeats);
}

const OWN_KEY: TypedColumns<{ readonly id: string }> = [["id", "uuid", ({ id }) => id]];

const CHILD_KEY: TypedColumns<{ readonly id: string; readonly vehicleId: string }> = [
  ["vehicle_id", "uuid", ({ vehicleId }) => vehicleId],
  ["id", "uuid", ({ id }) => id],
];

const DEFECT_KEY: TypedColumns<DerivedChanges["repeats"][number]> = [
  ["vehicle_id", "uuid", ({ vehicleId }) => vehicleId],
  ["inspection_id", "uuid", ({ inspectionId }) => inspectionId],
  ["ordinal", "smallint", ({ ordinal }) => ordinal],
];

/** The vehicle's columns that its history writes. */
export const SUMMARY_COLUMNS: TypedColumns<VehicleSummary> = [
  ["odometer_km", "integer", ({ odometerKm }) => odometerKm],
  ["odometer_read_on", "date", ({ odometerReadOn }) => odometerReadOn],
  ["odometer_km_per_year", "integer", ({ odometerKmPerYear }) => odometerKmPerYear],
  ["odometer_verdict", "text", ({ odometerVerdict }) => odometerVerdict],
  ["odometer_reason", "text", ({ odometerReason }) => odometerReason],
  ["last_periodic_on", "date", ({ lastPeriodicOn }) => lastPeriodicOn],
  ["last_periodic_result", "text", ({ lastPeriodicResult }) => lastPeriodicResult],
  ["last_periodic_valid_until", "date", ({ lastPeriodicValidUntil }) => lastPeriodicValidUntil],
  ["last_periodic_previous_due_on", "date", ({ lastPeriodicPreviousDueOn }) => lastPeriodicPreviousDueOn],
  ["last_periodic_cleared_on", "date", ({ lastPeriodicClearedOn }) => lastPeriodicClearedOn],
  ["last_complementary_on", "date", ({ lastComplementaryOn }) => lastComplementaryOn],
  ["last_complementary_result", "text", ({ lastComplementaryResult }) => lastComplementaryResult],
  [
    "last_complementary_valid_until",
    "date",
    ({ lastComplementaryValidUntil }) => lastComplementaryValidUntil,
  ],
];

const PLACE_COLUMNS: TypedColumns<DerivedInspection> = [
  ["kind", "text", ({ kind }) => kind],
  ["retest_of", "uuid", ({ retestOf }) => retestOf],
  ["retest_by", "date", ({ retestBy }) => retestBy],
  ["driving_banned_from", "date", ({ drivingBannedFrom }) => drivingBannedFrom],
];

const READING_COLUMNS: TypedColumns<DerivedReading> = [
  ["reason", "text", ({ reason }) => reason],
  ["repaired_km", "integer", ({ repairedKm }) => repairedKm],
];

const REPEAT_COLUMNS: TypedColumns<{ readonly repeatOf: string | null }> = [
  ["repeat_of", "uuid", ({ repeatOf }) => repeatOf],
];

const SUMMARY_KEYS = [
  "odometerKm",
  "odometerReadOn",
  "odometerKmPerYear",
  "odometerVerdict",
  "odometerReason",
  "lastPeriodicOn",
  "lastPeriodicResult",
  "lastPeriodicValidUntil",
  "lastPeriodicPreviousDueOn",
  "lastPeriodicClearedOn",
  "lastComplementaryOn",
  "lastComplementaryResult",
  "lastComplementaryValidUntil",
] as const satisfies readonly (keyof VehicleSummary)[];

const PLACE_KEYS = ["kind", "retestOf", "retestBy", "drivingBannedFrom"] as const;
