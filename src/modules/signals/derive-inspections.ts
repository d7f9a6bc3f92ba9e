import { addDays, daysBetween } from "../schedule/index.ts";
import { chanceOf, type Chance } from "./chances.ts";
import type { Case, DerivedSignal } from "./derived-signal.ts";
import { defectEvidence, ruleEvidence } from "./gather-evidence.ts";
import type { InspectionFact } from "./facts.ts";
import { expiryOf, retestMoment, retestsGone, visitMoment, type OwedInspection } from "./moment.ts";
import type { Round } from "./rounds.ts";
import { signalId } from "./signal-id.ts";
import type { VisitHabits } from "./visit-timing.ts";

/** Visits that a country's habits are worth beside a vehicle's own. Ours. */
const PRIOR_VISITS = 10;
/** An inspection that is due sooner, or overdue, is expected within so many days. */
const NEAR_DAYS = 30;

/** Inspections and retests that the law wants. */
export function deriveInspections(given: Case): DerivedSignal[] {
  return given.owed.flatMap((due) => {
    if (expiryOf(due) < given.today) return [];
    const isRetest = due.kind === "RETEST" || due.kind === "COMPLEMENTARY_RETEST";
    return isRetest ? retestDue(given, due) : [inspectionDue(given, due)];
  });
}

function inspectionDue(given: Case, due: OwedInspection): DerivedSignal {
  const { facts, habits, today } = given;
  const source = sourceOf(given, due);
  return {
    id: signalId(facts.id, `INSPECTION_DUE ${due.kind} ${source?.id ?? "FIRST"}`),
    kind: "INSPECTION_DUE",
    origin: "OBSERVED",
    inspectionKind: due.kind,
    offer: null,
    sourceId: source?.id ?? null,
    moment: visitMoment(due, habits, today),
    expiresOn: expiryOf(due),
    chance: visitChance(due, habits, today),
    evidence: [ruleEvidence(due, source)],
  };
}

function retestDue(given: Case, due: OwedInspection): DerivedSignal[] {
  const { facts, habits, today } = given;
  const failed = roundOf(given, due)?.opening;
  if (failed === undefined) return [];
  const defects = failed.defects.filter(({ severity }) => severity === "MAJOR" || severity === "DANGEROUS");
  return [
    {
      id: signalId(facts.id, `RETEST_DUE ${failed.id}`),
      kind: "RETEST_DUE",
      origin: "OBSERVED",
      inspectionKind: due.kind,
      offer: null,
      sourceId: failed.id,
      moment: retestMoment(due, failed.performedOn, habits, today),
      expiresOn: expiryOf(due),
      chance: retestChance(due, failed.performedOn, given),
      evidence: [ruleEvidence(due, failed), ...defectEvidence(failed, defects)],
    },
  ];
}

/** The round that a due inspection follows. */
function roundOf({ rounds: { full, complementary } }: Case, { kind }: OwedInspection): Round | undefined {
  return (kind === "COMPLEMENTARY_RETEST" ? complementary : full).at(-1);
}

/** The inspection that the due date is reckoned from; null before the first. */
function sourceOf({ rounds }: Case, due: OwedInspection): InspectionFact | null {
  const last = rounds.full.at(-1)?.opening ?? null;
  if (due.kind !== "COMPLEMENTARY") return last;
  const complementary = rounds.complementary.at(-1)?.opening ?? null;
  if (complementary === null || last === null) return last ?? complementary;
  return complementary.performedOn > last.performedOn ? complementary : last;
}

/**
 * The chance that the inspection takes place by its last day in time or, once that is near or over, within the next
 * month: what the population does, weighed by what this vehicle did.
 */
function visitChance(due: OwedInspection, habits: VisitHabits, today: string): Chance {
  const { population } = habits;
  const dueOn = due.window.until;
  const after = daysBetween(dueOn, today) - 1;
  const by = Math.max(0, daysBetween(dueOn, addDays(today, NEAR_DAYS)));
  const chance = (chanceBy: (offset: number) => number): number => {
    const gone = chanceBy(after);
    return gone >= 1 ? 0 : (chanceBy(by) - gone) / (1 - gone);
  };
  return chanceOf(chance(habits.by), PRIOR_VISITS + habits.visits, {
    name: population.name,
    rate: chance(population.by),
    population: population.population,
  });
}

/**
 * The chance that a failed vehicle passes a retest by the last day for it, given that it has not until today: what its
 * country's vehicles do, where that was learnt.
 */
export function retestChance(due: OwedInspection, failedOn: string, { habits, today }: Case): Chance {
  const { name, retested } = habits.population;
  if (retested === null) return inTimeChance(habits);
  const gone = retested.inTime * retestsGone(due, failedOn, habits, today);
  const rate = (retested.inTime - gone) / (1 - gone);
  return chanceOf(rate, retested.failures, { name: `${name}_RETESTED`, rate, population: retested.failures });
}

/** The chance to keep a date that the law sets; stands in where none was published for the date in question. */
export function inTimeChance({ population, by, visits }: VisitHabits): Chance {
  const baseline = { name: population.name, rate: population.by(0), population: population.population };
  return chanceOf(by(0), PRIOR_VISITS + visits, baseline);
}
