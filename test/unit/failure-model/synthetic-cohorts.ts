import type { Cohort, CohortDefects, FailureItem } from "../../../src/modules/failure-model/index.ts";

/** Cohorts whose rates are known, with Poisson counts drawn from them. The same seed gives the same cohorts. */
export interface SyntheticFleet {
  readonly cohorts: Cohort[];
  readonly defects: CohortDefects[];
  /** Failures per inspection that the counts were drawn from. */
  rateOf(item: FailureItem, makeModel: string, firstUseYear: number, inspectionYear: number): number;
}

export interface FleetPlan {
  readonly seed: number;
  readonly makes: number;
  readonly modelsPerMake: number;
  readonly years: readonly number[];
  readonly inspections: (random: () => number) => number;
}

const MIN_AGE = 4;
const MAX_AGE = 12;
const BASE_RATES: Partial<Record<FailureItem, number>> = { FRONT_AXLE: 0.05, TYRES: 0.02 };

/**
 * Rates grow by a seventh per year of age and fall by a thirtieth per calendar year; makes differ by about 30 %, models
 * by 40 %, generations within a model by 25 %, and a cohort by 5 % in a year. Generations' kilometres differ by
 * 30 %, and the rates by as much again.
 */
export function syntheticFleet(plan: FleetPlan): SyntheticFleet {
  const random = randomFrom(plan.seed);
  const cohorts: Cohort[] = [];
  const defects: CohortDefects[] = [];
  const rates = new Map<string, number>();
  for (let make = 0; make < plan.makes; make += 1) {
    const makeEffect = 0.3 * normal(random);
    for (let model = 0; model < plan.modelsPerMake; model += 1) {
      const makeModel = `Make${make} - M${model}`;
      const modelEffect = makeEffect + 0.4 * normal(random);
      const generations = new Map<number, { effect: number; driven: number }>();
      for (const inspectionYear of plan.years) {
        for (let age = MIN_AGE; age <= MAX_AGE; age += 1) {
          const firstUseYear = inspectionYear - age;
          const generation = generations.get(firstUseYear) ?? {
            effect: 0.25 * normal(random),
            driven: 0.3 * normal(random),
          };
          generations.set(firstUseYear, generation);
          const inspections = plan.inspections(random);
          const meanKm = Math.round(15_000 * age * Math.exp(generation.driven));
          cohorts.push({ inspectionYear, makeModel, firstUseYear, inspections, meanKm });
          for (const [item, base] of Object.entries(BASE_RATES) as [FailureItem, number][]) {
            const drift = (inspectionYear - 2018) / 30;
            const own = 0.05 * normal(random);
            const effects = modelEffect + generation.effect + generation.driven - drift + own;
            const rate = base * Math.exp((age - 8) / 7 + effects);
            rates.set(`${item} ${makeModel} ${firstUseYear} ${inspectionYear}`, rate);
            const rejections = poisson(rate * inspections, random);
            if (rejections === 0) continue;
            defects.push({
              inspectionYear,
              makeModel,
              firstUseYear,
              item,
              repairNotices: 0,
              rejections,
              drivingBans: 0,
            });
          }
        }
      }
    }
  }
  return {
    cohorts,
    defects,
    rateOf(item, makeModel, firstUseYear, inspectionYear) {
      const rate = rates.get(`${item} ${makeModel} ${firstUseYear} ${inspectionYear}`);
      if (rate === undefined)
        throw new Error(`No cohort ${makeModel} of ${firstUseYear} in ${inspectionYear}`);
      return rate;
    },
  };
}

/** Mulberry32: numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** By counting arrivals: means here are at most some hundreds. */
function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let waited = -Math.log(1 - random()); waited < mean; waited -= Math.log(1 - random())) count += 1;
  return count;
}
