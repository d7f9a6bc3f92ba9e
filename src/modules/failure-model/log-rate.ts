import { responseCovariance } from "./condense-make.ts";
import { dot, eliminate, solveLower, solveLowerTransposed } from "./dense-matrix.ts";
import type { Place } from "./effects.ts";
import type { LoadedItem, LoadedModel, LoadedParameters } from "./load-parameters.ts";
import type { KnownCar } from "./match-car.ts";

/** What is believed of the logarithm of a cohort's rate: a normal distribution. */
export interface LogRate {
  readonly mean: number;
  /** Worked out when it is asked for: it costs ten times the mean, and most chances are too small to need it. */
  readonly variance: () => number;
}

export type LogRateAt = (car: KnownCar, place: Place) => LogRate;

/** The item's beliefs. What belongs to a model is worked out when it is first asked for, and kept. */
export function logRatesOf(
  loaded: LoadedParameters,
  item: LoadedItem,
  covariancesOf: Covariances = openCovariances(loaded),
): LogRateAt {
  const { effects, parameters } = loaded;
  const shared = new Float64Array(effects.sharedSize);
  const make = new Float64Array(effects.makeSize);
  const factors = new Map<number, Float64Array>();

  const sharedAndMake = (car: KnownCar, place: Place): number => {
    effects.writeShared(place, shared, 0);
    const level = Math.log(item.baseRate) + dot(shared, 0, item.shared, 0, shared.length);
    const coefficients = car.make === null ? undefined : item.makes[car.make];
    if (coefficients === undefined) return level;
    effects.writeMake(place, make, 0);
    return level + dot(make, 0, coefficients, 0, make.length);
  };

  const factorOf = (index: number, model: LoadedModel): Float64Array => {
    const known = factors.get(index);
    if (known !== undefined) return known;
    const weights = expectedFailures(item, model, parameters.priors.cohort, (place) =>
      sharedAndMake({ make: model.make, model: index }, place),
    );
    const atZero = { ...model, start: 0 };
    const factor = responseCovariance(atZero, item.scale, parameters.priors.cohort, weights);
    eliminate(factor, model.count);
    factors.set(index, factor);
    return factor;
  };

  const varianceOf = (car: KnownCar, place: Place): number => {
    const steps = effects.stepVariance(place.inspectionYear);
    const own = item.scale * effects.modelCovariance(place, place) + parameters.priors.cohort;
    const beyond = own + steps.shared + item.scale * steps.make;
    const ofMake =
      (car.make === null ? undefined : item.makeVariances[car.make]) ??
      item.sharedVariance + item.scale * effects.makeVariance;
    const model = car.model === null ? undefined : loaded.models[car.model];
    if (car.model === null || model === undefined) return beyond + ofMake;
    const likeness = covariancesOf(model, place).map((covariance) => item.scale * covariance);
    const { explained, unexplainedShare } = explain(factorOf(car.model, model), likeness);
    return Math.max(beyond - explained, 0) + unexplainedShare ** 2 * ofMake;
  };

  return (car, place) => {
    const level = sharedAndMake(car, place);
    const model = car.model === null ? undefined : loaded.models[car.model];
    const own = model && dot(covariancesOf(model, place), 0, item.residuals, model.start, model.count);
    return { mean: level + item.scale * (own ?? 0), variance: () => varianceOf(car, place) };
  };
}

/** Covariances of a place with a model's cohorts, before an item's scale. */
export type Covariances = (model: LoadedModel, place: Place) => Float64Array;

/** Keeps the last ones: each item asks for them in turn, and they are most of what its mean costs. */
export function openCovariances({ effects }: LoadedParameters): Covariances {
  let last: { model: LoadedModel; place: Place; covariances: Float64Array } | null = null;
  return (model, place) => {
    if (last?.model !== model || last.place !== place) {
      const covariances = Float64Array.from(model.places, (seen) => effects.modelCovariance(place, seen));
      last = { model, place, covariances };
    }
    return last.covariances;
  };
}

/**
 * What a model's own cohorts tell of a place: the variance that they explain, and the share of an error in the make's
 * level that they do not make good.
 */
function explain(
  factor: Float64Array,
  likeness: Float64Array,
): { explained: number; unexplainedShare: number } {
  const weights = likeness.slice();
  solveLower(factor, weights.length, weights, 1);
  const explained = dot(weights, 0, weights, 0, weights.length);
  solveLowerTransposed(factor, weights.length, weights);
  return { explained, unexplainedShare: weights.reduce((share, weight) => share - weight, 1) };
}

/** The fitted failures of a model's cohorts, from which their weight in the fit followed. */
function expectedFailures(
  item: LoadedItem,
  model: LoadedModel,
  cohortVariance: number,
  level: (place: Place) => number,
): Float64Array {
  return Float64Array.from(model.places, (place, row) => {
    const own =
      item.scale * dot(model.covariance, row * model.count, item.residuals, model.start, model.count) +
      cohortVariance * (item.residuals[model.start + row] ?? 0);
    return (model.inspections[row] ?? 0) * Math.exp(level(place) + own);
  });
}
