import type { CohortCell } from "./cohort-cells.ts";
import { effectsOf, type Effects, type Grid, type Place } from "./effects.ts";
import type { Priors } from "./priors.ts";

/** What the items' fits have in common: every cohort's place among the effects. */
export interface TrainingDesign {
  readonly grid: Grid;
  readonly effects: Effects;
  readonly usualKm: readonly number[];
  readonly places: readonly Place[];
  readonly inspections: Float64Array;
  /** Coefficients' weights, a row per cohort. */
  readonly shared: Float64Array;
  readonly make: Float64Array;
  readonly makes: readonly MakeBlock[];
}

/** Cohorts of a make lie together, and within it those of a model. */
export interface MakeBlock {
  readonly make: string;
  readonly models: readonly ModelBlock[];
}

export interface ModelBlock {
  readonly makeModel: string;
  readonly start: number;
  readonly count: number;
  /** count × count, without scale and without what a cohort has of its own. */
  readonly covariance: Float64Array;
}

/** Later years of first use than were seen keep a place, since next year's youngest cars are of such a year. */
const FIRST_USE_AHEAD_YEARS = 6;

/** @param cells in the order of {@link cohortCells}, not empty */
export function trainingDesign(cells: readonly CohortCell[], priors: Priors): TrainingDesign {
  const grid = gridOf(cells);
  const effects = effectsOf(priors, grid);
  const usualKm = usualKmByAge(cells, grid);
  const places = cells.map((cell) => placeOf(cell, grid, usualKm));
  const shared = new Float64Array(cells.length * effects.sharedSize);
  const make = new Float64Array(cells.length * effects.makeSize);
  places.forEach((place, index) => {
    effects.writeShared(place, shared, index * effects.sharedSize);
    effects.writeMake(place, make, index * effects.makeSize);
  });
  const inspections = Float64Array.from(cells, (cell) => cell.inspections);
  const makes = makeBlocks(cells, places, effects);
  return { grid, effects, usualKm, places, inspections, shared, make, makes };
}

function gridOf(cells: readonly CohortCell[]): Grid {
  const grid = {
    minAge: Infinity,
    maxAge: 0,
    minFirstUse: Infinity,
    maxFirstUse: 0,
    firstYear: Infinity,
    lastYear: 0,
  };
  for (const cell of cells) {
    const ageYears = cell.inspectionYear - cell.firstUseYear;
    grid.minAge = Math.min(grid.minAge, ageYears);
    grid.maxAge = Math.max(grid.maxAge, ageYears);
    grid.minFirstUse = Math.min(grid.minFirstUse, cell.firstUseYear);
    grid.maxFirstUse = Math.max(grid.maxFirstUse, cell.firstUseYear + FIRST_USE_AHEAD_YEARS);
    grid.firstYear = Math.min(grid.firstYear, cell.inspectionYear);
    grid.lastYear = Math.max(grid.lastYear, cell.inspectionYear);
  }
  return grid;
}

/** Geometric mean of the cohorts' kilometres from the youngest age on; an age without cohorts takes the one before. */
function usualKmByAge(cells: readonly CohortCell[], grid: Grid): readonly number[] {
  const ages = grid.maxAge - grid.minAge + 1;
  const sums = new Float64Array(ages);
  const weights = new Float64Array(ages);
  for (const cell of cells) {
    if (cell.meanKm === null) continue;
    const place = cell.inspectionYear - cell.firstUseYear - grid.minAge;
    sums[place] = (sums[place] ?? 0) + cell.inspections * Math.log(cell.meanKm);
    weights[place] = (weights[place] ?? 0) + cell.inspections;
  }
  const usual: number[] = [];
  for (let place = 0; place < ages; place += 1) {
    const weight = weights[place] ?? 0;
    usual.push(weight > 0 ? Math.round(Math.exp((sums[place] ?? 0) / weight)) : (usual[place - 1] ?? 0));
  }
  return usual;
}

/** Logarithm of kilometres against the usual ones of the age; 0 where either is unknown. */
export function kmDeviation(
  km: number | null,
  ageYears: number,
  grid: Grid,
  usualKm: readonly number[],
): number {
  const usual = usualKm[Math.min(Math.max(ageYears, grid.minAge), grid.maxAge) - grid.minAge] ?? 0;
  return km === null || km <= 0 || usual <= 0 ? 0 : Math.log(km / usual);
}

function placeOf(cell: CohortCell, grid: Grid, usualKm: readonly number[]): Place {
  const { firstUseYear, inspectionYear } = cell;
  const ageYears = inspectionYear - firstUseYear;
  // Thousandths, as parameters keep them, so that reading them back changes nothing.
  const deviation = Math.round(kmDeviation(cell.meanKm, ageYears, grid, usualKm) * 1000) / 1000;
  return { ageYears, firstUseYear, inspectionYear, kmDeviation: deviation };
}

function makeBlocks(
  cells: readonly CohortCell[],
  places: readonly Place[],
  effects: Effects,
): readonly MakeBlock[] {
  const makes: { make: string; models: ModelBlock[] }[] = [];
  let start = 0;
  while (start < cells.length) {
    const { make, makeModel } = cells[start] ?? { make: "", makeModel: "" };
    let end = start;
    while (end < cells.length && cells[end]?.makeModel === makeModel) end += 1;
    if (makes.at(-1)?.make !== make) makes.push({ make, models: [] });
    const covariance = covarianceOf(places.slice(start, end), effects);
    makes.at(-1)?.models.push({ makeModel, start, count: end - start, covariance });
    start = end;
  }
  return makes;
}

/** Covariance of a model's cohorts with one another. */
export function covarianceOf(places: readonly Place[], effects: Effects): Float64Array {
  const covariance = new Float64Array(places.length ** 2);
  places.forEach((left, row) => {
    places.forEach((right, column) => {
      covariance[row * places.length + column] = effects.modelCovariance(left, right);
    });
  });
  return covariance;
}
