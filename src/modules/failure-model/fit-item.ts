/**
 * The fit of one item: failures of a cohort are Poisson with mean inspections × rate, the logarithm of the rate being
 * the sum of the {@link Effects}. Newton's method finds the most probable rates (Laplace's approximation; Rasmussen and
 * Williams, Gaussian Processes for Machine Learning, 2006, chapter 3). Each step is a linear mixed model, solved from
 * the inside out: a model's cohorts are condensed to its make's coefficients, makes to the shared ones.
 */
import {
  condenseMake,
  logDeterminant,
  type CondensedMake,
  type ItemData,
  type Response,
} from "./condense-make.ts";
import { coefficientVariances, type SolvedEquations } from "./coefficient-variances.ts";
import { addScaled, dot, eliminate, solveLower, solveLowerTransposed } from "./dense-matrix.ts";
import type { TrainingDesign } from "./training-design.ts";

export interface ItemFit {
  /** Failures per inspection overall: the rates' logarithms are counted from this one's. */
  readonly baseRate: number;
  /** How much makes and models differ in this item, as a factor on the priors' variances. */
  readonly scale: number;
  readonly shared: Float64Array;
  /** A row of coefficients per make, in the design's order. */
  readonly makes: readonly Float64Array[];
  /** Failures above the fitted number, per cohort: with the covariance, all that a model's effects need. */
  readonly residuals: Float64Array;
  /** Per cohort. */
  readonly logRates: Float64Array;
  /** Logarithm of the probability of the data under the priors at this scale. */
  readonly evidence: number;
  /** Uncertainty of shared and make effects together in the last training year, per make. */
  readonly makeVariances: readonly number[];
  /** The same of the shared effects alone. */
  readonly sharedVariance: number;
}

interface SolvedStep extends Pick<ItemFit, "shared" | "makes" | "residuals" | "logRates" | "evidence"> {
  readonly equations: SolvedEquations;
}

const MAX_STEPS = 50;

/**
 * A step that changes the log-likelihood by less than about this is the last. The coarse one is enough to compare
 * scales, whose evidence differs by whole numbers.
 */
export const COARSE = 1e-2;
export const FINE = 1e-7;

/** @param start rates to start from: those of another scale save steps */
export function fitItem(
  data: ItemData,
  scale: number,
  start: Float64Array | null = null,
  tolerance: number = FINE,
): ItemFit {
  const baseRate = baseRateOf(data);
  let logRates = start ?? crudeLogRates(data, baseRate);
  for (let step = 1; ; step += 1) {
    const response = responseOf(data, baseRate, logRates);
    const solved = solveStep(data, scale, response);
    const gain = likelihoodGain(response, logRates, solved.logRates);
    logRates = solved.logRates;
    if (gain < tolerance || step === MAX_STEPS) {
      const { shared, makes, residuals, evidence } = solved;
      const variances = coefficientVariances(data.design, scale, solved.equations);
      return { baseRate, scale, shared, makes, residuals, logRates, evidence, ...variances };
    }
  }
}

/** Half a failure is added, so that an item that never failed has a rate. */
function baseRateOf({ design, failures }: ItemData): number {
  return (sum(failures) + 0.5) / sum(design.inspections);
}

function crudeLogRates({ design, failures }: ItemData, baseRate: number): Float64Array {
  return failures.map((failed, cell) =>
    Math.log((failed + 1) / ((design.inspections[cell] ?? 0) * baseRate + 1)),
  );
}

function responseOf({ design, failures }: ItemData, baseRate: number, logRates: Float64Array): Response {
  const weights = new Float64Array(failures.length);
  const values = new Float64Array(failures.length);
  let fit = 0;
  logRates.forEach((logRate, cell) => {
    const failed = failures[cell] ?? 0;
    const expected = (design.inspections[cell] ?? 0) * baseRate * Math.exp(logRate);
    const residual = (failed - expected) / expected;
    weights[cell] = expected;
    values[cell] = logRate + residual;
    fit +=
      failed * Math.log(expected) - expected + 0.5 * (residual * residual * expected - Math.log(expected));
  });
  return { weights, values, fit };
}

