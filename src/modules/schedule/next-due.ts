import { addDays, addMonths, earlierOf, laterOf, type DateRange } from "./calendar.ts";
import { hullOf, isExact, type Estimate } from "./estimate.ts";
import {
  asExpiry,
  expiryWithPreviousUnknown,
  keepsDate,
  keepsFrom,
  needsPreviousDue,
  nextExpiryAfterPass,
  timingOf,
} from "./expiry.ts";
import { withExtensions } from "./extensions.ts";
import { firstDay, shortestInterval } from "./first-due.ts";
import { intervalsOf, type Previous } from "./intervals.ts";
import { wasOnTime } from "./match-rule.ts";
import { isRegistrationExact, type Question } from "./question.ts";
import { isPass } from "./retest.ts";
import type { InspectionRule, Timing } from "./rule.types.ts";
import type { PastInspection, ScheduleFact } from "./schedule.types.ts";

/** The day an inspection, or the retest after it, gave a certificate; null when neither did. */
export function grantedOn(inspection: PastInspection): string | null {
  return isPass(inspection.result) ? inspection.performedOn : (inspection.clearedOn ?? null);
}

/** The recorded last day of validity; null when none is recorded or it lies before the inspection. */
export function recordedExpiry(inspection: PastInspection): string | null {
  const validUntil = inspection.validUntil ?? null;
  return validUntil !== null && validUntil >= inspection.performedOn ? validUntil : null;
}

/**
 * When the next inspection is due after one that gave a certificate. A recorded last day wins; without one it follows
 * from the rule, as a range where facts are missing. null when the rule says too little. An inspection earlier than the
 * first one owed counts like any other: vehicles inspected that early are as a rule licensed ones, under stricter rules.
 */
export function nextDue(question: Question, rule: InspectionRule, last: PastInspection): Estimate | null {
  const granted = grantedOn(last);
  const timing = timingOf(rule.country, last.performedOn);
  if (granted === null || timing === null || rule.next.length === 0) return null;
  const recorded = recordedExpiry(last);
  const usageChangedOn = question.input.usageChangedOn ?? null;
  const isUsageNew = usageChangedOn !== null && usageChangedOn > granted;
  if (isUsageNew) return afterUsageChange(question, rule, timing, last, usageChangedOn, granted);
  const computed = computedDue(question, rule, timing, last);
  if (recorded === null) return computed;
  const exact = recordedDue(rule, timing, recorded);
  if (computed.capId === null) return exact;
  return { ...computed, range: notAfter(computed.range, exact.range.until) };
}

/** A due date that is written on the last certificate. */
export function recordedDue(rule: InspectionRule | null, timing: Timing | null, recorded: string): Estimate {
  const dueOn = asExpiry(timing, recorded);
  return {
    range: { from: dueOn, until: dueOn },
    earliestOn: opensOn(rule, timing, dueOn),
    basis: "RECORDED_EXPIRY",
    rule,
    capId: null,
    used: ["lastPeriodic", "lastPeriodic.validUntil"],
    missing: [],
  };
}

function computedDue(
  question: Question,
  rule: InspectionRule,
  timing: Timing,
  last: PastInspection,
): Estimate {
  const ranges: DateRange[] = [];
  const used: ScheduleFact[] = ["lastPeriodic"];
  const missing: ScheduleFact[] = [];
  let capId: string | null = null;
  const anchors = anchorsOf(timing, last);
  if (anchors.length > 1) missing.push("lastPeriodic.validUntil");
  for (const anchor of anchors) {
    const previous = previousOf(question, rule, timing, last, anchor);
    used.push(...previous.used);
    missing.push(...previous.missing);
    for (const option of previous.options) {
      const intervals = intervalsOf(question, rule, timing, last, anchor, option);
      used.push(...intervals.used);
      missing.push(...intervals.missing);
      capId ??= intervals.capId;
      for (const months of intervals.months)
        ranges.push(expiryRange(question, timing, anchor, option, months));
    }
  }
  const extended = withExtensions(question, hullOf(ranges), question.today);
  if (!extended.isCertain) missing.push("lastPeriodic.validUntil");
  const isKnown = isExact(extended.range);
  return {
    range: extended.range,
    earliestOn: isKnown ? opensOn(rule, timing, extended.range.until) : null,
    basis: "LAST_INSPECTION",
    rule,
    capId,
    used,
    // A range of one day needs nothing more, whatever was not known on the way.
    missing: isKnown ? [] : missing,
  };
}

