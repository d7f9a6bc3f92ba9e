import { addDays } from "../schedule/index.ts";
import { PRESUMED_POPULATION, WEAR_ACTED_ON } from "./base-rates.data.ts";
import { chanceOf } from "./chances.ts";
import type { Case, DerivedSignal } from "./derived-signal.ts";
import { isFailing } from "./derive-repairs.ts";
import type { DefectFact } from "./facts.ts";
import { defectEvidence, odometerEvidence } from "./gather-evidence.ts";
import { EXPIRES_AFTER_DAYS, expiryOf, laterOf, retestMoment, visitMoment, type Moment } from "./moment.ts";
import { groupNeeds, type GroupedNeed, type Need } from "./needs.ts";
import { isRepairedSince } from "./repaired.ts";
import type { Round } from "./rounds.ts";
import { signalId } from "./signal-id.ts";

/** Where no next inspection is known, wear is acted on within so many days. Ours. */
const WITHOUT_INSPECTION = { likely: 365, until: 730 };

const isNoted = ({ severity, rectified }: DefectFact): boolean =>
  !rectified && (severity === "ADVISORY" || severity === "MINOR");

/** What wears out is replaced; what is adjusted, cleaned or looked at has not worn out. */
const isWear = ({ operation }: Need): boolean => operation === "REPLACE";

const defectsOf = ({ opening, retests }: Round): DefectFact[] =>
  [opening, ...retests].flatMap(({ defects }) => defects);

/** Rounds are looked at again and again while one vehicle is derived, and then never more. */
const wearOfRounds = new WeakMap<Round, ReadonlyMap<string, GroupedNeed>>();

/** The wear that a round noted, without what failed there. */
export function wearOf(round: Round): ReadonlyMap<string, GroupedNeed> {
  const known = wearOfRounds.get(round) ?? notedBy(round);
  wearOfRounds.set(round, known);
  return known;
}

function notedBy(round: Round): ReadonlyMap<string, GroupedNeed> {
  const defects = defectsOf(round);
  const failing = groupNeeds(defects.filter(isFailing));
  const noted = groupNeeds(defects.filter(isNoted), isWear);
  for (const key of failing.keys()) noted.delete(key);
  return noted;
}

/** Wear that the last full inspection noted: one signal for each part and place, however often it was noted before. */
export function deriveWear(given: Case): DerivedSignal[] {
  const { facts, rounds, today } = given;
  const last = rounds.full.at(-1);
  if (last === undefined) return [];
  const needs = [...wearOf(last).values()].filter(
    (need) => !isRepairedSince(facts, need, last.opening.performedOn),
  );
  if (needs.length === 0) return [];
  const timing = timingOf(given, last.opening.performedOn);
  if (timing.expiresOn < today) return [];
  return needs.map((need) => {
    const noted = notedSince(rounds.full, need.key);
    const first = noted[0]?.opening ?? last.opening;
    return {
      id: signalId(facts.id, `WEAR_REPORTED ${need.key} ${first.id}`),
      kind: "WEAR_REPORTED",
      origin: "OBSERVED",
      inspectionKind: null,
      offer: need,
      sourceId: first.id,
      ...timing,
      chance: CHANCE,
      evidence: evidenceOf(noted, need, rounds.full),
    };
  });
}

const CHANCE = chanceOf(WEAR_ACTED_ON.rate, PRESUMED_POPULATION, {
  name: WEAR_ACTED_ON.name,
  rate: WEAR_ACTED_ON.rate,
  population: WEAR_ACTED_ON.population,
});

/** The rounds in a row, up to the last, that noted a need. */
function notedSince(full: readonly Round[], key: string): Round[] {
  const noted: Round[] = [];
  for (let place = full.length - 1; place >= 0; place -= 1) {
    const round = full[place];
    if (round === undefined || !wearOf(round).has(key)) break;
    noted.unshift(round);
  }
  return noted;
}

function evidenceOf(
  noted: readonly Round[],
  need: GroupedNeed,
  full: readonly Round[],
): DerivedSignal["evidence"] {
  const defects = noted.toReversed().flatMap((round) => {
    const ids = new Set((wearOf(round).get(need.key)?.defects ?? []).map(({ id }) => id));
    return [round.opening, ...round.retests].flatMap((inspection) =>
      defectEvidence(
        inspection,
        inspection.defects.filter(({ id }) => ids.has(id)),
      ),
    );
  });
  const last = full.at(-1);
  const pair = last === undefined ? [] : odometerEvidence(full.at(-2)?.opening, last.opening);
  return [...defects, ...pair];
}

/**
 * Wear is acted on between the report and the next visit to an inspection, most likely when that draws near; beside a
 * failure, with its repair. A convention, not a statistic: nobody has published when owners act on advisories.
 */
function timingOf(given: Case, reportedOn: string): { readonly moment: Moment; readonly expiresOn: string } {
  const { owed, habits, today } = given;
  const due = owed.find(({ kind }) => kind === "PERIODIC" || kind === "RETEST");
  const ownExpiry = addDays(reportedOn, EXPIRES_AFTER_DAYS);
  if (due === undefined) {
    const until = laterOf(today, addDays(reportedOn, WITHOUT_INSPECTION.until));
    const likely = laterOf(today, addDays(reportedOn, WITHOUT_INSPECTION.likely));
    return { moment: { from: reportedOn, likely, until }, expiresOn: addDays(ownExpiry, EXPIRES_AFTER_DAYS) };
  }
  const isRetest = due.kind === "RETEST";
  const visit = isRetest ? retestMoment(due, reportedOn, habits, today) : visitMoment(due, habits, today);
  const likely = isRetest ? visit.likely : visit.from;
  return {
    moment: { from: reportedOn, likely, until: visit.until },
    expiresOn: laterOf(ownExpiry, expiryOf(due)),
  };
}
