import type { PartCategoryKey } from "../parts/index.ts";
import { at } from "./at.ts";
import { COMPONENT_ROWS } from "./components.data.ts";
import { dateOf, dayOf, weekdayOf } from "./days.ts";
import { defectRecord } from "./defect-records.ts";
import { drawVehicle, type FleetBasis } from "./fleet.ts";
import { chanceByOffset, HABITS } from "./habits.ts";
import { HISTORY_START, type Visit } from "./history.ts";
import { ALL_COMPONENTS, COMPLEMENTARY_COMPONENTS, isFailing, rememberFindings } from "./inspect.ts";
import { firstDueDay, isFailed } from "./periodicity.ts";
import type { VehicleTraits } from "./traits.ts";
import {
  ageFactors,
  CARE_LEVELS,
  COMPONENT_COUNT,
  FATES,
  fillIntensities,
  PREPARED_FACTOR,
  UNKNOWN,
  UNPREPARED_FACTOR,
  unpreparedChance,
  type ComponentState,
  type DemoCountry,
} from "./wear.ts";

/**
 * What could be known of a vehicle's next periodic inspection on some day, by whoever knew the generator's rules, the
 * vehicle's own km a year and all records before that day, but neither its owner nor the future. Bayes' rule over the
 * generator's hidden levels makes the chances exact, so no model can do better on average: its score is the ceiling.
 */
