import type { InspectionKind } from "../vocabulary/index.ts";
import { addDays, addMonths, type DateRange } from "./calendar.ts";
import { isExact } from "./estimate.ts";
import type { Question } from "./question.ts";
import type {
  InspectionDue,
  ScheduleBasis,
  ScheduleFact,
  ScheduleReason,
  ScheduleStatus,
} from "./schedule.types.ts";

/** Where the law opens no window, an inspection counts as due soon this many months before. */
const SOON_MONTHS = 2;

/** What an answer is made of; the rest of it follows. */
export interface Draft {
  readonly kind: InspectionKind;
  readonly range: DateRange | null;
  readonly earliestOn: string | null;
  readonly basis: ScheduleBasis;
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly citation: string | null;
  /** Set: the status is UNKNOWN whatever the dates say. */
  readonly reason: ScheduleReason | null;
  readonly used: readonly ScheduleFact[];
  readonly missing: readonly ScheduleFact[];
}

/** Turns what the rules said into an answer for today. */
export function answerFor(question: Question, draft: Draft): InspectionDue {
  const { range, reason } = draft;
  const isAssumption = question.isUsageAssumed && !draft.missing.includes("usage");
  return {
    kind: draft.kind,
    dueOn: range !== null && isExact(range) && reason !== "RULE_UNCERTAIN" ? range.until : null,
    earliestOn: draft.earliestOn,
    window: range,
    overdueFrom: range === null ? null : addDays(range.until, 1),
    status: reason === null ? statusOf(question.today, range, draft.earliestOn) : "UNKNOWN",
    basis: draft.basis,
    ruleId: draft.ruleId,
    ruleVersion: draft.ruleVersion,
    ruleSet: question.ruleSet,
    citation: draft.citation,
    reason,
    inputsUsed: [...new Set(draft.used)],
    missingInputs: [...new Set([...draft.missing, ...(isAssumption ? (["usage"] as const) : [])])],
  };
}

/** No inspection is asked for when there is no range. */
function statusOf(today: string, range: DateRange | null, earliestOn: string | null): ScheduleStatus {
  if (range === null) return "EXEMPT";
  if (today > range.until) return "OVERDUE";
  return today >= (earliestOn ?? addMonths(range.from, -SOON_MONTHS)) ? "DUE_SOON" : "NOT_YET_DUE";
}
