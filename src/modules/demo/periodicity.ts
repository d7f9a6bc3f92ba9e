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

/** The last day on which a retest answers a failed inspection. British bank holidays are not counted out. */
export function lastRetestDay(traits: VehicleTraits, failedDay: number): number {
  if (traits.country === "FR") return addMonths(failedDay, 2);
  // Ten working days. Stations are closed on Sundays, so an inspection is on a Saturday or a weekday.
  return failedDay + (weekdayOf(failedDay) === 6 ? 13 : 14);
}

/** An inspection with what it gives: a certificate, or a retest window and a driving ban. Days; null: none. */
export interface OutcomeDates {
  /** Last day of the certificate. */
  readonly validUntil: number | null;
  /** Null in Great Britain: ten working days depend on holidays that differ between its nations. */
  readonly retestBy: number | null;
  readonly drivingBannedFrom: number | null;
}

export interface Outcome {
  readonly kind: VisitKind;
  readonly day: number;
  readonly dueDay: number;
  readonly result: InspectionResult;
  /** Last day of the certificate before, as recorded; null where the records have none. */
  readonly previousDueDay: number | null;
  /** The failed inspection that a retest answers. */
  readonly answered: ({ readonly day: number } & OutcomeDates) | null;
}

export const isFailed = (result: InspectionResult) => result === "FAIL_MAJOR" || result === "FAIL_DANGEROUS";

export function datesOf(traits: VehicleTraits, outcome: Outcome): OutcomeDates {
  const { day, result, answered } = outcome;
  if (!isFailed(result)) {
    return { validUntil: certificateOf(traits, outcome), retestBy: null, drivingBannedFrom: null };
  }
  const isDangerous = result === "FAIL_DANGEROUS";
  const isFrench = traits.country === "FR";
  const retestBy = answered === null ? lastRetestDay(traits, day) : answered.retestBy;
  const validUntil = isFrench ? (isDangerous ? day : retestBy) : null;
  // A failed retest leaves the limits of the inspection it answers in force.
  if (answered !== null) return { validUntil, retestBy, drivingBannedFrom: answered.drivingBannedFrom };
  return isFrench
    ? { validUntil, retestBy, drivingBannedFrom: (isDangerous ? day : (retestBy ?? day)) + 1 }
    : { validUntil, retestBy: null, drivingBannedFrom: britishBan(outcome, isDangerous) };
}

function certificateOf(traits: VehicleTraits, { kind, day, dueDay, answered }: Outcome): number | null {
  if (kind === "COMPLEMENTARY" || kind === "COMPLEMENTARY_RETEST") return null;
  // In France a certificate runs from the inspection even where a retest gives it.
  return validUntilOf(traits, traits.country === "FR" ? (answered?.day ?? day) : day, dueDay);
}

/** Danger forbids driving at once. Otherwise the certificate before runs on, unless it is over or unknown. */
function britishBan({ day, previousDueDay }: Outcome, isDangerous: boolean): number | null {
  if (isDangerous) return day;
  if (previousDueDay === null) return null;
  return previousDueDay < day ? day : previousDueDay + 1;
}
