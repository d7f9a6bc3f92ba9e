import type pg from "pg";
import type { DefectRow, InspectionRow, OdometerReadingRow } from "./inspection.table.ts";
import type { HistoryInspection, HistoryReading, VehicleHistory } from "./vehicle-history.ts";

const INSPECTIONS = `
  select id, vehicle_id as "vehicleId", garage_id as "garageId", country, kind, result,
    national_kind as "nationalKind", national_result as "nationalResult", performed_on::text as "performedOn",
    performed_at as "performedAt", valid_until::text as "validUntil", retest_by::text as "retestBy",
    driving_banned_from::text as "drivingBannedFrom", certificate_number as "certificateNumber",
    retest_of as "retestOf", source, source_key as "sourceKey"
  from inspections where vehicle_id = any ($1::uuid[])`;

const READINGS = `
  select id, vehicle_id as "vehicleId", read_on::text as "readOn", value, unit, km, source, reason,
    repaired_km as "repairedKm"
  from odometer_readings where vehicle_id = any ($1::uuid[])`;

const DEFECTS = `
  select id, inspection_id as "inspectionId", ordinal, severity, code, scheme,
    annex_item as "annexItem", text, text_locale as "textLocale", axle, side, spot, axle_number as "axleNumber",
    part_categories as "partCategories", rectified, unstructured, code_unknown as "codeUnknown",
    repeat_of as "repeatOf"
  from defects where vehicle_id = any ($1::uuid[]) order by vehicle_id, inspection_id, ordinal`;

type InspectionRead = Omit<InspectionRow, "areaCode" | "make" | "createdAt" | "updatedAt">;
type ReadingRead = Omit<OdometerReadingRow, "areaCode" | "make">;
type DefectRead = Omit<DefectRow, "areaCode" | "make" | "vehicleId">;

/** Whole histories of some vehicles, read in three statements however many they are. Vehicles without any are left out. */
export async function loadHistories(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
): Promise<Map<string, VehicleHistory>> {
  if (vehicleIds.length === 0) return new Map();
  const inspections = await client.query<InspectionRead>(INSPECTIONS, [vehicleIds]);
  const readings = await client.query<ReadingRead>(READINGS, [vehicleIds]);
  const defects = await client.query<DefectRead>(DEFECTS, [vehicleIds]);
  return assembled(inspections.rows, readings.rows, defects.rows);
}

interface Assembly {
  readonly inspections: HistoryInspection[];
  readonly otherReadings: HistoryReading[];
}

function assembled(
  inspections: readonly InspectionRead[],
  readings: readonly ReadingRead[],
  defects: readonly DefectRead[],
): Map<string, VehicleHistory> {
  const histories = new Map<string, Assembly>();
  const byId = new Map<string, HistoryInspection>();
  const historyOf = (vehicleId: string): Assembly => {
    const found = histories.get(vehicleId) ?? { inspections: [], otherReadings: [] };
    histories.set(vehicleId, found);
    return found;
  };
  for (const { vehicleId, ...row } of inspections) {
    const inspection: HistoryInspection = { ...row, reading: null, defects: [] };
    byId.set(row.id, inspection);
    historyOf(vehicleId).inspections.push(inspection);
  }
  for (const { vehicleId, ...reading } of readings) {
    const inspection = byId.get(reading.id);
    if (inspection === undefined) historyOf(vehicleId).otherReadings.push(reading);
    else inspection.reading = reading;
  }
  for (const { inspectionId, ...defect } of defects) byId.get(inspectionId)?.defects.push(defect);
  return histories;
}
