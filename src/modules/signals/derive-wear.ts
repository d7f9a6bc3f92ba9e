import { addDays } from "../schedule/index.ts";
import { PRESUMED_POPULATION, WEAR_ACTED_ON } from "./base-rates.data.ts";
import { chanceOf } from "./chances.ts";
import type { Case, DerivedSignal } from "./derived-signal.ts";
import { isFailing } from "./derive-repairs.ts";
import type { DefectFact, InspectionFact } from "./facts.ts";
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

const defectsOf = ({ opening, retests }: Round): readonly DefectFact[] =>
  retests.length === 0 ? opening.defects : [opening, ...retests].flatMap(({ defects }) => defects);

const NO_WEAR: ReadonlyMap<string, GroupedNeed> = new Map();

/** The wear that a round noted, without what failed there. */
export function wearOf(round: Round): ReadonlyMap<string, GroupedNeed> {
  const defects = defectsOf(round);
  const found = defects.filter(isNoted);
  if (found.length === 0) return NO_WEAR;
  const noted = groupNeeds(found, isWear);
  const failing = noted.size === 0 ? [] : defects.filter(isFailing);
  if (failing.length > 0) for (const key of groupNeeds(failing).keys()) noted.delete(key);
  return noted;
}

/** Wear that the last full inspection noted: one signal for each part and place, however often it was noted before. */
export function deriveWear(given: Case): DerivedSignal[] {
  const { facts, rounds, today } = given;
  const last = rounds.full.at(-1);
  if (last === undefined) return [];
  const wear = wearByRound(rounds.full);
  const needs = [...wear(rounds.full.length - 1).values()].filter(
    (need) => !isRepairedSince(facts, need, last.opening.performedOn),
  );
  if (needs.length === 0) return [];
  const { moment, expiresOn } = timingOf(given, last.opening.performedOn);
  if (expiresOn < today) return [];
  return needs.map((need) => {
    const noted = notedSince(rounds.full, need, wear);
    const first = noted.at(-1)?.round.opening ?? last.opening;
    return {
      id: signalId(facts.id, `WEAR_REPORTED ${need.key} ${first.id}`),
      kind: "WEAR_REPORTED",
      origin: "OBSERVED",
      inspectionKind: null,
      offer: need,
      sourceId: first.id,
      moment,
      expiresOn,
      chance: CHANCE,
      evidence: evidenceOf(noted, rounds.full),
    };
  });
}

const CHANCE = chanceOf(WEAR_ACTED_ON.rate, PRESUMED_POPULATION, {
  name: WEAR_ACTED_ON.name,
  rate: WEAR_ACTED_ON.rate,
  population: WEAR_ACTED_ON.population,
});

interface NotedNeed {
  readonly round: Round;
  readonly defects: readonly DefectFact[];
}

type WearByRound = (place: number) => ReadonlyMap<string, GroupedNeed>;

/** Each round's wear once, however many needs look for theirs in it. */
function wearByRound(full: readonly Round[]): WearByRound {
  const known: ReadonlyMap<string, GroupedNeed>[] = [];
  return (place) => {
    const round = full[place];
    return round === undefined ? NO_WEAR : (known[place] ??= wearOf(round));
  };
}

/** The rounds in a row that noted a need, from the last one back. */
function notedSince(full: readonly Round[], { key }: GroupedNeed, wear: WearByRound): NotedNeed[] {
  const noted: NotedNeed[] = [];
  for (let place = full.length - 1; place >= 0; place -= 1) {
    const round = full[place];
    const found = wear(place).get(key)?.defects;
    if (round === undefined || found === undefined) break;
    noted.push({ round, defects: found });
  }
  return noted;
}

function evidenceOf(noted: readonly NotedNeed[], full: readonly Round[]): DerivedSignal["evidence"] {
  const defects = noted.flatMap(({ round: { opening, retests }, defects: found }) => {
    const ofNeed = (inspection: InspectionFact) =>
      defectEvidence(
        inspection,
        inspection.defects.filter((defect) => found.includes(defect)),
      );
    return retests.length === 0 ? ofNeed(opening) : [opening, ...retests].flatMap(ofNeed);
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
