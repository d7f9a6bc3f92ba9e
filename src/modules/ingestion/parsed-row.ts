import type { GarageRecord, RepairOrderRecord, VehicleRecord } from "./record.ts";
import type { Rejection } from "./rejection.ts";

/** What one row of an input is. */
export interface ParsedRow {
  readonly vehicle: VehicleRecord | null;
  readonly garage: GarageRecord | null;
  /** Left out by formats that have none. */
  readonly repairOrder?: RepairOrderRecord | null;
  readonly rejections: readonly Rejection[];
}
