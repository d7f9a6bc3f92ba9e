import { addMonths } from "./calendar.ts";
import { answerFor } from "./answer.ts";
import { shortestInterval } from "./first-due.ts";
import { candidateRules, type Candidate } from "./match-rule.ts";
import { grantedOn } from "./next-due.ts";
import { periodicDue, periodicRules } from "./periodic-due.ts";
import { askAbout, type Question } from "./question.ts";
import { isFailure, retestDue } from "./retest.ts";
import { INSPECTION_RULES } from "./rules.data.ts";
import type { InspectionDue, PastInspection, ScheduleInput, ScheduleOptions } from "./schedule.types.ts";

const COMPLEMENTARY_RULES = INSPECTION_RULES.filter(({ obligation }) => obligation === "COMPLEMENTARY");

/**
 * When a vehicle's next inspection is due, and why: the most urgent of {@link inspectionsDue}.
 * @param today the day the status is for, `YYYY-MM-DD`
 */
export function inspectionDue(
  input: ScheduleInput,
  today: string,
  options: ScheduleOptions = {},
): InspectionDue {
  return inspectionsDue(input, today, options).reduce((one, other) =>
    isMoreUrgent(other, one) ? other : one,
  );
}

/**
 * Every inspection a vehicle owes: the periodic one (or the retest after a failure) first, then a complementary one and
 * one for a change of owner. At least one answer. Pure: the same facts and day always give the same answer.
 */
export function inspectionsDue(
  input: ScheduleInput,
  today: string,
  options: ScheduleOptions = {},
): readonly [InspectionDue, ...InspectionDue[]] {
  const question = askAbout(input, today, options);
  const periodic = periodicDue(question);
  const others = [complementaryDue(question, periodic), ownerChangeDue(question)];
  return [periodic, ...others.filter((due) => due !== null)];
}

function isMoreUrgent(one: InspectionDue, other: InspectionDue): boolean {
  const until = urgency(one);
  return until !== null && until < (urgency(other) ?? "9999-12-31");
}

/** The last day in time; null for what nobody can act on. */
function urgency({ status, window }: InspectionDue): string | null {
  return status === "UNKNOWN" || status === "EXEMPT" ? null : (window?.until ?? null);
}

/** The pollution inspection between two periodic ones (France, light goods vehicles); null when none is owed. */
function complementaryDue(question: Question, periodic: InspectionDue): InspectionDue | null {
  const { last, input } = question;
  const granted = last === null ? null : grantedOn(last);
  // A periodic inspection that is overdue takes its place.
  if (granted === null || periodic.status === "OVERDUE" || periodic.status === "EXEMPT") return null;
  const [candidate] = candidateRules(COMPLEMENTARY_RULES, question, granted, granted);
  if (candidate === undefined) return null;
  const done = input.lastComplementary ?? null;
  if (done !== null && done.performedOn > granted) return complementaryRetest(question, done);
  const dueOn = addMonths(granted, shortestInterval(candidate.rule));
  const isReplaced = periodic.window !== null && periodic.window.until <= dueOn;
  return isReplaced ? null : complementaryAnswer(question, candidate, dueOn);
}

function complementaryAnswer(question: Question, candidate: Candidate, dueOn: string): InspectionDue {
  const { rule, isCertain } = candidate;
  return answerFor(question, {
    kind: "COMPLEMENTARY",
    range: { from: dueOn, until: dueOn },
    earliestOn: addMonths(dueOn, -COMPLEMENTARY_WINDOW_MONTHS),
    basis: "LAST_INSPECTION",
    ruleId: isCertain ? rule.ruleId : null,
    ruleVersion: isCertain ? rule.version : null,
    citation: rule.citation,
    reason: isCertain ? null : "OBLIGATION_UNCERTAIN",
    used: [...candidate.used, "lastPeriodic", "lastComplementary"],
    missing: candidate.missing,
  });
}

/** Code de la route art. R323-22 II: in the two months before the year is over. */
const COMPLEMENTARY_WINDOW_MONTHS = 2;

/** The retest a failed complementary inspection asks for; null when it was passed. */
function complementaryRetest(question: Question, failed: PastInspection): InspectionDue | null {
  const { country, category } = question.input;
  if (!isFailure(failed.result) || grantedOn(failed) !== null) return null;
  const retest = retestDue(failed.result, failed.performedOn, country, null, { category });
  if (retest === null) return null;
  return answerFor(question, {
    kind: "COMPLEMENTARY_RETEST",
    range: retest.window,
    earliestOn: failed.performedOn,
    basis: "FAILED_INSPECTION",
    ruleId: retest.ruleId,
    ruleVersion: retest.ruleVersion,
    citation: retest.citation,
    reason: null,
    used: ["country", "category", "lastComplementary"],
    missing: retest.missingInputs,
  });
}

/** The recent inspection a sale needs (France); null when there is no sale or it has one. */
function ownerChangeDue(question: Question): InspectionDue | null {
  const { input, last } = question;
  const soldOn = input.changeOfOwnerOn ?? null;
  if (soldOn === null) return null;
  const [candidate, ...others] = periodicRules(question);
  if (candidate === undefined || others.length > 0) return null;
  const { rule } = candidate;
  if (rule.monthsBeforeOwnerChange === null || !isPastFirstInspection(question, candidate, soldOn))
    return null;
  const earliestOn = addMonths(soldOn, -rule.monthsBeforeOwnerChange);
  if (last !== null && grantedOn(last) !== null && last.performedOn >= earliestOn) return null;
  return answerFor(question, {
    kind: "PERIODIC",
    range: { from: soldOn, until: soldOn },
    earliestOn,
    basis: "OWNER_CHANGE",
    ruleId: rule.ruleId,
    ruleVersion: rule.version,
    citation: rule.citation,
    reason: null,
    used: [...candidate.used, "firstRegisteredOn", "changeOfOwnerOn", "lastPeriodic"],
    missing: [],
  });
}

/** Whether the vehicle is past the age of its first inspection on a day, for certain. */
function isPastFirstInspection({ registered }: Question, { rule }: Candidate, day: string): boolean {
  return registered !== null && rule.first !== null && addMonths(registered.until, rule.first.months) < day;
}
