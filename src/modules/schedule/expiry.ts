import {
  addDays,
  addMonths,
  earlierOf,
  endOfMonth,
  lastDayOfPeriod,
  laterOf,
  startOfMonth,
  type DateRange,
} from "./calendar.ts";
import { isInForce } from "./match-rule.ts";
import type { KeepWindow, Timing } from "./rule.types.ts";
import { TIMINGS } from "./timings.data.ts";

/** A passed inspection, as far as its validity depends on it. */
export interface PassForExpiry {
  /** The day validity is reckoned from. */
  readonly performedOn: string;
  /** The last day of the certificate before; null: there was none, or it does not matter. */
  readonly previousDueOn: string | null;
  readonly intervalMonths: number;
}

/** How a country reckons validity for an inspection performed on a day; null where it was not researched. */
export function timingOf(country: string, performedOn: string): Timing | null {
  return TIMINGS.find((timing) => timing.country === country && isInForce(timing, performedOn)) ?? null;
}

/** The last day of validity of a passed inspection. */
export function nextExpiryAfterPass(timing: Timing, pass: PassForExpiry): string {
  const { performedOn, intervalMonths } = pass;
  const previousDueOn = pass.previousDueOn === null ? null : asExpiry(timing, pass.previousDueOn);
  if (previousDueOn === null) return expiryFrom(timing, performedOn, intervalMonths);
  if (performedOn > previousDueOn) {
    return timing.late === "KEEPS_CYCLE"
      ? nextInCycle(timing, previousDueOn, performedOn, intervalMonths)
      : expiryFrom(timing, performedOn, intervalMonths);
  }
  return keepsDate(timing, pass)
    ? asExpiry(timing, addMonths(previousDueOn, intervalMonths))
    : expiryFrom(timing, performedOn, intervalMonths);
}

/** The days the validity can end when it is not known until when the certificate before ran. */
export function expiryWithPreviousUnknown(
  timing: Timing,
  pass: Omit<PassForExpiry, "previousDueOn">,
  wasOnTime: boolean | null,
): DateRange {
  const { performedOn, intervalMonths } = pass;
  const fresh = expiryFrom(timing, performedOn, intervalMonths);
  const kept =
    timing.keeps === null || wasOnTime === false
      ? fresh
      : asExpiry(timing, addMonths(latestKept(timing.keeps, performedOn, intervalMonths), intervalMonths));
  const isCycleOpen = timing.late === "KEEPS_CYCLE" && wasOnTime !== true;
  return { from: isCycleOpen ? performedOn : earlierOf(fresh, kept), until: laterOf(fresh, kept) };
}

/** Whether anything before the inspection bears on how long it is good for. */
export function needsPreviousDue(timing: Timing): boolean {
  return timing.keeps !== null || timing.late === "KEEPS_CYCLE";
}

/** Whether the inspection took place in the window before its due date that keeps the date. */
export function keepsDate(
  timing: Timing,
  { performedOn, previousDueOn, intervalMonths }: PassForExpiry,
): boolean {
  if (timing.keeps === null || previousDueOn === null) return false;
  return (
    performedOn <= previousDueOn && performedOn >= keepsFrom(timing.keeps, previousDueOn, intervalMonths)
  );
}

/** First day on which an inspection keeps the date. */
export function keepsFrom(keeps: KeepWindow, dueOn: string, intervalMonths: number): string {
  if (keeps.days !== null) return addDays(dueOn, -keeps.days);
  const opens = addMonths(dueOn, -windowMonths(keeps, intervalMonths));
  return keeps.endsOnLastDay ? addDays(opens, 1) : opens;
}

/** The latest due date whose window was open on a day. */
export function latestKept(keeps: KeepWindow, day: string, intervalMonths: number): string {
  const reach =
    keeps.days === null ? addMonths(day, windowMonths(keeps, intervalMonths)) : addDays(day, keeps.days);
  // Month ends of different length make the way back longer by up to three days, and one for the day itself.
  let dueOn = addDays(reach, 4);
  while (keepsFrom(keeps, dueOn, intervalMonths) > day) dueOn = addDays(dueOn, -1);
  return dueOn;
}

/** The last day of a validity of so many months from a day. */
export function expiryFrom(timing: Timing, start: string, months: number): string {
  return lastDayAfter(timing.lastDay, start, months);
}

/** The last day before a first inspection so many months after registration; the earlier of two where unsettled. */
export function firstExpiryFrom(timing: Timing, registeredOn: string, months: number): string {
  const { firstLastDay, lastDay } = timing;
  return lastDayAfter(firstLastDay === "UNSETTLED" ? lastDay : firstLastDay, registeredOn, months);
}

function lastDayAfter(lastDay: Timing["lastDay"], start: string, months: number): string {
  switch (lastDay) {
    case "SAME_DAY":
      return addMonths(start, months);
    case "DAY_BEFORE":
      return lastDayOfPeriod(start, months);
    case "MONTH_END":
      return endOfMonth(addMonths(startOfMonth(start), months));
  }
}

/** A last day as the country writes it: where months count, the end of the month. */
export function asExpiry(timing: Timing | null, day: string): string {
  return timing?.lastDay === "MONTH_END" ? endOfMonth(day) : day;
}

function windowMonths(keeps: KeepWindow, intervalMonths: number): number {
  const { shortCycle } = keeps;
  return shortCycle !== null && intervalMonths <= shortCycle.upToMonths
    ? shortCycle.months
    : (keeps.months ?? 0);
}

/** The first date of the cycle after the inspection, counted from the date that was missed. */
function nextInCycle(timing: Timing, missed: string, performedOn: string, intervalMonths: number): string {
  let cycles = 1;
  while (asExpiry(timing, addMonths(missed, cycles * intervalMonths)) <= performedOn) cycles += 1;
  return asExpiry(timing, addMonths(missed, cycles * intervalMonths));
}
