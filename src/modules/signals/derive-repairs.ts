import { addDays, isFailure, type InspectionDue } from "../schedule/index.ts";
import type { Case, DerivedSignal } from "./derived-signal.ts";
import { inTimeChance, retestChance } from "./derive-inspections.ts";
import type { DefectFact, InspectionFact } from "./facts.ts";
import { defectEvidence, ruleEvidence } from "./gather-evidence.ts";
import {
  EXPIRES_AFTER_DAYS,
  expiryOf,
  laterOf,
  retestMoment,
  visitMoment,
  type Moment,
  type OwedInspection,
} from "./moment.ts";
import { groupNeeds } from "./needs.ts";
import { isRepairedSince } from "./repaired.ts";
import { latestFailure, passOf, type Round } from "./rounds.ts";
import { signalId } from "./signal-id.ts";

export const isFailing = ({ severity, rectified }: DefectFact): boolean =>
  !rectified && (severity === "MAJOR" || severity === "DANGEROUS");

/** What has to be repaired before a failed vehicle can pass: one signal for each part and place. */
export function deriveRepairs(given: Case): DerivedSignal[] {
  return failedRounds(given).flatMap((round) => repairsOf(given, round));
}

/** Rounds that stand failed: the last full one, and a complementary one that came after it. */
function failedRounds({ rounds: { full, complementary } }: Case): Round[] {
  const [last, between] = [full.at(-1), complementary.at(-1)];
  const isStanding = (round: Round | undefined): round is Round =>
    round !== undefined && isFailure(round.opening.result) && passOf(round) === null;
  const isLater = last === undefined || (between?.opening.performedOn ?? "") > last.opening.performedOn;
  return [last, isLater ? between : undefined].filter(isStanding);
}

function repairsOf(given: Case, round: Round): DerivedSignal[] {
  const { facts, habits, owed, today } = given;
  const due = owed.find(({ kind }) => isAnswerTo(kind, round)) ?? owed[0];
  const found = latestFailure(round);
  const needs = [...groupNeeds(found.defects.filter(isFailing)).values()].filter(
    (need) => !isRepairedSince(facts, need, found.performedOn),
  );
  const expiresOn = expiresWith(due, round.opening);
  if (needs.length === 0 || expiresOn < today) return [];
  const moment = momentBefore(due, round.opening, given);
  const chance = isRetest(due) ? retestChance(due, round.opening.performedOn, given) : inTimeChance(habits);
  const rules = due === undefined ? [] : [ruleEvidence(due, round.opening)];
  return needs.map((need) => ({
    id: signalId(facts.id, `REPAIR_REQUIRED ${need.key} ${round.opening.id}`),
    kind: "REPAIR_REQUIRED",
    origin: "OBSERVED",
    inspectionKind: null,
    offer: need,
    sourceId: round.opening.id,
    moment,
    expiresOn,
    chance,
    evidence: [...defectEvidence(found, need.defects), ...rules],
  }));
}

const isRetest = (due: OwedInspection | undefined): due is OwedInspection =>
  due?.kind === "RETEST" || due?.kind === "COMPLEMENTARY_RETEST";

function isAnswerTo(kind: InspectionDue["kind"], { opening }: Round): boolean {
  const isComplementary = opening.kind === "COMPLEMENTARY";
  return kind === (isComplementary ? "COMPLEMENTARY_RETEST" : "RETEST");
}

/** The vehicle may be repaired as long as it may still come back, for a retest or in full. */
function expiresWith(due: OwedInspection | undefined, opening: InspectionFact): string {
  const own = addDays(opening.performedOn, EXPIRES_AFTER_DAYS);
  const shared = due === undefined ? own : expiryOf(due);
  return shared > own ? shared : own;
}

/** Most countries give two months; where no rule is known, half of that is as likely as anything. */
const WITHOUT_RULE = { likely: 30, until: 60 };

/** It must be repaired before it comes back. */
function momentBefore(
  due: OwedInspection | undefined,
  { performedOn }: InspectionFact,
  { habits, today }: Case,
): Moment {
  if (due === undefined) {
    const day = (after: number) => laterOf(today, addDays(performedOn, after));
    return {
      from: laterOf(today, performedOn),
      likely: day(WITHOUT_RULE.likely),
      until: day(WITHOUT_RULE.until),
    };
  }
  return isRetest(due) ? retestMoment(due, performedOn, habits, today) : visitMoment(due, habits, today);
}
