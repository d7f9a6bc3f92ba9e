import type { DefectRow, InspectionRow, OdometerReadingRow } from "./inspection.table.ts";
import type { VehicleRow } from "../vehicles/vehicle.table.ts";

/** Columns that a child row carries for its vehicle's sake. */
type Carried = "vehicleId" | "areaCode" | "make";

/** A distance as read, and what its vehicle's other readings make of it. */
export type HistoryReading = Omit<OdometerReadingRow, Carried>;

export type HistoryDefect = Omit<DefectRow, Carried | "inspectionId">;

/** One inspection with what was read and found at it. */
export interface HistoryInspection extends Omit<InspectionRow, Carried | "createdAt" | "updatedAt"> {
  reading: HistoryReading | null;
  /** In the source's order. */
  defects: HistoryDefect[];
}

/** All that is known of a vehicle's inspections, whatever the sources. */
export interface VehicleHistory {
  /** In any order. */
  readonly inspections: readonly HistoryInspection[];
  /** Distances read elsewhere than at an inspection. */
  readonly otherReadings: readonly HistoryReading[];
}

/** What of the vehicle bears on what its history says. */
export type HistoryVehicle = Pick<VehicleRow, "category" | "firstRegisteredOn">;

/** What a vehicle's row says of its history. */
export type VehicleSummary = Pick<
  VehicleRow,
  | "odometerKm"
  | "odometerReadOn"
  | "odometerKmPerYear"
  | "odometerVerdict"
  | "odometerReason"
  | "lastPeriodicOn"
  | "lastPeriodicResult"
  | "lastPeriodicValidUntil"
  | "lastPeriodicPreviousDueOn"
  | "lastPeriodicClearedOn"
  | "lastComplementaryOn"
  | "lastComplementaryResult"
  | "lastComplementaryValidUntil"
>;

/** What an inspection's row says only because of the rows around it. */
export type DerivedInspection = Pick<InspectionRow, "kind" | "retestOf" | "retestBy" | "drivingBannedFrom">;
export type DerivedReading = Pick<OdometerReadingRow, "reason" | "repairedKm">;

/** What a history says beyond its rows. Keys are row ids. */
export interface DerivedHistory {
  readonly summary: VehicleSummary;
  readonly inspections: ReadonlyMap<string, DerivedInspection>;
  readonly readings: ReadonlyMap<string, DerivedReading>;
  /** The defect that each defect repeats; those that repeat none are left out. */
  readonly repeats: ReadonlyMap<string, string>;
}

export const NO_HISTORY: VehicleHistory = { inspections: [], otherReadings: [] };
