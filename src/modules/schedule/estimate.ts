import type { DateRange } from "./calendar.ts";
import type { InspectionRule } from "./rule.types.ts";
import type { ScheduleBasis, ScheduleFact } from "./schedule.types.ts";

/** The days one inspection can be due, under one rule. */
export interface Estimate {
  readonly range: DateRange;
  /** First day the inspection counts or keeps the date; null where the law sets none or the range is no single day. */
  readonly earliestOn: string | null;
  readonly basis: ScheduleBasis;
  /** null: no rule was needed. */
  readonly rule: InspectionRule | null;
  /** A proposed rule that shortened the interval. */
  readonly capId: string | null;
  readonly used: readonly ScheduleFact[];
  readonly missing: readonly ScheduleFact[];
}

export function isExact({ from, until }: DateRange): boolean {
  return from === until;
}

/** The smallest range around all of them. At least one must be given. */
export function hullOf(ranges: readonly DateRange[]): DateRange {
  const [first, ...others] = ranges;
  if (first === undefined) throw new RangeError("hullOf needs a range");
  return others.reduce(
    (hull, range) => ({
      from: hull.from < range.from ? hull.from : range.from,
      until: hull.until > range.until ? hull.until : range.until,
    }),
    first,
  );
}
