import type { Grid } from "./effects.ts";
import type { FailureItem } from "./failure-items.ts";
import { FailureModelError } from "./failure-model-error.ts";
import type { Priors } from "./priors.ts";

export const PARAMETER_FORMAT = "kimberlite-failure-model/1";

/**
 * A trained model as JSON, with figures of cohorts only: nothing in it is of one vehicle. Numbers are packed as
 * whole numbers in comma-separated text, which keeps twelve items of some 6,500 cohorts under a megabyte.
 */
export interface FailureParameters {
  readonly format: typeof PARAMETER_FORMAT;
  readonly attribution: string;
  readonly trainedYears: readonly number[];
  readonly priors: Priors;
  readonly grid: Grid;
  /** Geometric mean of the kilometres per age, from the grid's youngest on. */
  readonly usualKm: readonly number[];
  /** Ordered by make, and within it by model: other fields follow this order. */
  readonly models: readonly ModelCohorts[];
  readonly items: Readonly<Record<FailureItem, ItemParameters>>;
}

export interface ModelCohorts {
  /** "make - model". */
  readonly makeModel: string;
  /**
   * Four numbers per cohort: years of first use after the grid's first, years of inspection after the grid's first,
   * thousandths of the logarithm of kilometres against the usual ones, inspections.
   */
  readonly cohorts: string;
}

export interface ItemParameters {
  /** Failures per inspection overall, from which the logarithms of rates are counted. */
  readonly baseRate: number;
  /** How much makes and models differ, as a factor on the priors' variances. */
  readonly scale: number;
  /** Thousandths: coefficients of the effects that all cars share. */
  readonly shared: string;
  /** Thousandths: coefficients of each make, in the order of the models. */
  readonly makes: readonly string[];
  /** Hundredths: failures above the fitted number, per cohort, in the order of the models. */
  readonly residuals: string;
  /** Uncertainty of each make's level, and of the level of all cars. */
  readonly makeVariances: readonly number[];
  readonly sharedVariance: number;
  /** Rate expected of all cars of an age in the year after the last, per age from the grid's youngest on. */
  readonly population: readonly number[];
  /** Logarithm of the average car's rate against that of its make's typical model. */
  readonly makeMix: number;
}

/** `perUnit` whole numbers make one: 1000 keeps thousandths. */
export function packNumbers(values: Iterable<number>, perUnit: number): string {
  // Adding 0 turns the -0 of small negative numbers, which text would drop, into 0.
  return Array.from(values, (value) => Math.round(value * perUnit) + 0).join(",");
}

/** @throws {FailureModelError} PARAMETERS_UNREADABLE when there are not `count` whole numbers */
export function unpackNumbers(text: string, perUnit: number, count: number): Float64Array {
  const values = Float64Array.from(text === "" ? [] : text.split(","), (part) => Number(part) / perUnit);
  if (values.length !== count || values.some(Number.isNaN)) {
    throw new FailureModelError(
      "PARAMETERS_UNREADABLE",
      `The failure model's parameters are damaged: ${values.length} numbers where ${count} belong.`,
    );
  }
  return values;
}
