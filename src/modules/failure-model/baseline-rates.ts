import type { CohortCell } from "./cohort-cells.ts";
import type { FailureItem } from "./failure-items.ts";

/** What a prediction has to beat, as failures per inspection for a cohort. */
export interface BaselineRates {
  /** The item's rate over all training years. */
  base(cell: CohortCell): number;
  /**
   * The item's rate at the car's age over all training years, with half a failure's weight of the base rate, so that no
   * age is 0. An age that was not seen takes the nearest that was, the younger of two.
   */
  age(cell: CohortCell): number;
  /**
   * The rate of the same make and model at the same age in the last training year, no failures counting as half a one.
   * The age table's, where there was no such cohort.
   */
  persistence(cell: CohortCell): number;
}

const HALF_A_FAILURE = 0.5;

/** @param cells of the training years, not empty */
export function baselineRates(cells: readonly CohortCell[], item: FailureItem): BaselineRates {
  const all = tally(cells, item);
  const base = (all.failures + HALF_A_FAILURE) / all.inspections;
  const ages = new Map(
    [...Map.groupBy(cells, ageOf)].map(([age, of]) => {
      const { failures, inspections } = tally(of, item);
      return [age, (failures + HALF_A_FAILURE) / (inspections + HALF_A_FAILURE / base)] as const;
    }),
  );
  const lastYear = Math.max(...cells.map((cell) => cell.inspectionYear));
  const last = new Map(
    cells
      .filter((cell) => cell.inspectionYear === lastYear)
      .map((cell) => [sameCarKey(cell), Math.max(cell.failures[item], HALF_A_FAILURE) / cell.inspections]),
  );
  const age = (cell: CohortCell): number => ages.get(nearestAge(ages, ageOf(cell))) ?? base;
  return { base: () => base, age, persistence: (cell) => last.get(sameCarKey(cell)) ?? age(cell) };
}

function tally(cells: readonly CohortCell[], item: FailureItem): { failures: number; inspections: number } {
  return cells.reduce(
    ({ failures, inspections }, cell) => ({
      failures: failures + cell.failures[item],
      inspections: inspections + cell.inspections,
    }),
    { failures: 0, inspections: 0 },
  );
}

const ageOf = (cell: CohortCell): number => cell.inspectionYear - cell.firstUseYear;

const sameCarKey = (cell: CohortCell): string => `${cell.makeModel} at ${ageOf(cell)}`;

function nearestAge(ages: ReadonlyMap<number, number>, age: number): number {
  const distance = (seen: number): number => Math.abs(seen - age);
  return [...ages.keys()].reduce((best, seen) => {
    const difference = distance(seen) - distance(best);
    return difference < 0 || (difference === 0 && seen < best) ? seen : best;
  });
}