export interface Outlook {
  readonly index: number;
  /** Last day in time. */
  readonly dueOn: string;
  /** That at least one defect fails (MAJOR or DANGEROUS, rectified on the spot or not). */
  readonly failureProbability: number;
  /** The same, for a defect whose repair takes the part. */
  readonly failureByPart: ReadonlyMap<PartCategoryKey, number>;
  /** The day by which the visit has come with that chance, given that it has not come until `asOf`. */
  readonly visitBy: (chance: number) => string;
  /** What did happen; null where the history ends before. */
  readonly outcome: OutlookOutcome | null;
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
  const { traits, visits } = drawVehicle(basis, index);
  const known = visits.filter((visit) => visit.day < day);
  const dueDay = nextDueDay(traits, known);
  if (traits.firstRegisteredDay >= day || dueDay === null) return null;
  const habits = habitChances(traits, known);
  const visitBy = (chance: number) => quantile(habits, dueDay, day, chance);
  const next = visits.find((visit) => visit.kind === "PERIODIC" && visit.day >= day);
  return {
    index,
    dueOn: dateOf(dueDay),
    ...failureChances(traits, known, visitBy(0.5)),
    visitBy: (chance) => dateOf(visitBy(chance)),
    outcome: next === undefined ? null : outcomeOf(traits.country, next),
  };
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

/** Everything an inspection's chances depend on but the owner and the condition of the day. */
interface Scene {
  readonly country: DemoCountry;
  readonly ageDays: number;
  readonly fails: Float64Array;
  readonly notes: Float64Array;
  readonly ageFactors: Float64Array;
  readonly states: readonly ComponentState[];
}

/** The two conditions in which a vehicle may be brought: their chance, and the factor on failing. */
function conditions(scene: Scene, care: number): readonly (readonly [chance: number, factor: number])[] {
  const unprepared = unpreparedChance(scene.country, care, scene.ageDays);
  return [
    [1 - unprepared, PREPARED_FACTOR],
    [unprepared, UNPREPARED_FACTOR[scene.country]],
  ];
}

/** Chances that a component is found failing, and found good enough. */
function componentChances(
  scene: Scene,
  component: number,
  care: number,
  condition: number,
): [fail: number, note: number] {
  const base = at(CARE_LEVELS, care).factor * (scene.ageFactors[component] ?? 0);
  let [failing, noted] = [0, 0];
  for (const fate of FATES[at(scene.states, component)]) {
    const fail = base * condition * (scene.fails[component] ?? 0) * fate.fails;
    const note = base * (scene.notes[component] ?? 0) * fate.notes;
    failing += fate.share * -Math.expm1(-fail);
    noted += fate.share * (Math.exp(-fail) - Math.exp(-fail - note));
  }
  return [failing, noted];
}

/** The chance of all that a visit found and did not find, for each level of care. */
function likelihoods(scene: Scene, visit: Visit): number[] {
  const scope = visit.kind === "PERIODIC" ? ALL_COMPONENTS : COMPLEMENTARY_COMPONENTS;
  const found = new Map(visit.findings.map((finding) => [finding.component, isFailing(finding)]));
  return CARE_LEVELS.map((_, care) =>
    conditions(scene, care).reduce((sum, [chance, factor]) => {
      let product = chance;
      for (let component = 0; component < COMPONENT_COUNT; component += 1) {
        if (scope[component] === 0) continue;
        const [failing, noted] = componentChances(scene, component, care, factor);
        const isFailed = found.get(component);
        product *= isFailed === undefined ? 1 - failing - noted : isFailed ? failing : noted;
      }
      return sum + product;
    }, 0),
  );
}

function failureChances(
  traits: VehicleTraits,
  known: readonly Visit[],
  visitDay: number,
): Pick<Outlook, "failureProbability" | "failureByPart"> {
  const fails = new Float64Array(COMPONENT_COUNT);
  const notes = new Float64Array(COMPONENT_COUNT);
  fillIntensities(traits, fails, notes);
  const states = new Array<ComponentState>(COMPONENT_COUNT).fill(UNKNOWN);
  const sceneOn = (day: number): Scene => {
    const ageDays = day - traits.firstRegisteredDay;
    const { country } = traits;
    return { country, ageDays, fails, notes, states, ageFactors: ageFactors(country, ageDays) };
  };
  let cares: number[] = CARE_LEVELS.map((level) => level.share);
  for (const visit of known) {
    if (visit.kind !== "PERIODIC" && visit.kind !== "COMPLEMENTARY") continue;
    const likely = likelihoods(sceneOn(visit.day), visit);
    const joint = cares.map((chance, care) => chance * at(likely, care));
    const sum = joint.reduce((total, chance) => total + chance, 0);
    cares = joint.map((chance) => chance / sum);
    if (visit.kind === "PERIODIC") rememberFindings(visit.findings, states);
  }
  return chancesToFail(sceneOn(visitDay), cares);
}

/** Over all owners and conditions, the chance that something fails, and that something of each part does. */
function chancesToFail(
  scene: Scene,
  cares: readonly number[],
): Pick<Outlook, "failureProbability" | "failureByPart"> {
  const partsOf = FAILING_PARTS[scene.country];
  const failureByPart = new Map<PartCategoryKey, number>();
  let failureProbability = 0;
  cares.forEach((careChance, care) => {
    for (const [conditionChance, factor] of conditions(scene, care)) {
      let allPass = 1;
      const partPasses = new Map<PartCategoryKey, number>();
      for (let component = 0; component < COMPONENT_COUNT; component += 1) {
        const [failing] = componentChances(scene, component, care, factor);
        allPass *= 1 - failing;
        for (const part of at(partsOf, component))
          partPasses.set(part, (partPasses.get(part) ?? 1) * (1 - failing));
      }
      const weight = careChance * conditionChance;
      failureProbability += weight * (1 - allPass);
      for (const [part, passes] of partPasses)
        failureByPart.set(part, (failureByPart.get(part) ?? 0) + weight * (1 - passes));
    }
  });
  return { failureProbability, failureByPart };
}

/** The parts that the repair of each component takes when it fails. */
const FAILING_PARTS: Record<DemoCountry, readonly (readonly PartCategoryKey[])[]> = {
  FR: COMPONENT_ROWS.map((_, component) => defectRecord("FR", component, "MAJOR", 0).partCategories),
  GB: COMPONENT_ROWS.map((_, component) => defectRecord("GB", component, "MAJOR", 0).partCategories),
};

function outcomeOf(country: DemoCountry, visit: Visit): OutlookOutcome {
  const failing = visit.findings.filter(isFailing);
  return {
    performedOn: dateOf(visit.day),
    hasFailed: failing.length > 0,
    failedParts: new Set(failing.flatMap((finding) => at(FAILING_PARTS[country], finding.component))),
  };
}
