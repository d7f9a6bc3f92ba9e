import { hullOf, isExact, type Estimate } from "./estimate.ts";
import { answerFor, type Draft } from "./answer.ts";
import { timingOf } from "./expiry.ts";
import { firstDue } from "./first-due.ts";
import { candidateRules, type Candidate } from "./match-rule.ts";
import { grantedOn, nextDue, recordedDue, recordedExpiry } from "./next-due.ts";
import { missingRegistration, type Question } from "./question.ts";
import { isFailure, retestDue } from "./retest.ts";
import type { RetestDue } from "./retest.types.ts";
import type { InspectionRule } from "./rule.types.ts";
import { INSPECTION_RULES, INTERVAL_CAPS } from "./rules.data.ts";
import type { InspectionDue, PastInspection, ScheduleFact, ScheduleReason } from "./schedule.types.ts";

const PERIODIC_RULES = INSPECTION_RULES.filter(({ obligation }) => obligation === "PERIODIC");
const EXEMPTIONS = INSPECTION_RULES.filter(({ obligation }) => obligation === "NONE");

/** When the vehicle's next periodic inspection, or the retest it owes after a failed one, is due. */
export function periodicDue(question: Question): InspectionDue {
  const { last } = question;
  if (last !== null && isFailure(last.result) && grantedOn(last) === null) {
    const failed = failedDue(question, last);
    if (failed !== null) return failed;
  }
  const exemptions = candidateRules(EXEMPTIONS, question, question.today, question.today);
  const exemption = exemptions.find(({ isCertain }) => isCertain);
  if (exemption !== undefined) return exempt(question, exemption);
  const candidates = periodicRules(question);
  const estimates = candidates.flatMap((candidate) => estimateFor(question, candidate));
  const recorded = recordedWithoutRule(question, candidates);
  if (recorded !== null) return owedUnlessExempt(question, exemptions, draftOf([recorded]));
  if (candidates.length === 0) return unknown(question, "NO_RULE", missingForRule(question));
  if (estimates.length < candidates.length) return withoutEstimate(question, candidates);
  const draft = withCertainty(draftOf(estimates), candidates);
  return isImportedAfter(question, draft)
    ? answerFor(question, { ...draft, ...IMPORTED, missing: ["lastPeriodic"] })
    : owedUnlessExempt(question, exemptions, draft);
}

/** The periodic rules that can apply, under the law of the last inspection or, before the first, of today. */
export function periodicRules(question: Question): Candidate[] {
  const { last, today } = question;
  const pivot = last === null ? today : (grantedOn(last) ?? today);
  return candidateRules(PERIODIC_RULES, question, pivot, pivot);
}

function estimateFor(question: Question, candidate: Candidate): Estimate[] {
  const { last } = question;
  const estimate =
    last === null || grantedOn(last) === null
      ? standingDue(question, candidate.rule, last)
      : nextDue(question, candidate.rule, last);
  if (estimate === null) return [];
  const used = [...candidate.used, ...estimate.used];
  const missing = [...candidate.missing, ...estimate.missing];
  return [{ ...estimate, used, missing }];
}

/** The date that stands while no inspection has given a certificate: the first one, or the one missed since. */
function standingDue(question: Question, rule: InspectionRule, last: PastInspection | null): Estimate | null {
  const previousDueOn = last?.previousDueOn ?? null;
  if (previousDueOn !== null) {
    const range = { from: previousDueOn, until: previousDueOn };
    const used: ScheduleFact[] = ["lastPeriodic", "lastPeriodic.previousDueOn"];
    const timing = timingOf(rule.country, question.today);
    return { ...recordedDue(rule, timing, previousDueOn), range, basis: "PREVIOUS_DUE_DATE", used };
  }
  const first = firstDue(question, rule);
  if (first === null || (last !== null && last.performedOn > first.range.from)) return null;
  const changedOn = question.input.usageChangedOn ?? null;
  if (changedOn === null || changedOn <= first.range.from) return first;
  const range = { from: changedOn, until: changedOn };
  return {
    ...first,
    range,
    earliestOn: null,
    basis: "USAGE_CHANGE",
    used: [...first.used, "usageChangedOn"],
    missing: [],
  };
}

