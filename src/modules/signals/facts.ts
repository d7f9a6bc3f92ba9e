import type { ScheduleRow } from "../vehicles/index.ts";
import type {
  Axle,
  DeclarationKind,
  DefectSeverity,
  InspectionKind,
  InspectionResult,
  OdometerVerdict,
  RepairOperation,
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

/** A piece of work that a repair order says was done. Its place is null as far as the order does not say. */
export interface RepairFact {
  /** Day on which the order was closed. */
  readonly on: string;
  readonly operation: RepairOperation;
  readonly partCategory: string;
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: Spot | null;
  readonly axleNumber: number | null;
}

/** What a driver asked for. Either an inspection or a part. */
export interface DeclarationFact {
  readonly id: string;
  readonly kind: DeclarationKind;
  readonly declaredOn: string;
  /** Days that suit the driver, both included. */
  readonly fromOn: string;
  readonly untilOn: string;
  readonly inspectionKind: InspectionKind | null;
  readonly partCategory: string | null;
  readonly operation: RepairOperation | null;
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: Spot | null;
  readonly axleNumber: number | null;
  readonly quantity: number | null;
  /** Where the driver wants to go; null: anywhere. */
  readonly garageId: string | null;
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
  /** Oldest first. */
  readonly repairs: readonly RepairFact[];
  /** In the order of their ids. */
  readonly declarations: readonly DeclarationFact[];
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
    "repairs",
    "declarations",
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
  repair: [
    "on",
    "operation",
    "partCategory",
    "axle",
    "side",
    "spot",
    "axleNumber",
  ] satisfies Keys<RepairFact>,
  declaration: [
    "id",
    "kind",
    "declaredOn",
    "fromOn",
    "untilOn",
    "inspectionKind",
    "partCategory",
    "operation",
    "axle",
    "side",
    "spot",
    "axleNumber",
    "quantity",
    "garageId",
  ] satisfies Keys<DeclarationFact>,
} as const;
