import { unpackNumbers } from "../failure-model/index.ts";
import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import { ITEM_OF_PART } from "./cohort-lifts.ts";
import type { CountryHistory, Target } from "./history-parameters.ts";
import { AGE_LEVELS, SHARED_FEATURES } from "./levels.ts";
import { ANY } from "./learn-targets.ts";
import { REPAIRED } from "./part-states.ts";

/** What one part's chances follow from. Effects by level, with their variances. */
export interface OpenTarget {
  /** Key of a part category, or ANY. */
  readonly key: string;
  /** Place in PART_CATEGORY_KEYS; -1 of ANY. */
  readonly part: number;
  /** Place among the cohort model's items; null where none takes the part. */
  readonly item: number | null;
  /** By feature: the shared ones, then state, repeat, family and cohort. */
  readonly effects: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
  readonly states: ReadonlyMap<string, number>;
  /** Effect of a note that was not seen: the mean of those that were. */
  readonly otherState: number;
  readonly rates: Float64Array;
  readonly inspections: Float64Array;
}

/** Effects of the shared features on all targets side by side: one level's stand together. */
export interface SharedTable {
  readonly base: Float64Array;
  readonly byFeature: readonly Float64Array[];
}

export function openTargets({ targets }: CountryHistory): OpenTarget[] {
  return targets.map(openTarget);
}

function openTarget({ part: key, effects, variances, states, population }: Target): OpenTarget {
  const part = (PART_CATEGORY_KEYS as readonly string[]).indexOf(key);
  if (part < 0 && key !== ANY) throw new RangeError(`Histories of a part that there is none of: ${key}`);
  const opened = effects.map((text) => unpackNumbers(text, 1000, countOf(text)));
  const ofStates = opened[SHARED_FEATURES.length] ?? new Float64Array(1);
  const isNote = (state = ""): boolean => state !== REPAIRED && !state.startsWith("FAILED");
  const noted = [...ofStates].filter((_, level) => level > 0 && isNote(states[level]));
  return {
    key,
    part,
    item: ITEM_OF_PART[part] ?? null,
    effects: opened,
    variances: variances.map((text) => unpackNumbers(text, 10_000, countOf(text))),
    states: new Map(states.map((state, level) => [state, level])),
    otherState: noted.reduce((sum, effect) => sum + effect / noted.length, 0),
    rates: unpackNumbers(population.rates, 100_000, AGE_LEVELS),
    inspections: unpackNumbers(population.inspections, 1, AGE_LEVELS),
  };
}

const countOf = (text: string): number => text.split(",").length;

export function sharedTable({ targets }: CountryHistory, opened: readonly OpenTarget[]): SharedTable {
  const byFeature = SHARED_FEATURES.map((_, feature) => {
    const levels = opened[0]?.effects[feature]?.length ?? 0;
    const table = new Float64Array(levels * opened.length);
    opened.forEach(({ effects }, target) => {
      effects[feature]?.forEach((effect, level) => (table[level * opened.length + target] = effect));
    });
    return table;
  });
  return { base: Float64Array.from(targets, ({ logOdds }) => logOdds), byFeature };
}
