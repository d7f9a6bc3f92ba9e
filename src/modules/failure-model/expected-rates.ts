import { KILOMETRES_COEFFICIENT, type Place } from "./effects.ts";
import type { FailureItem } from "./failure-items.ts";
import type { LoadedParameters } from "./load-parameters.ts";
import { logRatesOf, openCovariances, type LogRateAt } from "./log-rate.ts";
import type { KnownCar } from "./match-car.ts";
import { populationRate } from "./population-rate.ts";
import { usualDeviation } from "./usual-kilometres.ts";

/** The standard normal distribution's quantile of 0.9. */
export const QUANTILE_90 = 1.2815515655446004;

/** What is expected of cars of one model, age and year. Numbers of items stand in the items' order. */
export interface ExpectedCohort {
  readonly car: KnownCar;
  /** With the kilometres that such cars usually have. */
  readonly place: Place;
  /** Inspections of that model in the cohorts; 0 where it is not known. */
  readonly sampleInspections: number;
  /** Logarithms of the rates. */
  readonly centres: Float64Array;
  /** Half the widths of their intervals; NaN until they are asked for. */
  readonly spreads: Float64Array;
  readonly compared: AgeRates;
}

/** Rates of all cars of an age in a year. */
export interface AgeRates {
  readonly ageYears: number;
  readonly rates: Float64Array;
}

export interface Cohorts {
  /** @throws {RangeError} where it is not modelled */
  readonly placeOf: (item: FailureItem) => number;
  /** What the logarithm of an item's rate grows by with that of the kilometres. */
  readonly perKm: Float64Array;
  readonly find: (car: KnownCar, ageYears: number, year: number) => ExpectedCohort;
  /** Half the width of the interval of the logarithm of an item's rate. */
  readonly spreadOf: (cohort: ExpectedCohort, item: number) => number;
}

/** Vehicles of one model, age and year are expected the same of, which is kept, since scoring asks for millions. */
export function openCohorts(loaded: LoadedParameters, wanted: readonly FailureItem[]): Cohorts {
  const { makes, models } = loaded;
  const places = new Map(wanted.map((item, place) => [item, place]));
  const items = openItems(loaded, wanted);
  const comparedWith = ageRates(loaded, items);
  const workOut = (car: KnownCar, ageYears: number, year: number): ExpectedCohort => {
    const firstUseYear = year - ageYears;
    const kmDeviation = usualDeviation(loaded, car, ageYears, firstUseYear);
    const place = { ageYears, firstUseYear, inspectionYear: year, kmDeviation };
    const compared = comparedWith(ageYears, year);
    const centres = Float64Array.from(items, ({ logRates, makeMix }, item) =>
      car.make === null
        ? Math.log(compared.rates[item] ?? 0)
        : logRates(car, place).mean + (car.model === null ? makeMix : 0),
    );
    const spreads = new Float64Array(items.length).fill(NaN);
    return { car, place, sampleInspections: sampleOf(loaded, car), centres, spreads, compared };
  };
  return {
    placeOf(item) {
      const place = places.get(item);
      if (place === undefined) throw new RangeError(`Not a modelled item: ${item}`);
      return place;
    },
    perKm: Float64Array.from(items, ({ perKm }) => perKm),
    find: kept(workOut, (car) => car.model ?? models.length + (car.make ?? makes.length)),
    spreadOf({ car, place, spreads }, item) {
      const known = spreads[item] ?? NaN;
      if (!Number.isNaN(known)) return known;
      const variance = items[item]?.logRates(car, place).variance() ?? NaN;
      return (spreads[item] = QUANTILE_90 * Math.sqrt(variance));
    },
  };
}

/** Room for ages in the key of what is kept. */
const AGES = 128;

/** Keeps what is worked out for a row (of models and makes), an age and a year. */
function kept<Of, Found>(
  workOut: (of: Of, ageYears: number, year: number) => Found,
  rowOf: (of: Of) => number,
): (of: Of, age: number, year: number) => Found {
  const known = new Map<number, Map<number, Found>>();
  return (of, age, year) => {
    const ageYears = Math.min(Math.max(age, 0), AGES - 1);
    const ofYear = known.get(year) ?? new Map<number, Found>();
    if (ofYear.size === 0) known.set(year, ofYear);
    // A small integer: with the year in it, it would be none any more, and is found at twice the cost.
    const key = rowOf(of) * AGES + ageYears;
    let found = ofYear.get(key);
    if (found === undefined) {
      found = workOut(of, ageYears, year);
      ofYear.set(key, found);
    }
    return found;
  };
}

interface Item {
  readonly logRates: LogRateAt;
  readonly makeMix: number;
  readonly perKm: number;
  readonly population: (ageYears: number, year: number) => number;
}

function openItems(loaded: LoadedParameters, wanted: readonly FailureItem[]): readonly Item[] {
  const covariances = openCovariances(loaded);
  const perLogKm = Math.sqrt(loaded.parameters.priors.kilometres);
  return wanted.map((item) => {
    const { shared, makeMix } = loaded.items[item];
    const logRates = logRatesOf(loaded, loaded.items[item], covariances);
    const perKm = perLogKm * (shared[KILOMETRES_COEFFICIENT] ?? 0);
    return { logRates, makeMix, perKm, population: populationRate(loaded, item, logRates) };
  });
}

/** The grid's oldest age stands for older cars. */
function ageRates({ parameters: { grid } }: LoadedParameters, items: readonly Item[]) {
  const workOut = (_: null, age: number, year: number): AgeRates => {
    const ageYears = Math.min(Math.max(age, grid.minAge), grid.maxAge);
    return { ageYears, rates: Float64Array.from(items, ({ population }) => population(ageYears, year)) };
  };
  const find = kept(workOut, () => 0);
  return (ageYears: number, year: number) => find(null, ageYears, year);
}

function sampleOf(loaded: LoadedParameters, car: KnownCar): number {
  const model = car.model === null ? undefined : loaded.models[car.model];
  return model?.inspections.reduce((total, number) => total + number, 0) ?? 0;
}
