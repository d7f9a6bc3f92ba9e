import type { CountryCode, InspectionResult, VehicleCategory } from "../vocabulary/index.ts";
import type { DateRange } from "./calendar.ts";
import type { ScheduleFact } from "./schedule.types.ts";

/**
 * What the vehicle may still do after a failure.
 * ALLOWED_ONCE_REPAIRED: on the road only with the defects repaired and the repair on paper.
 * TO_REPAIR_ONLY: home or to a workshop, and back to the inspection. NOT_AT_ALL: towed.
 */
export const DRIVING_AFTER_FAILURE = [
  "ALLOWED",
  "ALLOWED_ONCE_REPAIRED",
  "TO_REPAIR_ONLY",
  "NOT_AT_ALL",
] as const;
export type DrivingAfterFailure = (typeof DRIVING_AFTER_FAILURE)[number];

/** What happens when the retest comes too late. */
export const LATE_RETEST_MEANINGS = [
  "FULL_INSPECTION",
  /** A retest with a surcharge first; a full inspection once the limit is over by two months. */
  "FULL_INSPECTION_TWO_MONTHS_LATER",
] as const;
export type LateRetestMeaning = (typeof LATE_RETEST_MEANINGS)[number];

/** How long a retest can wait. */
export type RetestLimit =
  | { readonly unit: "MONTHS" | "DAYS" | "WORKING_DAYS"; readonly count: number }
  /** Until the certificate before runs out. */
  | { readonly unit: "PREVIOUS_DUE" }
  /** No limit was found in the law: the vehicle stands still until it passes. */
  | { readonly unit: "NONE" };

export interface RetestRule {
  readonly ruleId: string;
  readonly version: number;
  readonly country: CountryCode;
  /** Categories with rules of their own, which were not researched. */
  readonly exceptCategories: readonly VehicleCategory[];
  readonly result: Extract<InspectionResult, "FAIL_MAJOR" | "FAIL_DANGEROUS">;
  /** National words this row is for, folded; null: all. */
  readonly nationalResults: readonly string[] | null;
  readonly limit: RetestLimit;
  readonly driving: DrivingAfterFailure;
  /** First day of `driving`'s restriction; null: none as such. */
  readonly bannedFrom: "TEST_DAY" | "DAY_AFTER_TEST" | "AFTER_LIMIT" | "AFTER_PREVIOUS_DUE" | null;
  /** Until when the vehicle counts as inspected. */
  readonly goodUntil: "LIMIT" | "TEST_DAY" | "PREVIOUS_DUE";
  readonly late: LateRetestMeaning;
  /** Inspections performed in this range; null: open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly citation: string;
}

/** What a failure asks for. Dates `YYYY-MM-DD`. */
export interface RetestDue {
  /** Last day for the retest; null when the law sets none or it is not known to the day. */
  readonly retestBy: string | null;
  /** The days `retestBy` can be; null when nothing is known. */
  readonly window: DateRange | null;
  /** First day the vehicle may no longer be driven as before; null: no ban, or not known. */
  readonly drivingBannedFrom: string | null;
  readonly driving: DrivingAfterFailure;
  readonly late: LateRetestMeaning;
  /** Last day on which the vehicle counts as inspected; null when not known. */
  readonly goodUntil: string | null;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly citation: string;
  readonly missingInputs: readonly ScheduleFact[];
}

/** What else is known of the inspection. */
export interface RetestContext {
  readonly category?: VehicleCategory | null | undefined;
  /** The last day of the certificate before. */
  readonly previousDueOn?: string | null | undefined;
  /** For limits in working days; null: unknown. */
  readonly publicHolidays?: readonly string[] | null | undefined;
}
