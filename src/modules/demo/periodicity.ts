import type { InspectionResult } from "../vocabulary/index.ts";
import { addMonths, lastDayOfPeriod, weekdayOf } from "./days.ts";
import type { VehicleTraits } from "./traits.ts";

/*
 * When inspections are due and what they give, on day numbers: the rules of module schedule for the two countries of the
 * fleet, fast enough for millions of inspections. A test holds them against that module.
 */

export type VisitKind = "PERIODIC" | "RETEST" | "COMPLEMENTARY" | "COMPLEMENTARY_RETEST";

/** The last day in time of a vehicle's first inspection, whether or not before HISTORY_START. */
export function firstDueDay(traits: VehicleTraits): number {
  return traits.country === "FR"
    ? addMonths(traits.firstRegisteredDay, traits.intervalMonths === 12 ? 12 : 48)
    : lastDayOfPeriod(traits.firstRegisteredDay, traits.areaCode === "GB-BT" ? 48 : 36);
}

/** Last day of the certificate that a passed inspection on `day` gives, when the one before it ran until `dueDay`. */
export function validUntilOf(traits: VehicleTraits, day: number, dueDay: number): number {
  if (traits.country === "FR") return addMonths(day, traits.intervalMonths);
  // Up to a month minus a day early, the anniversary stays.
  const keepsDate = day <= dueDay && day > addMonths(dueDay, -1);
  return lastDayOfPeriod(keepsDate ? dueDay + 1 : day, traits.intervalMonths);
}

/** Ten working days, bank holidays not counted out. Stations do not work on Sundays. */
function tenWorkingDaysAfter(day: number): number {
  return day + (weekdayOf(day) === 6 ? 13 : 14);
}

export interface OutcomeDates {
  /** Last day of the certificate; null where it gives none. */
  readonly validUntil: number | null;
  readonly retestBy: number | null;
  readonly drivingBannedFrom: number | null;
}

export interface Outcome {
  readonly kind: VisitKind;
  readonly day: number;
  readonly dueDay: number;
  readonly result: InspectionResult;
  /** Of the inspection that a retest answers, else its own. */
  readonly periodicDay: number;
}

/** What an inspection's result gives: a certificate, or a retest window and a driving ban. */
export function datesOf(traits: VehicleTraits, outcome: Outcome): OutcomeDates {
  const { day, dueDay, result, periodicDay } = outcome;
  const isDangerous = result === "FAIL_DANGEROUS";
  if (!isDangerous && result !== "FAIL_MAJOR") {
    const isComplementary = outcome.kind.startsWith("COMPLEMENTARY");
    const startDay = traits.country === "FR" ? periodicDay : day;
    const validUntil = isComplementary ? null : validUntilOf(traits, startDay, dueDay);
    return { validUntil, retestBy: null, drivingBannedFrom: null };
  }
  if (traits.country === "GB") {
    // The certificate before still runs, unless it is over; danger itself forbids driving at once.
    const drivingBannedFrom = isDangerous || dueDay < day ? day : dueDay + 1;
    return { validUntil: null, retestBy: tenWorkingDaysAfter(day), drivingBannedFrom };
  }
  const retestBy = addMonths(day, 2);
  const validUntil = isDangerous ? day : retestBy;
  return { validUntil, retestBy, drivingBannedFrom: validUntil + 1 };
}