function solveStep(data: ItemData, scale: number, response: Response): SolvedStep {
  const { design } = data;
  const { sharedSize } = design.effects;
  const size = sharedSize + 1;
  const condensed = design.makes.map(({ models }) => condenseMake(data, scale, response, models));
  const top = new Float64Array(size * size);
  for (const { gram } of condensed) addCorner(top, gram, size);
  for (let i = 0; i < sharedSize; i += 1) top[i * size + i] = (top[i * size + i] ?? 0) + 1;
  eliminate(top, size, sharedSize);
  const shared = top.slice(sharedSize * size, sharedSize * size + sharedSize);
  solveLowerTransposed(top, sharedSize, shared, size);
  const makes = condensed.map(({ gram }) => makeCoefficients(data, scale, gram, shared));
  const { residuals, logRates } = cohortEffects(data, response, { condensed, shared, makes });
  const determinants =
    condensed.reduce((total, make) => total + make.logDeterminant, 0) + logDeterminant(top, sharedSize, size);
  const misfit = top[size * size - 1] ?? 0;
  return {
    shared,
    makes,
    residuals,
    logRates,
    evidence: response.fit - 0.5 * (determinants + misfit),
    equations: { makes: condensed, top },
  };
}

/** What is left of a make after its own coefficients, added to the equations of the shared ones. */
function addCorner(top: Float64Array, gram: Float64Array, size: number): void {
  const width = Math.sqrt(gram.length);
  const skipped = width - size;
  for (let row = 0; row < size; row += 1) {
    addScaled(top, row * size, 1, gram, (skipped + row) * width + skipped, row + 1);
  }
}

/** In units that {@link Effects.writeMake} needs no scale for. */
function makeCoefficients(
  data: ItemData,
  scale: number,
  gram: Float64Array,
  shared: Float64Array,
): Float64Array {
  const { makeSize, sharedSize } = data.design.effects;
  const width = makeSize + sharedSize + 1;
  const coefficients = gram.slice((width - 1) * width, (width - 1) * width + makeSize);
  shared.forEach((value, i) => addScaled(coefficients, 0, -value, gram, (makeSize + i) * width, makeSize));
  solveLowerTransposed(gram, makeSize, coefficients, width);
  return coefficients.map((value) => value * Math.sqrt(scale));
}

function cohortEffects(
  { design }: ItemData,
  response: Response,
  of: {
    condensed: readonly CondensedMake[];
    shared: Float64Array;
    makes: readonly Float64Array[];
  },
): { residuals: Float64Array; logRates: Float64Array } {
  const residuals = new Float64Array(response.values.length);
  const logRates = new Float64Array(response.values.length);
  design.makes.forEach(({ models }, make) => {
    const coefficients = of.makes[make] ?? new Float64Array();
    models.forEach(({ start, count }, model) => {
      const factor = of.condensed[make]?.models[model] ?? new Float64Array();
      const left = response.values.slice(start, start + count);
      left.forEach((value, i) => {
        left[i] = value - effectOf(design, start + i, of.shared, coefficients);
      });
      solveLower(factor, count, left, 1);
      solveLowerTransposed(factor, count, left);
      left.forEach((residual, i) => {
        residuals[start + i] = residual;
        logRates[start + i] =
          (response.values[start + i] ?? 0) - residual / (response.weights[start + i] ?? 1);
      });
    });
  });
  return { residuals, logRates };
}

function effectOf(design: TrainingDesign, cell: number, shared: Float64Array, make: Float64Array): number {
  const { sharedSize, makeSize } = design.effects;
  return (
    dot(design.shared, cell * sharedSize, shared, 0, sharedSize) +
    dot(design.make, cell * makeSize, make, 0, makeSize)
  );
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** About what a step adds to the log-likelihood. */
function likelihoodGain(response: Response, from: Float64Array, to: Float64Array): number {
  return to.reduce(
    (gain, value, cell) => gain + 0.5 * (response.weights[cell] ?? 0) * (value - (from[cell] ?? 0)) ** 2,
    0,
  );
}
