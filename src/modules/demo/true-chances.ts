import type { PartCategoryKey } from "../parts/index.ts";
import { at } from "./at.ts";
import { COMPONENT_ROWS } from "./components.data.ts";
import { defectRecord } from "./defect-records.ts";
import type { Visit } from "./history.ts";
import { ALL_COMPONENTS, COMPLEMENTARY_COMPONENTS, isFailing, rememberFindings } from "./inspect.ts";
import { unrecordedChance, type RecordedMending } from "./mendings.ts";
import type { VehicleTraits } from "./traits.ts";
import {
  ageFactors,
  CARE_LEVELS,
  COMPONENT_COUNT,
  FATES,
  fillIntensities,
  NOTED,
  PREPARED_FACTOR,
  UNKNOWN,
  UNPREPARED_FACTOR,
  unpreparedChance,
  type ComponentState,
  type DemoCountry,
} from "./wear.ts";

/** Chances at one inspection: that anything fails, and that something does whose repair takes a part. */
export interface FailureChances {
  readonly failureProbability: number;
  readonly failureByPart: ReadonlyMap<PartCategoryKey, number>;
}

/** Everything an inspection's chances depend on but the owner and the condition of the day. */
interface Scene {
  readonly country: DemoCountry;
  readonly ageDays: number;
  readonly fails: Float64Array;
  readonly notes: Float64Array;
  readonly ageFactors: Float64Array;
  readonly states: readonly ComponentState[];
  /** What was noted last and is known to be mended. */
  readonly mended: ReadonlySet<number>;
  /** The chance that of what was noted and is not known to be mended, something was done nevertheless. */
  readonly mendedUnseen: number;
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
  const fails = base * condition * (scene.fails[component] ?? 0);
  const notes = base * (scene.notes[component] ?? 0);
  const state = at(scene.states, component);
  const [first, second] = FATES[state];
  const isMended = scene.mended.has(component) ? 1 : scene.mendedUnseen;
  const secondShare = state === NOTED ? isMended : 0;
  let [failing, noted] = [0, 0];
  const add = (share: number, ofFails: number, ofNotes: number): void => {
    const passes = Math.exp(-fails * ofFails);
    failing += share * (1 - passes);
    noted += share * passes * (1 - Math.exp(-notes * ofNotes));
  };
  add(1 - secondShare, first.fails, first.notes);
  if (second !== undefined) add(secondShare, second.fails, second.notes);
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

/**
 * The chances at the next full inspection.
 * @param known visits before `asOf`
 * @param recorded what workshops wrote down
 * @param visitDay when that inspection is expected
 */
export function failureChances(
  traits: VehicleTraits,
  { known, recorded }: { readonly known: readonly Visit[]; readonly recorded: readonly RecordedMending[] },
  asOf: number,
  visitDay: number,
): FailureChances {
  const fails = new Float64Array(COMPONENT_COUNT);
  const notes = new Float64Array(COMPONENT_COUNT);
  fillIntensities(traits, fails, notes);
  const states = new Array<ComponentState>(COMPONENT_COUNT).fill(UNKNOWN);
  let notedDay = 0;
  const sceneOn = (day: number, knownDay: number): Scene => {
    const ageDays = day - traits.firstRegisteredDay;
    const { country } = traits;
    const own = recorded.filter((one) => one.notedDay === notedDay && one.day < knownDay);
    return {
      country,
      ageDays,
      fails,
      notes,
      states,
      ageFactors: ageFactors(country, ageDays),
      mended: new Set(own.map(({ finding }) => finding.component)),
      mendedUnseen: unseenShare(knownDay - notedDay),
    };
  };
  let cares: number[] = CARE_LEVELS.map((level) => level.share);
  for (const visit of known) {
    if (visit.kind !== "PERIODIC" && visit.kind !== "COMPLEMENTARY") continue;
    const likely = likelihoods(sceneOn(visit.day, visit.day), visit);
    const joint = cares.map((chance, care) => chance * at(likely, care));
    const sum = joint.reduce((total, chance) => total + chance, 0);
    cares = joint.map((chance) => chance / sum);
    if (visit.kind !== "PERIODIC") continue;
    rememberFindings(visit.findings, states);
    notedDay = visit.day;
  }
  return chancesToFail(sceneOn(visitDay, asOf), cares);
}

/** Bayes: what was not written down was either not done, or done and not written down. */
function unseenShare(days: number): number {
  const [left, done] = FATES[NOTED];
  const unseen = (done?.share ?? 0) * unrecordedChance(days);
  return unseen / (left.share + unseen);
}

/** Over all owners and conditions, the chance that something fails, and that something of each part does. */
function chancesToFail(scene: Scene, cares: readonly number[]): FailureChances {
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
export const FAILING_PARTS: Record<DemoCountry, readonly (readonly PartCategoryKey[])[]> = {
  FR: COMPONENT_ROWS.map((_, component) => defectRecord("FR", component, "MAJOR", 0).partCategories),
  GB: COMPONENT_ROWS.map((_, component) => defectRecord("GB", component, "MAJOR", 0).partCategories),
};
