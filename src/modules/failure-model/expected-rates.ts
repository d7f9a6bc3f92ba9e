import { KILOMETRES_COEFFICIENT } from "./effects.ts";
import type { FailureItem } from "./failure-items.ts";
import type { LoadedParameters } from "./load-parameters.ts";
import { logRatesOf, openCovariances } from "./log-rate.ts";
import type { KnownCar } from "./match-car.ts";
import { populationRate } from "./population-rate.ts";
import { usualDeviation } from "./usual-kilometres.ts";

/** The standard normal distribution's quantile of 0.9. */
export const QUANTILE_90 = 1.2815515655446004;

/** What is expected of cars of one model, age and year. */
export interface ExpectedCohort {
  /** Kilometres that they usually have, as a logarithm against all cars of the age. */
  readonly usual: number;
  /** Inspections of that model in the cohorts; 0 where it is not known. */
  readonly sampleInspections: number;
  readonly items: ReadonlyMap<FailureItem, Expectation>;
}

/** What is expected of an item with the kilometres that such cars usually have. */
export interface Expectation {
  /** Logarithm of the rate. */
  readonly centre: number;
  /** Half the width of the logarithm's interval. */
  readonly spread: () => number;
  /** What the logarithm grows by with that of the kilometres. */
  readonly perKm: number;
  readonly compared: { readonly ageYears: number; readonly rate: number };
}

/** Room for ages in the key of a kept cohort. */
const AGES = 128;

/** Vehicles of one model, age and year are expected the same of, which is kept, since scoring asks for millions. */
export function openCohorts(loaded: LoadedParameters, wanted: readonly FailureItem[]) {
  const { makes, models } = loaded;
  const workOut = cohortWork(loaded, wanted);
  const known = new Map<number, Map<number, ExpectedCohort>>();
  return (car: KnownCar, age: number, year: number): ExpectedCohort => {
    const ageYears = Math.min(Math.max(age, 0), AGES - 1);
    const row = car.model ?? models.length + (car.make ?? makes.length);
    const ofYear = known.get(year) ?? new Map<number, ExpectedCohort>();
    if (ofYear.size === 0) known.set(year, ofYear);
    // A small integer: with the year in it, it would be none any more, and is found at twice the cost.
    const key = row * AGES + ageYears;
    let found = ofYear.get(key);
    if (found === undefined) {
      found = workOut(car, ageYears, year);
      ofYear.set(key, found);
    }
    return found;
  };
}

function cohortWork(loaded: LoadedParameters, wanted: readonly FailureItem[]) {
  const covariances = openCovariances(loaded);
  const perLogKm = Math.sqrt(loaded.parameters.priors.kilometres);
  const items = wanted.map((item) => {
    const { shared, makeMix } = loaded.items[item];
    const logRates = logRatesOf(loaded, loaded.items[item], covariances);
    const perKm = perLogKm * (shared[KILOMETRES_COEFFICIENT] ?? 0);
    return { item, makeMix, logRates, perKm, baseline: populationRate(loaded, item, logRates) };
  });
  return (car: KnownCar, ageYears: number, year: number): ExpectedCohort => {
    const firstUseYear = year - ageYears;
    const usual = usualDeviation(loaded, car, ageYears, firstUseYear);
    const place = { ageYears, firstUseYear, inspectionYear: year, kmDeviation: usual };
    const expected = items.map(({ item, makeMix, logRates, perKm, baseline }) => {
      const { mean, variance } = logRates(car, place);
      const compared = baseline(ageYears, year);
      const centre = car.make === null ? Math.log(compared.rate) : car.model === null ? mean + makeMix : mean;
      let spread: number | null = null;
      const expectation: Expectation = {
        centre,
        spread: () => (spread ??= QUANTILE_90 * Math.sqrt(variance())),
        perKm,
        compared,
      };
      return [item, expectation] as const;
    });
    return { usual, sampleInspections: sampleOf(loaded, car), items: new Map(expected) };
  };
}

function sampleOf(loaded: LoadedParameters, car: KnownCar): number {
  const model = car.model === null ? undefined : loaded.models[car.model];
  return model?.inspections.reduce((total, number) => total + number, 0) ?? 0;
}
