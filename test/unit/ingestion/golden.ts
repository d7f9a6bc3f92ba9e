import type { ParsedRow } from "../../../src/modules/ingestion/parsed-row.ts";
import type {
  GarageRecord,
  InspectionRecord,
  RepairOrderRecord,
  VehicleFacts,
  VehicleIdentity,
} from "../../../src/modules/ingestion/record.ts";

/** One row of a format and what it must be read into. Plates, VINs and numbers are made up. */
export interface GoldenCase {
  readonly _case: string;
  readonly row: Record<string, unknown>;
  /** Fields left out are not looked at; null stands for no such record. */
  readonly vehicle?: {
    readonly identity?: VehicleIdentity;
    readonly areaCode?: string;
    readonly facts?: Partial<VehicleFacts> | null;
    readonly inspections?: readonly (Partial<Omit<InspectionRecord, "defects">> & {
      readonly defects?: readonly Record<string, unknown>[] | null;
    })[];
  } | null;
  readonly garage?: Partial<GarageRecord> | null;
  readonly repairOrder?: Omit<Partial<RepairOrderRecord>, "lines"> & {
    readonly lines?: readonly Partial<RepairOrderRecord["lines"][number]>[];
  };
  /** Kind, code and reason; none where left out. */
  readonly rejections?: ParsedRow["rejections"];
}
