import type { LoadedModel, LoadedParameters } from "./load-parameters.ts";
import type { KnownCar } from "./match-car.ts";

/** Weights fall by e for half a year of first use, or two years of age, between cohorts. */
const FIRST_USE_YEARS = 0.5;
const AGE_YEARS = 2;

/**
 * Kilometres that such cars usually have, as a logarithm against all cars of the age: what the nearest cohorts of the
 * model had, since a cohort that drives much goes on doing so; the make's where the model is unknown.
 */
export function usualDeviation(
  loaded: LoadedParameters,
  car: KnownCar,
  ageYears: number,
  firstUseYear: number,
): number {
  const model = car.model === null ? undefined : loaded.models[car.model];
  if (model !== undefined) return nearestDeviation(model, ageYears, firstUseYear);
  return car.make === null ? 0 : (loaded.makes[car.make]?.kmDeviation ?? 0);
}

function nearestDeviation(
  { places, inspections }: LoadedModel,
  ageYears: number,
  firstUseYear: number,
): number {
  // Distances are counted from the nearest cohort's, so that weights of a far place do not all vanish.
  const distances = places.map(
    (place) =>
      Math.abs(place.firstUseYear - firstUseYear) / FIRST_USE_YEARS +
      Math.abs(place.ageYears - ageYears) / AGE_YEARS,
  );
  const nearest = Math.min(...distances);
  let weighted = 0;
  let total = 0;
  places.forEach((place, row) => {
    const weight = (inspections[row] ?? 0) * Math.exp(nearest - (distances[row] ?? 0));
    weighted += weight * place.kmDeviation;
    total += weight;
  });
  return total > 0 ? weighted / total : 0;
}
