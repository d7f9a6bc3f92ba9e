import type { CondensedMake } from "./condense-make.ts";
import { addScaled, dot } from "./dense-matrix.ts";
import type { TrainingDesign } from "./training-design.ts";

/** Factors that a Newton step leaves behind: per make, and of the shared coefficients. */
export interface SolvedEquations {
  readonly makes: readonly CondensedMake[];
  readonly top: Float64Array;
}

/** Uncertainty of coefficients, read at the average cohort of the last training year. */
export function coefficientVariances(
  design: TrainingDesign,
  scale: number,
  { makes, top }: SolvedEquations,
): { makeVariances: readonly number[]; sharedVariance: number } {
  const { makeSize, sharedSize } = design.effects;
  const width = makeSize + sharedSize + 1;
  const makeVariances = design.makes.map(({ models }, index) => {
    const gram = makes[index]?.gram ?? new Float64Array();
    const cells = models.flatMap(({ start, count }) => Array.from({ length: count }, (_, i) => start + i));
    const make = averageRow(design, design.make, makeSize, cells).map((value) => value * Math.sqrt(scale));
    const shared = averageRow(design, design.shared, sharedSize, cells);
    solveLeading(gram, width, make);
    for (let i = 0; i < sharedSize; i += 1) {
      shared[i] = (shared[i] ?? 0) - dot(gram, (makeSize + i) * width, make, 0, makeSize);
    }
    solveLeading(top, sharedSize + 1, shared);
    return dot(make, 0, make, 0, makeSize) + dot(shared, 0, shared, 0, sharedSize);
  });
  const all = averageRow(design, design.shared, sharedSize, [...design.places.keys()]);
  solveLeading(top, sharedSize + 1, all);
  return { makeVariances, sharedVariance: dot(all, 0, all, 0, sharedSize) };
}

/** Mean of the rows of the latest year that is among the cells. */
function averageRow(
  design: TrainingDesign,
  rows: Float64Array,
  width: number,
  cells: readonly number[],
): Float64Array {
  const yearOf = (cell: number): number => design.places[cell]?.inspectionYear ?? 0;
  const latest = cells.reduce((year, cell) => Math.max(year, yearOf(cell)), 0);
  const chosen = cells.filter((cell) => yearOf(cell) === latest);
  const mean = new Float64Array(width);
  for (const cell of chosen) addScaled(mean, 0, 1 / chosen.length, rows, cell * width, width);
  return mean;
}

/** Solves L·x = b in place for the leading rows of a factor that has longer ones. */
function solveLeading(factor: Float64Array, stride: number, vector: Float64Array): void {
  vector.forEach((value, row) => {
    vector[row] = (value - dot(factor, row * stride, vector, 0, row)) / (factor[row * stride + row] ?? 1);
  });
}
