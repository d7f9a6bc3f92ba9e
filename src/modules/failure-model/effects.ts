/**
 * The shape of the model. The logarithm of a failure rate is a sum of effects that all cars share (age, year of first
 * use, year of inspection, drift, kilometres), effects of a make, and effects of a model. Shared and make effects are
 * linear in a few coefficients with independent standard normal priors; a model's are a Gaussian process over its
 * cohorts. Both are built here from {@link Priors}, for training and for prediction alike.
 */
import type { Priors } from "./priors.ts";

/** Where in the data a rate is asked for. */
export interface Place {
  readonly ageYears: number;
  readonly firstUseYear: number;
  readonly inspectionYear: number;
  /** Logarithm of kilometres against the usual ones at that age; 0 is usual. */
  readonly kmDeviation: number;
}

/** The ranges that were seen. What lies outside is read at the nearest edge, except years of inspection. */
export interface Grid {
  readonly minAge: number;
  readonly maxAge: number;
  readonly minFirstUse: number;
  readonly maxFirstUse: number;
  readonly firstYear: number;
  readonly lastYear: number;
}

export interface Effects {
  readonly sharedSize: number;
  readonly makeSize: number;
  readonly writeShared: (place: Place, target: Float64Array, start: number) => void;
  readonly writeMake: (place: Place, target: Float64Array, start: number) => void;
  /** Between two places of one model, without what a cohort has of its own. */
  readonly modelCovariance: (left: Place, right: Place) => number;
  /** A make's variance before its cohorts are seen. */
  readonly makeVariance: number;
  /** Variance of the steps from the last training year to this one, shared and of a make. */
  readonly stepVariance: (inspectionYear: number) => { readonly shared: number; readonly make: number };
}

/** The drift seen in the training years is trusted this far ahead and then stops. */
const DRIFT_AHEAD_YEARS = 2;

/** Place of the kilometres among the shared coefficients. */
export const KILOMETRES_COEFFICIENT = 3;

/** The drift's dependence on age is counted from a middle age, per this many years. */
const DRIFT_MIDDLE_AGE = 9;
const DRIFT_AGE_SPAN = 4;

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);
const smooth = (distance: number, length: number): number => Math.exp(-0.5 * (distance / length) ** 2);
const rough = (distance: number, length: number): number => Math.exp(-Math.abs(distance) / length);

export function effectsOf(priors: Priors, grid: Grid): Effects {
  const places = gridPlaces(grid);
  const shared = sharedEffects(priors, grid, places);
  const make = makeEffects(priors, grid, places);
  const steps = grid.lastYear - grid.firstYear;
  return {
    sharedSize: shared.size,
    makeSize: make.size,
    writeShared: shared.write,
    writeMake: make.write,
    modelCovariance: modelCovarianceOf(priors, grid, places.age),
    makeVariance: priors.make + priors.makeAge + priors.makeFirstUse + priors.makeYearStep * steps,
    stepVariance(inspectionYear) {
      const ahead = Math.max(0, inspectionYear - grid.lastYear);
      return { shared: ahead * (priors.yearStep + priors.yearStepByAge), make: ahead * priors.makeYearStep };
    },
  };
}

/** A place as distances from the grid's beginning. */
interface GridPlaces {
  readonly ages: number;
  readonly firstUses: number;
  readonly age: (place: Place) => number;
  readonly firstUse: (place: Place) => number;
  /** Steps from year to year that lie behind. */
  readonly steps: (place: Place) => number;
}

function gridPlaces(grid: Grid): GridPlaces {
  return {
    ages: grid.maxAge - grid.minAge + 1,
    firstUses: grid.maxFirstUse - grid.minFirstUse + 1,
    age: (place) => clamp(place.ageYears, grid.minAge, grid.maxAge) - grid.minAge,
    firstUse: (place) => clamp(place.firstUseYear, grid.minFirstUse, grid.maxFirstUse) - grid.minFirstUse,
    steps: (place) => clamp(place.inspectionYear, grid.firstYear, grid.lastYear) - grid.firstYear,
  };
}

interface LinearEffects {
  readonly size: number;
  readonly write: (place: Place, target: Float64Array, start: number) => void;
}