/** A recorded last day stands by itself, whichever of the possible rules applies and even when there is none. */
function recordedWithoutRule(question: Question, candidates: readonly Candidate[]): Estimate | null {
  const { last, input } = question;
  const isSettled = candidates.length === 1 && candidates[0]?.isCertain === true;
  const granted = last === null ? null : grantedOn(last);
  if (last === null || granted === null || isSettled || question.ruleSet !== "CURRENT") return null;
  const recorded = recordedExpiry(last);
  if (recorded === null || (input.usageChangedOn ?? granted) > granted) return null;
  return recordedDue(null, timingOf(input.country, last.performedOn), recorded);
}

function draftOf(estimates: readonly Estimate[]): Draft {
  const range = hullOf(estimates.map((estimate) => estimate.range));
  const earliest = new Set(estimates.map(({ earliestOn }) => earliestOn));
  const [earliestOn = null] = earliest;
  return {
    kind: "PERIODIC",
    range,
    earliestOn: isExact(range) && earliest.size === 1 ? earliestOn : null,
    basis: estimates[0]?.basis ?? "NO_RULE",
    ...ruleOf(estimates),
    reason: null,
    used: estimates.flatMap(({ used }) => used),
    // Several rules that all give the same day leave nothing open.
    missing: isExact(range) ? [] : estimates.flatMap(({ missing }) => missing),
  };
}

/** The rule behind the estimates: the proposed one that shortened them, the only one, or none of several. */
function ruleOf(estimates: readonly Estimate[]): Pick<Draft, "ruleId" | "ruleVersion" | "citation"> {
  const cap = INTERVAL_CAPS.find(({ capId }) => estimates.some((estimate) => estimate.capId === capId));
  const rules = estimates.flatMap(({ rule }) => (rule === null ? [] : [rule]));
  const citations = new Set(rules.map(({ citation }) => citation));
  if (cap !== undefined) citations.add(cap.citation);
  const citation = citations.size === 0 ? null : [...citations].join(" / ");
  if (cap !== undefined) return { ruleId: cap.capId, ruleVersion: 1, citation };
  const [only] = rules;
  return estimates.length === 1 && only !== undefined
    ? { ruleId: only.ruleId, ruleVersion: only.version, citation }
    : { ruleId: null, ruleVersion: null, citation };
}

/** Where no rule applies for certain, a vehicle with other facts than those we have may have no rule at all. */
function withCertainty(draft: Draft, candidates: readonly Candidate[]): Draft {
  if (candidates.some(({ isCertain }) => isCertain)) return draft;
  const missing = [...draft.missing, ...candidates.flatMap((candidate) => candidate.missing)];
  return { ...draft, reason: "RULE_UNCERTAIN", missing };
}

/** The date as it stands, unless an exemption begins before it or may apply already. */
function owedUnlessExempt(question: Question, exemptions: readonly Candidate[], draft: Draft): InspectionDue {
  if (exemptions.length > 0) {
    const missing = [...draft.missing, ...exemptions.flatMap((candidate) => candidate.missing)];
    return answerFor(question, { ...draft, reason: "EXEMPTION_UNCERTAIN", missing });
  }
  const dueFrom = draft.range?.from ?? question.today;
  const later =
    dueFrom <= question.today
      ? undefined
      : candidateRules(EXEMPTIONS, question, dueFrom, dueFrom).find(({ isCertain }) => isCertain);
  return later === undefined ? answerFor(question, draft) : exempt(question, later);
}

function exempt(question: Question, { rule, used }: Candidate): InspectionDue {
  return answerFor(question, {
    kind: "PERIODIC",
    range: null,
    earliestOn: null,
    basis: "EXEMPTION",
    ruleId: rule.ruleId,
    ruleVersion: rule.version,
    citation: rule.citation,
    reason: null,
    used,
    missing: [],
  });
}

