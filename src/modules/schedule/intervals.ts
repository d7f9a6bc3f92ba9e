import { asExpiry, keepsDate, latestKept } from "./expiry.ts";
import { shortestInterval } from "./first-due.ts";
import { isOlderThan, stepFits } from "./match-rule.ts";
import type { Question } from "./question.ts";
import type { InspectionRule, IntervalCap, Timing } from "./rule.types.ts";
import { INTERVAL_CAPS } from "./rules.data.ts";
import type { PastInspection, ScheduleFact } from "./schedule.types.ts";

/** The day of the certificate before: null where there was none or it does not matter. */
export type Previous = { readonly day: string | null } | "UNKNOWN";

export interface Intervals {
  readonly months: readonly number[];
  readonly capId: string | null;
  readonly used: readonly ScheduleFact[];
  readonly missing: readonly ScheduleFact[];
}

/** The intervals the inspection can have opened; several while facts are missing. */
export function intervalsOf(
  question: Question,
  rule: InspectionRule,
  timing: Timing,
  last: PastInspection,
  anchor: string,
  previous: Previous,
): Intervals {
  const days = ageDays(rule, timing, last, anchor, previous);
  const previousDay = previous === "UNKNOWN" ? null : previous.day;
  const found = days.map((day) => stepsOn(question, rule, day, previousDay));
  const months = [...new Set(found.flatMap((steps) => steps.months))];
  const isSettled = new Set(found.map((steps) => steps.months.join())).size === 1;
  const cap = capFor(question, rule, last.performedOn);
  const uncapped = {
    months,
    capId: null,
    used: found.flatMap((steps) => steps.used),
    missing: [...found.flatMap((steps) => steps.missing), ...(isSettled ? [] : UNSETTLED_AGE)],
  };
  return cap === null ? uncapped : withCap(uncapped, cap.cap, cap.isCertain, cap.missing);
}

const UNSETTLED_AGE: readonly ScheduleFact[] = ["lastPeriodic.validUntil"];

function stepsOn(
  question: Question,
  rule: InspectionRule,
  ageOn: string,
  previousDueOn: string | null,
): Omit<Intervals, "capId"> {
  const months: number[] = [];
  const used: ScheduleFact[] = [];
  const missing: ScheduleFact[] = [];
  for (const step of rule.next) {
    const answer = stepFits(step, question, ageOn, previousDueOn);
    if (answer.fits === false) continue;
    months.push(step.months);
    used.push(...answer.used);
    missing.push(...answer.missing);
    if (answer.fits === true) break;
  }
  return { months, used, missing };
}

/** The days on which the vehicle's age can pick the interval. */
function ageDays(
  rule: InspectionRule,
  timing: Timing,
  last: PastInspection,
  anchor: string,
  previous: Previous,
): string[] {
  // Where validity runs by the month, so does age.
  if (rule.ageAt === "INSPECTION") return [asExpiry(timing, last.performedOn)];
  const starts = startDays(rule, timing, anchor, previous);
  return rule.ageAt === "START" ? starts : [...new Set([last.performedOn, ...starts])];
}

/** The days the interval can run from: the inspection, or the due date it kept. */
function startDays(rule: InspectionRule, timing: Timing, anchor: string, previous: Previous): string[] {
  const intervalMonths = shortestInterval(rule);
  if (previous === "UNKNOWN") {
    return timing.keeps === null ? [anchor] : [anchor, latestKept(timing.keeps, anchor, intervalMonths)];
  }
  const isKept = keepsDate(timing, { performedOn: anchor, previousDueOn: previous.day, intervalMonths });
  return [isKept && previous.day !== null ? previous.day : anchor];
}

function capFor(
  question: Question,
  rule: InspectionRule,
  performedOn: string,
): { cap: IntervalCap; isCertain: boolean; missing: readonly ScheduleFact[] } | null {
  if (question.ruleSet === "CURRENT") return null;
  const cap = INTERVAL_CAPS.find(
    ({ countries, categories }) =>
      countries.includes(rule.country) && categories.includes(question.input.category),
  );
  if (cap === undefined) return null;
  const answer = isOlderThan(question, performedOn, cap.overAgeMonths);
  return answer.fits === false ? null : { cap, isCertain: answer.fits === true, missing: answer.missing };
}

function withCap(
  intervals: Intervals,
  cap: IntervalCap,
  isCertain: boolean,
  missing: readonly ScheduleFact[],
): Intervals {
  if (intervals.months.every((months) => months <= cap.months)) return intervals;
  const capped = intervals.months.map((months) => Math.min(months, cap.months));
  return {
    ...intervals,
    months: isCertain ? [...new Set(capped)] : [...new Set([...intervals.months, ...capped])],
    capId: cap.capId,
    missing: [...intervals.missing, ...missing],
  };
}
