import type { OdometerJudgement } from "../odometer/index.ts";
import type { InspectionResult } from "../vocabulary/index.ts";
import type { DefectRecord } from "./defect-records.ts";
import type { DemoRepair } from "./mendings.ts";
import type { VisitKind } from "./periodicity.ts";
import type { DemoReading } from "./readings.ts";
import type { VehicleTraits } from "./traits.ts";

export interface DemoDefect {
  readonly id: string;
  readonly record: DefectRecord;
  readonly rectified: boolean;
  readonly repeatOf: string | null;
}

export interface DemoInspection {
  /** Also the id of its odometer reading. */
  readonly id: string;
  readonly garageId: string;
  readonly kind: VisitKind;
  readonly result: InspectionResult;
  readonly performedOn: string;
  readonly validUntil: string | null;
  readonly retestBy: string | null;
  readonly drivingBannedFrom: string | null;
  readonly retestOf: string | null;
  readonly reading: DemoReading;
  readonly defects: readonly DemoDefect[];
}

/** A vehicle with its whole history, oldest inspection first. */
export interface DemoVehicle {
  readonly id: string;
  readonly traits: VehicleTraits;
  readonly odometer: OdometerJudgement;
  readonly summary: HistorySummary;
  readonly inspections: readonly DemoInspection[];
  /**
   * What workshops wrote down of what inspections had noted, oldest first. For tests of models: the demo's database
   * has other orders, of what had failed, which prices are reckoned from.
   */
  readonly repairs: readonly DemoRepair[];
}

/** The last inspection of a kind, with what came before it and after it. */
export interface LastInspection {
  readonly inspection: DemoInspection;
  /** Last day of the certificate before, as recorded. */
  readonly previousDueOn: string | null;
  /** The retest that was passed after it. */
  readonly clearedBy: DemoInspection | null;
}

/** What a vehicle's row says of its inspections; null where it had none of the kind. */
export interface HistorySummary {
  readonly periodic: LastInspection | null;
  readonly complementary: LastInspection | null;
}