/** In this order: level, drift, its dependence on age, kilometres, age, first use, and a group per step. */
function sharedEffects(priors: Priors, grid: Grid, places: GridPlaces): LinearEffects {
  const age = curve(places.ages, priors.age, (d) => smooth(d, priors.ageLength));
  const firstUse = curve(places.firstUses, priors.firstUse, (d) => rough(d, priors.firstUseLength));
  const step = curve(places.ages, priors.yearStepByAge, (d) => smooth(d, priors.yearStepByAgeLength));
  const stepsStart = 4 + age.size + firstUse.size;
  const size = stepsStart + (grid.lastYear - grid.firstYear) * (1 + step.size);
  return {
    size,
    write(place, target, start) {
      const ahead = Math.min(place.inspectionYear - grid.lastYear, DRIFT_AHEAD_YEARS);
      const older = (places.age(place) + grid.minAge - DRIFT_MIDDLE_AGE) / DRIFT_AGE_SPAN;
      target[start] = Math.sqrt(priors.level);
      target[start + 1] = Math.sqrt(priors.drift) * ahead;
      target[start + 2] = Math.sqrt(priors.driftByAge) * ahead * older;
      target[start + KILOMETRES_COEFFICIENT] = Math.sqrt(priors.kilometres) * place.kmDeviation;
      age.write(places.age(place), target, start + 4);
      firstUse.write(places.firstUse(place), target, start + 4 + age.size);
      target.fill(0, start + stepsStart, start + size);
      for (let passed = 0; passed < places.steps(place); passed += 1) {
        const from = start + stepsStart + passed * (1 + step.size);
        target[from] = Math.sqrt(priors.yearStep);
        step.write(places.age(place), target, from + 1);
      }
    },
  };
}

/** In this order: level, age, first use, and one per step. */
function makeEffects(priors: Priors, grid: Grid, places: GridPlaces): LinearEffects {
  const age = curve(places.ages, priors.makeAge, (d) => smooth(d, priors.makeAgeLength));
  const firstUse = curve(places.firstUses, priors.makeFirstUse, (d) => rough(d, priors.makeFirstUseLength));
  const stepsStart = 1 + age.size + firstUse.size;
  const size = stepsStart + grid.lastYear - grid.firstYear;
  return {
    size,
    write(place, target, start) {
      target[start] = Math.sqrt(priors.make);
      age.write(places.age(place), target, start + 1);
      firstUse.write(places.firstUse(place), target, start + 1 + age.size);
      const ahead = start + stepsStart + places.steps(place);
      target.fill(Math.sqrt(priors.makeYearStep), start + stepsStart, ahead);
      target.fill(0, ahead, start + size);
    },
  };
}

function modelCovarianceOf(priors: Priors, grid: Grid, agePlace: (place: Place) => number) {
  return (left: Place, right: Place): number => {
    const ages = agePlace(left) - agePlace(right);
    const built = left.firstUseYear - right.firstUseYear;
    // Steps are counted from two years before the first, whose own level is as uncertain as two steps.
    const years = Math.min(left.inspectionYear, right.inspectionYear) - grid.firstYear + 2;
    return (
      priors.model +
      priors.modelAge * smooth(ages, priors.modelAgeLength) +
      priors.modelFirstUse * rough(built, priors.modelFirstUseLength) +
      priors.modelFirstUseSmooth * smooth(built, priors.modelFirstUseSmoothLength) +
      priors.modelAgeFirstUse *
        smooth(ages, priors.modelAgeFirstUseAgeLength) *
        rough(built, priors.modelAgeFirstUseLength) +
      priors.modelYearStep * Math.max(years, 0)
    );
  };
}

/** A random curve over neighbouring years, as weights of independent coefficients. */
interface Curve {
  /** Coefficients: few where the curve is smooth. */
  readonly size: number;
  write(place: number, target: Float64Array, start: number): void;
}

/** Share of the variance that may be left out, so that smooth curves need few coefficients. */
const LEFT_OUT = 1e-4;

/** Cholesky's factor of the covariance, with pivoting, up to what may be left out. */
function curve(years: number, variance: number, correlation: (distance: number) => number): Curve {
  const left = new Float64Array(years).fill(1);
  const columns: Float64Array[] = [];
  for (;;) {
    const pivot = left.indexOf(Math.max(...left));
    const rest = left[pivot] ?? 0;
    if (rest < LEFT_OUT) break;
    const column = left.map((_, year) => {
      const known = columns.reduce((sum, other) => sum + (other[year] ?? 0) * (other[pivot] ?? 0), 0);
      return (correlation(year - pivot) - known) / Math.sqrt(rest);
    });
    column.forEach((value, year) => {
      left[year] = (left[year] ?? 0) - value * value;
    });
    columns.push(column);
  }
  const spread = Math.sqrt(variance);
  return {
    size: columns.length,
    write(place, target, start) {
      columns.forEach((column, i) => {
        target[start + i] = spread * (column[place] ?? 0);
      });
    },
  };
}
