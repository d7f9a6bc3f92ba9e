import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import { FAILURE_ITEM_KEYS, packNumbers } from "../failure-model/index.ts";
import { ITEM_OF_PART } from "./cohort-lifts.ts";
import { fitEffects, type FeatureLevels, type FittedEffects } from "./fit-effects.ts";
import type { Target } from "./history-parameters.ts";
import {
  AGE_LEVELS,
  CATEGORY_LEVELS,
  COHORT_LEVELS,
  INCLINATION_LEVELS,
  FAILURES_LEVELS,
  failuresLevel,
  FUEL_LEVELS,
  KM_LEVELS,
  LAST_LEVELS,
  USAGE_LEVELS,
} from "./levels.ts";
import { FAMILY_LEVELS, familyLevel } from "./part-families.ts";
import { REPEAT_LEVELS } from "./part-states.ts";
import type { TrainingRows } from "./training-rows.ts";

/** A country's inspections with what was worked out for each. */
export interface CountryRows {
  readonly rows: TrainingRows;
  readonly car: Int32Array;
  readonly carCount: number;
  readonly notes: Uint8Array;
  readonly fails: Uint8Array;
}

/** The target that something fails, whatever it is. */
export const ANY = "ANY";

/** Parts that failed less often are not told apart from chance. */
const FEWEST_FAILURES = 30;

/**
 * What fails, one part after the other, and last that anything does: that follows from what is expected of the parts.
 * @param onPart before each part of all that there are
 */
export function learnTargets(given: CountryRows, onPart: () => void): Target[] {
  const { rows } = given;
  const shared = sharedFeatures(given);
  const counts = new Int32Array(PART_CATEGORY_KEYS.length);
  for (const part of rows.failedPart.done()) counts[part] = (counts[part] ?? 0) + 1;
  const targets: Target[] = [];
  const expected = new Float64Array(rows.length);
  PART_CATEGORY_KEYS.forEach((key, part) => {
    onPart();
    if ((counts[part] ?? 0) < FEWEST_FAILURES) return;
    const own = ownFeatures(rows, part);
    const happened = happenedTo(rows, part);
    const fitted = fitEffects(happened, [...shared, ...own.features]);
    fitted.odds.forEach((odds, row) => (expected[row] = (expected[row] ?? 0) + odds / (1 + odds)));
    targets.push(targetOf(rows, { part: key, happened, states: own.states }, fitted));
  });
  if (targets.length === 0) return targets;
  const happened = rows.hasFailed.done();
  const failures = { levels: Uint8Array.from(expected, failuresLevel), count: FAILURES_LEVELS };
  const fitted = fitEffects(happened, [...shared, failures]);
  return [...targets, targetOf(rows, { part: ANY, happened, states: [] }, fitted)];
}

function sharedFeatures({ rows, car, carCount, notes, fails }: CountryRows): FeatureLevels[] {
  return [
    { levels: rows.age.done(), count: AGE_LEVELS },
    { levels: rows.kmPerYear.done(), count: KM_LEVELS },
    { levels: car, count: carCount },
    { levels: rows.fuel.done(), count: FUEL_LEVELS },
    { levels: rows.usage.done(), count: USAGE_LEVELS },
    { levels: rows.category.done(), count: CATEGORY_LEVELS },
    { levels: rows.last.done(), count: LAST_LEVELS },
    { levels: notes, count: INCLINATION_LEVELS },
    { levels: fails, count: INCLINATION_LEVELS },
  ];
}

function happenedTo(rows: TrainingRows, part: number): Uint8Array {
  const happened = new Uint8Array(rows.length);
  const parts = rows.failedPart.done();
  const starts = rows.failedStarts.done();
  starts.forEach((start, row) => {
    const end = starts[row + 1] ?? parts.length;
    for (let place = start; place < end; place += 1) if (parts[place] === part) happened[row] = 1;
  });
  return happened;
}

/** What was known of the part itself: its state, whether that repeats, its family, its model in the cohorts. */
function ownFeatures(rows: TrainingRows, part: number): { features: FeatureLevels[]; states: string[] } {
  const [parts, words, repeats] = [rows.statePart.done(), rows.stateWord.done(), rows.stateRepeat.done()];
  const starts = rows.stateStarts.done();
  const state = new Uint8Array(rows.length);
  const repeat = new Uint8Array(rows.length);
  const levels = new Map([[0, 0]]);
  starts.forEach((start, row) => {
    const end = starts[row + 1] ?? parts.length;
    for (let place = start; place < end; place += 1) {
      if (parts[place] !== part) continue;
      const word = words[place] ?? 0;
      const level = levels.get(word) ?? Math.min(levels.size, 255);
      levels.set(word, level);
      state[row] = level;
      repeat[row] = repeats[place] ?? 0;
    }
  });
  const names = rows.words.all;
  const families = rows.families.done();
  const family = Uint8Array.from(families, (bits, row) => familyLevel(part, bits, state[row] !== 0));
  const features: FeatureLevels[] = [
    { levels: state, count: levels.size },
    { levels: repeat, count: REPEAT_LEVELS },
    { levels: family, count: FAMILY_LEVELS },
  ];
  const item = ITEM_OF_PART[part] ?? null;
  if (item !== null) {
    const lifts = rows.cohorts.done();
    const own = Uint8Array.from(families, (_, row) => lifts[row * FAILURE_ITEM_KEYS.length + item] ?? 0);
    features.push({ levels: own, count: COHORT_LEVELS });
  }
  return { features, states: [...levels.keys()].map((word) => names[word] ?? "") };
}

const THOUSANDTHS = 1000;
const TEN_THOUSANDTHS = 10_000;
const HUNDRED_THOUSANDTHS = 100_000;

/** Inspections that the mean of all ages is worth beside those of one age. */
const PRIOR_INSPECTIONS = 20;

function targetOf(
  rows: TrainingRows,
  { part, happened, states }: { part: string; happened: Uint8Array; states: readonly string[] },
  { logOdds, effects, variances }: FittedEffects,
): Target {
  const inspections = new Float64Array(AGE_LEVELS);
  const failures = new Float64Array(AGE_LEVELS);
  rows.age.done().forEach((age, row) => {
    inspections[age] = (inspections[age] ?? 0) + 1;
    failures[age] = (failures[age] ?? 0) + (happened[row] ?? 0);
  });
  const total = failures.reduce((sum, one) => sum + one, 0);
  const rates = failures.map(
    (one, age) =>
      (one + (PRIOR_INSPECTIONS * total) / rows.length) / ((inspections[age] ?? 0) + PRIOR_INSPECTIONS),
  );
  return {
    part,
    failures: total,
    logOdds: Number(logOdds.toFixed(4)),
    effects: effects.map((effect) => packNumbers(effect, THOUSANDTHS)),
    variances: variances.map((variance) => packNumbers(variance, TEN_THOUSANDTHS)),
    states,
    population: { rates: packNumbers(rates, HUNDRED_THOUSANDTHS), inspections: packNumbers(inspections, 1) },
  };
}
