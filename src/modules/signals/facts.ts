import type { ScheduleRow } from "../vehicles/index.ts";
import type {
  Axle,
  DefectSeverity,
  InspectionKind,
  InspectionResult,
  OdometerVerdict,
  Side,
  Spot,
} from "../vocabulary/index.ts";

/** A defect as far as signals and models look at it. */
export interface DefectFact {
  readonly id: string;
  readonly severity: DefectSeverity;
  /** Item of Directive 2014/45/EU Annex I; null where none is certain. */
  readonly annexItem: string | null;
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: Spot | null;
  readonly axleNumber: number | null;
  /** Keys of part categories that its repair takes. */
  readonly partCategories: readonly string[];
  /** Put right on the spot. */
  readonly rectified: boolean;
}

export interface InspectionFact {
  readonly id: string;
  readonly garageId: string | null;
  readonly kind: InspectionKind;
  readonly result: InspectionResult;
  readonly performedOn: string;
  /** Last day on the certificate; null where none is recorded. */
  readonly validUntil: string | null;
  /** Distance read at it, km, an evident slip repaired; null where none was read or it is not to be believed. */
  readonly km: number | null;
  readonly defects: readonly DefectFact[];
}

/**
 * All that signals and predictions of a vehicle are made from. There is nothing in it of its owner, its plate or its
 * VIN, and nothing that stands for a person's protected attributes: FEATURES is the whole list.
 */
export interface VehicleFacts extends ScheduleRow {
  readonly id: string;
  readonly make: string;
  readonly model: string;
  readonly engineCapacityCc: number | null;
  readonly odometerReadOn: string | null;
  readonly odometerKmPerYear: number | null;
  readonly odometerVerdict: OdometerVerdict;
  /** Oldest first; of one day, the failed one before its retest. */
  readonly inspections: readonly InspectionFact[];
}

type Keys<T> = readonly (keyof T)[];

/** Every input of signals and models, by name. */
export const FEATURES = {
  vehicle: [
    "id",
    "country",
    "areaCode",
    "make",
    "model",
    "category",
    "usage",
    "fuel",
    "engineCapacityCc",
    "grossMassKg",
    "firstRegisteredOn",
    "firstRegisteredPrecision",
    "firstAdmissionOn",
    "odometerKm",
    "odometerReadOn",
    "odometerKmPerYear",
    "odometerVerdict",
    "lastPeriodicOn",
    "lastPeriodicResult",
    "lastPeriodicValidUntil",
    "lastPeriodicPreviousDueOn",
    "lastPeriodicClearedOn",
    "lastComplementaryOn",
    "lastComplementaryResult",
    "lastComplementaryValidUntil",
    "inspections",
  ] satisfies Keys<VehicleFacts>,
  inspection: [
    "id",
    "garageId",
    "kind",
    "result",
    "performedOn",
    "validUntil",
    "km",
    "defects",
  ] satisfies Keys<InspectionFact>,
  defect: [
    "id",
    "severity",
    "annexItem",
    "axle",
    "side",
    "spot",
    "axleNumber",
    "partCategories",
    "rectified",
  ] satisfies Keys<DefectFact>,
} as const;