/** After a change of usage the earlier certificate holds no longer than the new usage's rule would let it. */
function afterUsageChange(
  question: Question,
  rule: InspectionRule,
  timing: Timing,
  last: PastInspection,
  changedOn: string,
  granted: string,
): Estimate {
  const computed = computedDue(question, rule, timing, last);
  const used: ScheduleFact[] = [...computed.used, "usageChangedOn"];
  const months = rule.monthsBeforeUsageChange;
  if (months !== null && granted < addMonths(changedOn, -months)) {
    const range = { from: changedOn, until: changedOn };
    const earliestOn = addMonths(changedOn, -months);
    return { ...computed, range, earliestOn, basis: "USAGE_CHANGE", used, missing: [] };
  }
  const recorded = recordedExpiry(last);
  const capped = recorded === null ? computed.range : notAfter(computed.range, asExpiry(timing, recorded));
  const range = { from: laterOf(capped.from, changedOn), until: laterOf(capped.until, changedOn) };
  const isMoved = range.until !== computed.range.until;
  return {
    ...computed,
    range,
    earliestOn: isExact(range) ? (isMoved ? opensOn(rule, timing, range.until) : computed.earliestOn) : null,
    basis: range.until === changedOn ? "USAGE_CHANGE" : computed.basis,
    used,
  };
}

/** The days validity can run from: the inspection, the retest after it, or either where that is not settled. */
function anchorsOf(timing: Timing, { performedOn, result, clearedOn }: PastInspection): string[] {
  if (isPass(result) || clearedOn == null || clearedOn === performedOn) return [performedOn];
  switch (timing.countsFrom) {
    case "INSPECTION":
      return [performedOn];
    case "RETEST":
      return [clearedOn];
    case "UNSETTLED":
      return [performedOn, clearedOn];
  }
}

interface PreviousOptions {
  readonly options: readonly Previous[];
  readonly used: readonly ScheduleFact[];
  readonly missing: readonly ScheduleFact[];
}

/** Until when the certificate before ran: recorded, or the first due date where the last inspection was the first. */
function previousOf(
  question: Question,
  rule: InspectionRule,
  timing: Timing,
  last: PastInspection,
  anchor: string,
): PreviousOptions {
  const given = last.previousDueOn ?? null;
  if (!needsPreviousDue(timing)) return { options: [{ day: given }], used: [], missing: [] };
  const first = firstInLife(question, rule, last, anchor);
  const day = given ?? first;
  if (day === null)
    return { options: ["UNKNOWN"], used: ["onTime"], missing: ["lastPeriodic.previousDueOn"] };
  const used: ScheduleFact[] = given === null ? ["firstRegisteredOn"] : ["lastPeriodic.previousDueOn"];
  const others = day === first ? otherFirstDays(rule, timing, anchor, day) : [];
  return {
    options: [{ day }, ...others],
    used,
    missing: others.length === 0 ? [] : ["lastPeriodic.validUntil"],
  };
}

/** What else the date of a first inspection can be reckoned from, where that is not settled. */
function otherFirstDays(rule: InspectionRule, timing: Timing, anchor: string, day: string): Previous[] {
  const pass = { performedOn: anchor, previousDueOn: day, intervalMonths: shortestInterval(rule) };
  if (!keepsDate(timing, pass)) return [];
  if (timing.firstLastDay === "UNSETTLED") return [{ day: addDays(day, 1) }];
  return timing.firstKeeps === "UNSETTLED" ? [{ day: null }] : [];
}

/** The first due date in the vehicle's life where the inspection was the first: by that date none was owed before. */
function firstInLife(
  question: Question,
  rule: InspectionRule,
  last: PastInspection,
  performedOn: string,
): string | null {
  if (question.registered === null || !isRegistrationExact(question)) return null;
  const day = firstDay(question, rule, question.registered.from, performedOn);
  if (day === null) return null;
  const dueOn = withExtensions(question, { from: day, until: day }, performedOn).range.until;
  return performedOn <= dueOn || last.isFirst === true ? dueOn : null;
}

function expiryRange(
  question: Question,
  timing: Timing,
  anchor: string,
  previous: Previous,
  intervalMonths: number,
): DateRange {
  if (previous === "UNKNOWN") {
    const pass = { performedOn: anchor, intervalMonths };
    return expiryWithPreviousUnknown(timing, pass, wasOnTime(question, null));
  }
  const day = nextExpiryAfterPass(timing, {
    performedOn: anchor,
    previousDueOn: previous.day,
    intervalMonths,
  });
  return { from: day, until: day };
}

function opensOn(rule: InspectionRule | null, timing: Timing | null, dueOn: string): string | null {
  if (timing?.keeps == null) return null;
  if (rule === null && timing.keeps.shortCycle !== null) return null;
  return keepsFrom(timing.keeps, dueOn, rule === null ? 12 : shortestInterval(rule));
}

function notAfter(range: DateRange, limit: string): DateRange {
  return { from: earlierOf(range.from, limit), until: earlierOf(range.until, limit) };
}
