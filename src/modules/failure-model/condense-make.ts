import { addGram, addScaled, eliminate, solveLower } from "./dense-matrix.ts";
import type { ModelBlock, TrainingDesign } from "./training-design.ts";

export interface ItemData {
  readonly design: TrainingDesign;
  readonly failures: Float64Array;
  /** Variance of what a cohort has of its own in one year. */
  readonly cohortVariance: number;
}

/** One Newton step's view of the data: a Gaussian response and its weight per cohort. */
export interface Response {
  readonly weights: Float64Array;
  readonly values: Float64Array;
  /** Log-likelihood at the current rates, with the terms that make it comparable between scales. */
  readonly fit: number;
}

/** A make's cohorts as equations in its own and the shared coefficients. */
export interface CondensedMake {
  /** Factors of the models' covariances. */
  readonly models: readonly Float64Array[];
  /** Rows and columns: the make's coefficients, eliminated; the shared ones; the response. */
  readonly gram: Float64Array;
  readonly logDeterminant: number;
}

export function condenseMake(
  data: ItemData,
  scale: number,
  response: Response,
  models: readonly ModelBlock[],
): CondensedMake {
  const { makeSize, sharedSize } = data.design.effects;
  const width = makeSize + sharedSize + 1;
  const gram = new Float64Array(width * width);
  let logDeterminants = 0;
  const factors = models.map((model) => {
    const factor = responseCovariance(model, scale, data.cohortVariance, response.weights);
    eliminate(factor, model.count);
    logDeterminants += logDeterminant(factor, model.count, model.count);
    const rows = equationRows(data.design, scale, response.values, model);
    solveLower(factor, model.count, rows, width);
    addGram(gram, rows, model.count, width);
    return factor;
  });
  for (let i = 0; i < makeSize; i += 1) gram[i * width + i] = (gram[i * width + i] ?? 0) + 1;
  eliminate(gram, width, makeSize);
  return { models: factors, gram, logDeterminant: logDeterminants + logDeterminant(gram, makeSize, width) };
}

/** Covariance of a model's responses: its effects, what each cohort has of its own, and counting noise. */
export function responseCovariance(
  model: ModelBlock,
  scale: number,
  cohortVariance: number,
  weights: Float64Array,
): Float64Array {
  const covariance = model.covariance.map((value) => value * scale);
  for (let i = 0; i < model.count; i += 1) {
    const place = i * model.count + i;
    covariance[place] = (covariance[place] ?? 0) + cohortVariance + 1 / (weights[model.start + i] ?? 1);
  }
  return covariance;
}

/** Rows "make's weights, shared weights, response" of a model's cohorts. */
function equationRows(
  design: TrainingDesign,
  scale: number,
  values: Float64Array,
  model: ModelBlock,
): Float64Array {
  const { makeSize, sharedSize } = design.effects;
  const width = makeSize + sharedSize + 1;
  const rows = new Float64Array(model.count * width);
  for (let i = 0; i < model.count; i += 1) {
    const cell = model.start + i;
    addScaled(rows, i * width, Math.sqrt(scale), design.make, cell * makeSize, makeSize);
    addScaled(rows, i * width + makeSize, 1, design.shared, cell * sharedSize, sharedSize);
    rows[(i + 1) * width - 1] = values[cell] ?? 0;
  }
  return rows;
}

/** Of the matrix whose Cholesky factor is the leading part of the one given, its rows being `stride` long. */
export function logDeterminant(factor: Float64Array, size: number, stride: number): number {
  let total = 0;
  for (let i = 0; i < size; i += 1) total += 2 * Math.log(factor[i * stride + i] ?? 1);
  return total;
}
