/**
 * When a vehicle must be inspected, what a failed inspection asks for, and what the countries' own words mean. Pure
 * functions over reviewed rules; no I/O, no clock.
 */
export { inspectionDue, inspectionsDue } from "./inspection-due.ts";
export { keepsFrom, nextExpiryAfterPass, timingOf, type PassForExpiry } from "./expiry.ts";
export { isFailure, isPass, retestDue } from "./retest.ts";
export { nationalKind, nationalResult } from "./national-words.ts";
export {
  addDays,
  addMonths,
  daysBetween,
  endOfMonth,
  isCalendarDate,
  startOfMonth,
  type DateRange,
} from "./calendar.ts";
export { INSPECTION_RULES, INTERVAL_CAPS } from "./rules.data.ts";
export { EXTENSIONS, TIMINGS } from "./timings.data.ts";
export { RETEST_RULES } from "./retests.data.ts";
export type { InspectionRule, KeepWindow, Timing } from "./rule.types.ts";
export {
  REGIONS,
  RULE_SETS,
  SCHEDULE_BASES,
  SCHEDULE_REASONS,
  SCHEDULE_STATUSES,
  type InspectionDue,
  type PastInspection,
  type Region,
  type RuleSet,
  type ScheduleBasis,
  type ScheduleFact,
  type ScheduleInput,
  type ScheduleOptions,
  type ScheduleReason,
  type ScheduleStatus,
} from "./schedule.types.ts";
export {
  DRIVING_AFTER_FAILURE,
  LATE_RETEST_MEANINGS,
  type DrivingAfterFailure,
  type LateRetestMeaning,
  type RetestContext,
  type RetestDue,
} from "./retest.types.ts";
export {
  NATIONAL_WORD_PROBLEMS,
  type NationalContext,
  type NationalKind,
  type NationalResult,
  type NationalWordProblem,
} from "./national-words.types.ts";
