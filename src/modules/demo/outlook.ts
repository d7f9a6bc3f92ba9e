import type { PartCategoryKey } from "../parts/index.ts";
import { at } from "./at.ts";
import { dateOf, dayOf, weekdayOf } from "./days.ts";
import { defectRecord } from "./defect-records.ts";
import { drawVehicle, type FleetBasis } from "./fleet.ts";
import { chanceByOffset, HABITS } from "./habits.ts";
import { HISTORY_START, type Mending, type Visit } from "./history.ts";
import { isFailing } from "./inspect.ts";
import { recordedMendings } from "./mendings.ts";
import { firstDueDay, isFailed } from "./periodicity.ts";
import type { VehicleTraits } from "./traits.ts";
import { FAILING_PARTS, failureChances, type FailureChances } from "./true-chances.ts";
import type { DemoCountry } from "./wear.ts";

/**
 * What could be known of a vehicle's next periodic inspection on some day, by whoever knew the generator's rules, the
 * vehicle's own km a year and all records before that day, but neither its owner nor the future. Bayes' rule over the
 * generator's hidden levels makes the chances exact, so no model can do better on average: its score is the ceiling.
 */
export interface Outlook extends FailureChances {
  readonly index: number;
  /** Last day in time. */
  readonly dueOn: string;
  /** The day by which the visit has come with that chance, given that it has not come until `asOf`. */
  readonly visitBy: (chance: number) => string;
  /** What did happen; null where the history ends before. */
  readonly outcome: OutlookOutcome | null;
  /** Parts that the last inspection noted and somebody has seen to, or will before the next: all that it noted of them. */
  readonly mendedParts: ReadonlySet<PartCategoryKey>;
}

export interface OutlookOutcome {
  readonly performedOn: string;
  readonly hasFailed: boolean;
  readonly failedParts: ReadonlySet<PartCategoryKey>;
}

/**
 * The outlook of the fleet's vehicle of that number. Null where no next inspection can be told from the records: not
 * registered yet, its first inspection lies before the histories begin, or a failed one awaits its retest.
 */
export function trueOutlook(basis: FleetBasis, index: number, asOf: string): Outlook | null {
  const day = dayOf(asOf);
  const { traits, visits, mendings } = drawVehicle(basis, index);
  const known = visits.filter((visit) => visit.day < day);
  const dueDay = nextDueDay(traits, known);
  if (traits.firstRegisteredDay >= day || dueDay === null) return null;
  const habits = habitChances(traits, known);
  const visitBy = (chance: number) => quantile(habits, dueDay, day, chance);
  const next = visits.find((visit) => visit.kind === "PERIODIC" && visit.day >= day);
  return {
    index,
    dueOn: dateOf(dueDay),
    ...failureChances(
      traits,
      { known, recorded: recordedMendings(basis.seed, index, mendings) },
      day,
      visitBy(0.5),
    ),
    visitBy: (chance) => dateOf(visitBy(chance)),
    outcome: next === undefined ? null : outcomeOf(traits.country, next),
    mendedParts: mendedOf(
      traits.country,
      known.findLast(({ kind }) => kind === "PERIODIC"),
      mendings,
    ),
  };
}

function mendedOf(
  country: DemoCountry,
  last: Visit | undefined,
  mendings: readonly Mending[],
): ReadonlySet<PartCategoryKey> {
  if (last === undefined) return new Set();
  const own = new Set(mendings.filter(({ notedDay }) => notedDay === last.day).map(({ finding }) => finding));
  const noted = last.findings.filter((finding) => !isFailing(finding));
  const partsOf = (isMended: boolean) =>
    noted
      .filter((finding) => own.has(finding) === isMended)
      .flatMap(
        ({ component, severity, place }) => defectRecord(country, component, severity, place).partCategories,
      );
  const left = new Set(partsOf(false));
  return new Set(partsOf(true).filter((part) => !left.has(part)));
}

function nextDueDay(traits: VehicleTraits, known: readonly Visit[]): number | null {
  const last = known.findLast((visit) => visit.kind === "PERIODIC" || visit.kind === "RETEST");
  if (last !== undefined) return isFailed(last.result) ? null : last.validUntil;
  const first = firstDueDay(traits);
  return first < HISTORY_START ? null : first;
}

/** The chance of each habit, from how the earlier visits lay to their last days. */
function habitChances(traits: VehicleTraits, known: readonly Visit[]): number[] {
  const chances = HABITS.map((habit) => habit.share[traits.country]);
  known.forEach((visit, place) => {
    if (visit.kind !== "PERIODIC") return;
    // A last day that the records do not show tells nothing to anybody.
    if (nextDueDay(traits, known.slice(0, place)) !== visit.dueDay) return;
    const offset = visit.day - visit.dueDay;
    // Who would have come on a Sunday came on Monday.
    const earliest = weekdayOf(visit.day) === 1 ? offset - 1 : offset;
    chances.forEach((chance, habit) => {
      chances[habit] = chance * (chanceByOffset(habit, offset) - chanceByOffset(habit, earliest - 1));
    });
  });
  const sum = chances.reduce((total, chance) => total + chance, 0);
  // Nothing that a habit allows: the visit was put off by the one before it.
  return sum > 0 ? chances.map((chance) => chance / sum) : HABITS.map((habit) => habit.share[traits.country]);
}

function quantile(habits: readonly number[], dueDay: number, asOf: number, chance: number): number {
  const by = (day: number) => {
    const working = weekdayOf(day) === 0 ? day - 1 : day;
    return habits.reduce((sum, weight, habit) => sum + weight * chanceByOffset(habit, working - dueDay), 0);
  };
  const gone = by(asOf - 1);
  const wanted = gone + (1 - gone) * chance;
  let [low, high] = [asOf, Math.max(asOf, dueDay) + 600];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (by(middle) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

function outcomeOf(country: DemoCountry, visit: Visit): OutlookOutcome {
  const failing = visit.findings.filter(isFailing);
  return {
    performedOn: dateOf(visit.day),
    hasFailed: failing.length > 0,
    failedParts: new Set(failing.flatMap((finding) => at(FAILING_PARTS[country], finding.component))),
  };
}
