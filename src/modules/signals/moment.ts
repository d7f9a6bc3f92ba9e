import { addDays, daysBetween, type DateRange, type InspectionDue } from "../schedule/index.ts";
import type { VisitHabits } from "./visit-timing.ts";

/** When somebody will act: the days by which the chance is 10, 50 and 90 %. */
export interface Moment {
  readonly from: string;
  readonly likely: string;
  readonly until: string;
}

/** An inspection that is owed, on days that are known at least as a range. */
export interface OwedInspection extends InspectionDue {
  readonly window: DateRange;
}

export function isOwed(due: InspectionDue): due is OwedInspection {
  return due.window !== null && due.status !== "UNKNOWN" && due.status !== "EXEMPT";
}

/** Nobody has come for so long after the last day: most such vehicles are gone. Ours; no source counts them. */
export const EXPIRES_AFTER_DAYS = 365;

/** The last day on which anybody should act on an owed inspection. */
export function expiryOf({ window, kind, earliestOn }: OwedInspection): string {
  const isRetest = kind === "RETEST" || kind === "COMPLEMENTARY_RETEST";
  // Where the law sets no limit for a retest, its window is the day of the failure.
  const hasLimit = earliestOn === null || window.until > earliestOn;
  return isRetest && hasLimit ? window.until : addDays(window.until, EXPIRES_AFTER_DAYS);
}

/** When the vehicle will come to its inspection, given that it has not come until today. */
export function visitMoment({ window }: OwedInspection, habits: VisitHabits, today: string): Moment {
  const days = (dueOn: string) => {
    const { from, likely, until } = habits.expected(daysBetween(dueOn, today) - 1);
    return { from: addDays(dueOn, from), likely: addDays(dueOn, likely), until: addDays(dueOn, until) };
  };
  const last = days(window.until);
  if (window.from === window.until) return last;
  // Where the last day is only known as a range, the earliest visit belongs to its first day.
  const { from } = days(window.from);
  const { likely } = days(addDays(window.from, Math.floor(daysBetween(window.from, window.until) / 2)));
  return { from, likely: laterOf(from, likely), until: laterOf(likely, last.until) };
}

export const laterOf = (one: string, other: string) => (one > other ? one : other);

/** When the vehicle will come to its retest, of which the failed inspection was the first day. */
export function retestMoment(
  due: OwedInspection,
  failedOn: string,
  habits: VisitHabits,
  today: string,
): Moment {
  const days = daysBetween(failedOn, expiryOf(due));
  const { retestUpTo } = habits.population;
  const gone = retestsGone(due, failedOn, habits, today);
  const day = (chance: number): string => {
    const part = stepOf(retestUpTo, gone + (1 - gone) * chance);
    const on = addDays(failedOn, Math.ceil(part * days));
    return laterOf(on, today);
  };
  return { from: day(0.1), likely: day(0.5), until: day(0.9) };
}

/** Of the retests that are passed in time, the part that was before a day. */
export function retestsGone(
  due: OwedInspection,
  failedOn: string,
  habits: VisitHabits,
  today: string,
): number {
  const days = daysBetween(failedOn, expiryOf(due));
  return partBy(habits.population.retestUpTo, (daysBetween(failedOn, today) - 1) / days);
}

function partBy(upTo: readonly number[], part: number): number {
  if (part <= 0) return 0;
  const place = Math.min(part, 1) * upTo.length;
  const step = Math.floor(place);
  const before = step === 0 ? 0 : (upTo[step - 1] ?? 1);
  return before + ((upTo[step] ?? 1) - before) * (place - step);
}

function stepOf(upTo: readonly number[], chance: number): number {
  const step = upTo.findIndex((sum) => sum >= chance - 1e-9);
  if (step < 0) return 1;
  const before = step === 0 ? 0 : (upTo[step - 1] ?? 0);
  const width = (upTo[step] ?? 1) - before;
  return (step + (width === 0 ? 1 : Math.min(1, (chance - before) / width))) / upTo.length;
}