const IMPORTED = {
  range: null,
  earliestOn: null,
  reason: "IMPORT_HISTORY_UNKNOWN",
} as const satisfies Partial<Draft>;

/** Whether the first date of a never inspected vehicle lies before it came into the country. */
function isImportedAfter({ input, last }: Question, draft: Draft): boolean {
  const admittedOn = input.firstAdmissionInCountryOn ?? null;
  if (admittedOn === null || last !== null || draft.range === null) return false;
  // British imports are reckoned from manufacture, which is not among the inputs.
  const isBritish = input.country === "GB" && admittedOn !== input.firstRegisteredOn;
  return isBritish || draft.range.from < admittedOn;
}

function withoutEstimate(question: Question, candidates: readonly Candidate[]): InspectionDue {
  const { last, registered } = question;
  if (last !== null) return unknown(question, "EARLIER_CERTIFICATE_UNKNOWN", ["lastPeriodic.previousDueOn"]);
  const missing: ScheduleFact[] = registered === null ? ["firstRegisteredOn"] : ["lastPeriodic"];
  return unknown(question, "NOTHING_TO_RECKON_FROM", [
    ...candidates.flatMap((candidate) => candidate.missing),
    ...missing,
  ]);
}

function missingForRule({ input, usage }: Question): ScheduleFact[] {
  const missing: ScheduleFact[] = [];
  if (input.category === "UNKNOWN") missing.push("category");
  if (usage === "UNKNOWN") missing.push("usage");
  return missing;
}

function unknown(
  question: Question,
  reason: ScheduleReason,
  missing: readonly ScheduleFact[],
): InspectionDue {
  return answerFor(question, {
    kind: "PERIODIC",
    range: null,
    earliestOn: null,
    basis: "NO_RULE",
    ruleId: null,
    ruleVersion: null,
    citation: null,
    reason,
    used: ["country", "category"],
    missing: [...missing, ...(missing.length === 0 ? missingRegistration(question) : [])],
  });
}

/** After a failure: the retest while there is time for it, then the full inspection. null where no rule says. */
function failedDue(question: Question, last: PastInspection): InspectionDue | null {
  const { input, publicHolidays } = question;
  const { category } = input;
  const previousDueOn = last.previousDueOn ?? null;
  const context = { category, previousDueOn, publicHolidays };
  const retest = retestDue(last.result, last.performedOn, input.country, null, context);
  if (retest === null) return null;
  const isRetestOpen =
    retest.window === null ? retest.goodUntil === last.performedOn : question.today <= retest.window.until;
  if (isRetestOpen) return retestOwed(question, last, retest);
  if (retest.goodUntil === null) return null;
  return answerFor(question, {
    ...retestDraft(last, retest),
    kind: "PERIODIC",
    range: { from: retest.goodUntil, until: retest.goodUntil },
    basis: retest.goodUntil === previousDueOn ? "PREVIOUS_DUE_DATE" : "FAILED_INSPECTION",
    missing: [],
  });
}

function retestOwed(question: Question, last: PastInspection, retest: RetestDue): InspectionDue {
  // Where the law sets no limit the vehicle stands still from the day it failed.
  const range = retest.window ?? { from: last.performedOn, until: last.performedOn };
  return answerFor(question, { ...retestDraft(last, retest), kind: "RETEST", range });
}

function retestDraft(last: PastInspection, retest: RetestDue): Omit<Draft, "kind" | "range"> {
  return {
    earliestOn: last.performedOn,
    basis: "FAILED_INSPECTION",
    ruleId: retest.ruleId,
    ruleVersion: retest.ruleVersion,
    citation: retest.citation,
    reason: null,
    used: ["country", "category", "lastPeriodic"],
    missing: retest.missingInputs,
  };
}
