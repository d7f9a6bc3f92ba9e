import type { DefectSeverity, RepairOperation } from "../vocabulary/index.ts";

/** A defect that an inspection found. Both ids are those of stored rows. */
export interface DefectEvidence {
  readonly kind: "DEFECT";
  readonly on: string;
  readonly inspectionId: string;
  readonly defectId: string;
  readonly annexItem: string | null;
  readonly severity: DefectSeverity;
}

/** Two odometer readings, by the inspections that they were read at. */
export interface OdometerEvidence {
  readonly kind: "ODOMETER_PAIR";
  readonly on: string;
  readonly earlierReadingId: string;
  readonly laterReadingId: string;
  /** Rounded to 1,000: exact distances would re-identify the vehicle. */
  readonly distanceKm: number;
  readonly days: number;
}

export interface RuleEvidence {
  readonly kind: "RULE";
  readonly on: string;
  /** Null where several rules lead to the same day; `citation` then names them all. */
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  /** Held here only where no rule id leads to it. */
  readonly citation: string | null;
  /** The inspection that the rule was applied to; null before the first. */
  readonly inspectionId: string | null;
}

/** What happened to vehicles like it. */
export interface CohortEvidence {
  readonly kind: "COHORT";
  readonly cohort: string;
  /** 0 to 1. */
  readonly rate: number;
  /** How many the cohort counts; null where that is not known. */
  readonly population: number | null;
  /** Whether the source does not say that the vehicle is a passenger car, and its make and model said it instead. */
  readonly isCarByModel?: boolean;
}

/** What a driver said, or a manufacturer's recall, by the number that its source gave it. */
export interface ReferenceEvidence {
  readonly kind: "DECLARATION" | "RECALL";
  readonly on: string;
  readonly reference: string;
}

/** Work that a repair order says was done. Orders belong to who wrote them: nothing here leads to one. */
export interface RepairEvidence {
  readonly kind: "REPAIR";
  readonly on: string;
  readonly operation: RepairOperation;
  readonly partCategory: string;
}

/** One row of a signal's evidence, as it is stored. */
export type EvidenceItem =
  DefectEvidence | OdometerEvidence | RuleEvidence | CohortEvidence | ReferenceEvidence | RepairEvidence;
