import type { CountryCode, InspectionResult } from "../vocabulary/index.ts";
import { addDays, addMonths, addWorkingDays, type DateRange } from "./calendar.ts";
import { isInForce } from "./match-rule.ts";
import { foldWords } from "./national-words.ts";
import type { RetestContext, RetestDue, RetestLimit, RetestRule } from "./retest.types.ts";
import { RETEST_RULES } from "./retests.data.ts";
import type { ScheduleFact } from "./schedule.types.ts";

/** The most public holidays that can fall into ten working days (Christmas to New Year in Scotland). */
const MOST_HOLIDAYS = 4;

/**
 * What a failed inspection asks for: until when a retest, from when a driving ban, what being late means.
 * @param nationalResult the country's own word or code, where it says more than ours (Germany's "verkehrsunsicher")
 * @returns null when the inspection was not failed, or no rule for it was researched
 */
export function retestDue(
  result: InspectionResult,
  performedOn: string,
  country: CountryCode,
  nationalResult: string | null = null,
  context: RetestContext = {},
): RetestDue | null {
  const rule = retestRule(result, performedOn, country, nationalResult, context);
  if (rule === null) return null;
  const previousDueOn = context.previousDueOn ?? null;
  const window = limitWindow(rule.limit, performedOn, context);
  const retestBy = window !== null && window.from === window.until ? window.from : null;
  return {
    retestBy,
    window,
    drivingBannedFrom: bannedFrom(rule, performedOn, retestBy, previousDueOn),
    driving: rule.driving,
    late: rule.late,
    goodUntil: goodUntil(rule, performedOn, retestBy, previousDueOn),
    ruleId: rule.ruleId,
    ruleVersion: rule.version,
    citation: rule.citation,
    missingInputs: missingInputs(rule, context),
  };
}

/** Whether the result is a failure, so that a retest follows. */
export function isFailure(result: InspectionResult): boolean {
  return result === "FAIL_MAJOR" || result === "FAIL_DANGEROUS";
}

/** Whether the result gives a new certificate. */
export function isPass(result: InspectionResult): boolean {
  return result === "PASS" || result === "PASS_WITH_MINOR" || result === "PASS_AFTER_RECTIFICATION";
}

function retestRule(
  result: InspectionResult,
  performedOn: string,
  country: CountryCode,
  nationalResult: string | null,
  { category }: RetestContext,
): RetestRule | null {
  const words = nationalResult === null ? null : foldWords(nationalResult);
  const rule = RETEST_RULES.find(
    (row) =>
      row.country === country &&
      row.result === result &&
      isInForce(row, performedOn) &&
      !(category != null && row.exceptCategories.includes(category)) &&
      (row.nationalResults === null || (words !== null && row.nationalResults.includes(words))),
  );
  return rule ?? null;
}

function limitWindow(limit: RetestLimit, performedOn: string, context: RetestContext): DateRange | null {
  switch (limit.unit) {
    case "MONTHS":
      return oneDay(addMonths(performedOn, limit.count));
    case "DAYS":
      return oneDay(addDays(performedOn, limit.count));
    case "WORKING_DAYS": {
      const holidays = context.publicHolidays ?? null;
      const from = addWorkingDays(performedOn, limit.count, holidays ?? []);
      return { from, until: holidays === null ? addWorkingDays(from, MOST_HOLIDAYS, []) : from };
    }
    case "PREVIOUS_DUE":
      return context.previousDueOn == null ? null : oneDay(context.previousDueOn);
    case "NONE":
      return null;
  }
}

function bannedFrom(
  rule: RetestRule,
  performedOn: string,
  retestBy: string | null,
  previousDueOn: string | null,
): string | null {
  switch (rule.bannedFrom) {
    case "TEST_DAY":
      return performedOn;
    case "DAY_AFTER_TEST":
      return addDays(performedOn, 1);
    case "AFTER_LIMIT":
      return retestBy === null ? null : addDays(retestBy, 1);
    case "AFTER_PREVIOUS_DUE":
      if (previousDueOn === null) return null;
      return previousDueOn < performedOn ? performedOn : addDays(previousDueOn, 1);
    case null:
      return null;
  }
}

function goodUntil(
  rule: RetestRule,
  performedOn: string,
  retestBy: string | null,
  previousDueOn: string | null,
): string | null {
  if (rule.goodUntil === "LIMIT") return retestBy;
  return rule.goodUntil === "TEST_DAY" ? performedOn : previousDueOn;
}

function missingInputs(rule: RetestRule, context: RetestContext): ScheduleFact[] {
  const missing: ScheduleFact[] = [];
  const needsPrevious =
    rule.limit.unit === "PREVIOUS_DUE" ||
    rule.bannedFrom === "AFTER_PREVIOUS_DUE" ||
    rule.goodUntil === "PREVIOUS_DUE";
  if (needsPrevious && context.previousDueOn == null) missing.push("lastPeriodic.previousDueOn");
  if (rule.limit.unit === "WORKING_DAYS" && context.publicHolidays == null) missing.push("publicHolidays");
  return missing;
}

function oneDay(day: string): DateRange {
  return { from: day, until: day };
}
