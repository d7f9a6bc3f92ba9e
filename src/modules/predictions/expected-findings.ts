import { AGE_LEVELS, BEFORE_LEVELS, KM_LEVELS } from "./levels.ts";
import type { Expectation } from "./history-parameters.ts";

/** What an inspection's findings are compared by. */
export interface Situations {
  readonly age: ArrayLike<number>;
  readonly before: ArrayLike<number>;
  readonly kmPerYear: ArrayLike<number>;
  readonly car: ArrayLike<number>;
}

/** Inspections that the mean is worth beside what was seen of an age or a distance, and findings beside a car's. */
const PRIOR_INSPECTIONS = 20;
const PRIOR_FINDINGS = 5;
const ROUNDS = 3;

/** Findings that such a car's inspection usually has. */
export function expectedOf(
  { byAge, byKmPerYear, byCar }: Expectation,
  age: number,
  before: number,
  kmPerYear: number,
  car: number,
): number {
  return (byAge[age * BEFORE_LEVELS + before] ?? 0) * (byKmPerYear[kmPerYear] ?? 1) * (byCar[car] ?? 1);
}

/**
 * Learns the factors in turns, each given the others.
 * @param inclined by inspection, a factor for what is known of its vehicle otherwise
 */
export function learnExpectation(
  situations: Situations,
  counts: ArrayLike<number>,
  carLevels: number,
  inclined: Float64Array,
): Expectation {
  const rows = counts.length;
  let total = 0;
  for (let row = 0; row < rows; row += 1) total += counts[row] ?? 0;
  const mean = total / Math.max(1, rows);
  const learnt = {
    byAge: new Array<number>(AGE_LEVELS * BEFORE_LEVELS).fill(mean),
    byKmPerYear: new Array<number>(KM_LEVELS).fill(1),
    byCar: new Array<number>(carLevels).fill(1),
  };
  const ageCells = Int32Array.from(
    { length: rows },
    (_, row) => (situations.age[row] ?? 0) * BEFORE_LEVELS + (situations.before[row] ?? 0),
  );
  const improve = (factors: number[], levels: ArrayLike<number>, prior: number): void => {
    const seen = new Float64Array(factors.length);
    const expected = new Float64Array(factors.length);
    for (let row = 0; row < rows; row += 1) {
      const level = levels[row] ?? 0;
      seen[level] = (seen[level] ?? 0) + (counts[row] ?? 0);
      const usual = expectedOf(
        learnt,
        situations.age[row] ?? 0,
        situations.before[row] ?? 0,
        situations.kmPerYear[row] ?? 0,
        situations.car[row] ?? 0,
      );
      expected[level] = (expected[level] ?? 0) + usual * (inclined[row] ?? 1);
    }
    factors.forEach((factor, level) => {
      factors[level] = (factor * ((seen[level] ?? 0) + prior)) / ((expected[level] ?? 0) + prior);
    });
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    improve(learnt.byAge, ageCells, PRIOR_INSPECTIONS * mean);
    improve(learnt.byKmPerYear, situations.kmPerYear, PRIOR_INSPECTIONS * mean);
    improve(learnt.byCar, situations.car, PRIOR_FINDINGS);
  }
  return learnt;
}
