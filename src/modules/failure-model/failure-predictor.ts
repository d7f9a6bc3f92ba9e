import { FAILURE_ITEM_KEYS, type FailureItem } from "./failure-items.ts";
import type { FailureParameters } from "./failure-parameters.ts";
import { loadParameters, type LoadedParameters } from "./load-parameters.ts";
import { logRatesOf } from "./log-rate.ts";
import { carMatcher, type KnownCar } from "./match-car.ts";
import { KILOMETRES_COEFFICIENT } from "./effects.ts";
import { usualDeviation } from "./usual-kilometres.ts";
import { populationRate } from "./population-rate.ts";
import { kmDeviation } from "./training-design.ts";

/** An inspection whose failures are asked for. */
export interface FailureQuery {
  readonly item: FailureItem;
  readonly make: string;
  /** Null where unknown. */
  readonly model: string | null;
  /** Year of inspection less year of first use, as the cohorts count it. */
  readonly ageYears: number;
  /** Year of the inspection. */
  readonly year: number;
  /** At the inspection; null: as many as the model's cars usually have at that age. */
  readonly km: number | null;
}

/** The cars that a rate is compared with: all makes and models at the same age. */
export interface FailureBaseline {
  readonly population: "CARS_OF_SAME_AGE";
  /** Country and years of the inspections that the rate was learnt from. */
  readonly country: "FI";
  readonly years: readonly number[];
  /** The oldest age that was seen stands for older cars, the youngest for younger ones. */
  readonly ageYears: number;
  readonly rate: number;
}

export interface FailureRate {
  /**
   * Failing defects (rejections and driving bans) of the item per inspection; an inspection can have several. It is the
   * middle of what is believed and not its mean, which did worse on both training years that others come before.
   */
  readonly rate: number;
  /** Eight times in ten, the rate of such cars in such a year lies between. */
  readonly interval: { readonly low: number; readonly high: number };
  /**
   * That an inspection has at least one of them: 1 − exp(−rate), as if defects fell independently. The statistics
   * count defects and not the inspections that had one, so this is a reading: were an item never recorded twice at one
   * inspection, the probability would be the rate itself, rate² / 2 more; were it always recorded in pairs (both front
   * springs), about half of this.
   */
  readonly probability: number;
  readonly probabilityInterval: { readonly low: number; readonly high: number };
  readonly baseline: FailureBaseline;
  /** rate / baseline rate. */
  readonly lift: number;
  /**
   * What of the car was known: its model, only its make, or only its age. Of an unknown model the average of its make
   * is expected, of an unknown make the average of all cars.
   */
  readonly basis: "MODEL" | "MAKE" | "AGE";
  /** Inspections in the cohorts of that model; 0 where the basis is not the model. */
  readonly sampleInspections: number;
}

type Inspected = Pick<FailureQuery, "ageYears" | "year" | "km">;

export interface FailurePredictor {
  /** Names as registers give them; once per model, when many vehicles are scored. */
  findCar(make: string, model: string | null): KnownCar;
  rate(item: FailureItem, car: KnownCar, at: Inspected): FailureRate;
  /** `probability` of that rate alone, at a fraction of its cost. */
  probability(item: FailureItem, car: KnownCar, at: Inspected): number;
  /** `lift` of that rate alone. */
  lift(item: FailureItem, car: KnownCar, at: Inspected): number;
}

/** The standard normal distribution's quantile of 0.9. */
const QUANTILE_90 = 1.2815515655446004;

/** Width of an interval's logarithm in standard deviations. */
export const INTERVAL_SPREAD = 2 * QUANTILE_90;

/** Cohorts were seen with about half to twice the usual kilometres: more is read as twice, less as half. */
const MAX_KM_DEVIATION = Math.LN2;

/** Room for ages in the key of a kept expectation. */
const AGES = 128;

const predictors = new WeakMap<FailureParameters, FailurePredictor>();

/** The rate for one inspection. Keeps what it works out per parameters, so asking again costs little. */
export function failureRate(parameters: FailureParameters, query: FailureQuery): FailureRate {
  const predictor = predictors.get(parameters) ?? failurePredictor(parameters);
  predictors.set(parameters, predictor);
  return predictor.rate(query.item, predictor.findCar(query.make, query.model), query);
}

/**
 * @param wanted items that are asked for: all, unless only some were trained
 * @throws {FailureModelError} PARAMETERS_UNREADABLE
 */
export function failurePredictor(
  parameters: FailureParameters,
  wanted: readonly FailureItem[] = FAILURE_ITEM_KEYS,
): FailurePredictor {
  const loaded = loadParameters(parameters, wanted);
  const items = new Map(wanted.map((item) => [item, itemPredictor(loaded, item)]));
  const predictorOf = (item: FailureItem): ItemPredictor => {
    const found = items.get(item);
    if (found === undefined) throw new RangeError(`Not a modelled item: ${item}`);
    return found;
  };
  return {
    findCar: carMatcher(loaded),
    rate: (item, car, at) => predictorOf(item).rate(car, at),
    probability: (item, car, at) => predictorOf(item).probability(car, at),
    lift: (item, car, at) => predictorOf(item).lift(car, at),
  };
}

interface ItemPredictor {
  rate(car: KnownCar, at: Inspected): FailureRate;
  probability(car: KnownCar, at: Inspected): number;
  lift(car: KnownCar, at: Inspected): number;
}

function itemPredictor(loaded: LoadedParameters, item: FailureItem): ItemPredictor {
  const { priors, grid, usualKm, trainedYears } = loaded.parameters;
  const expect = expectations(loaded, item);
  const perKm = Math.sqrt(priors.kilometres) * (loaded.items[item].shared[KILOMETRES_COEFFICIENT] ?? 0);
  const logRateOf = ({ centre, usual }: Expectation, { ageYears, km }: Inspected): number => {
    if (km === null) return centre;
    const deviation = kmDeviation(km, ageYears, grid, usualKm);
    return centre + perKm * (Math.min(Math.max(deviation, -MAX_KM_DEVIATION), MAX_KM_DEVIATION) - usual);
  };
  const rateOf = (car: KnownCar, at: Inspected): FailureRate => {
    const expected = expect(car, at.ageYears, at.year);
    const { spread, compared, sampleInspections } = expected;
    const logRate = logRateOf(expected, at);
    const rate = Math.exp(logRate);
    const interval = { low: Math.exp(logRate - spread), high: Math.exp(logRate + spread) };
    return {
      rate,
      interval,
      probability: atLeastOne(rate),
      probabilityInterval: { low: atLeastOne(interval.low), high: atLeastOne(interval.high) },
      baseline: { population: "CARS_OF_SAME_AGE", country: "FI", years: trainedYears, ...compared },
      lift: rate / compared.rate,
      basis: car.model !== null ? "MODEL" : car.make !== null ? "MAKE" : "AGE",
      sampleInspections,
    };
  };
  return {
    rate: rateOf,
    probability: (car, at) => atLeastOne(Math.exp(logRateOf(expect(car, at.ageYears, at.year), at))),
    lift: (car, at) => {
      const expected = expect(car, at.ageYears, at.year);
      return Math.exp(logRateOf(expected, at)) / expected.compared.rate;
    },
  };
}

/** What is expected of cars with the kilometres that such cars usually have. */
interface Expectation {
  /** Logarithm of the rate, and half the width of its interval. */
  readonly centre: number;
  readonly spread: number;
  readonly usual: number;
  readonly compared: { readonly ageYears: number; readonly rate: number };
  readonly sampleInspections: number;
}

/** Vehicles of one model, age and year share an expectation, which is kept, since scoring asks for millions. */
function expectations(loaded: LoadedParameters, item: FailureItem) {
  const { makes, models } = loaded;
  const { makeMix } = loaded.items[item];
  const logRates = logRatesOf(loaded, loaded.items[item]);
  const baseline = populationRate(loaded, item, logRates);
  const known = new Map<number, Map<number, Expectation>>();

  const work = (car: KnownCar, ageYears: number, year: number): Expectation => {
    const firstUseYear = year - ageYears;
    const usual = usualDeviation(loaded, car, ageYears, firstUseYear);
    const place = { ageYears, firstUseYear, inspectionYear: year, kmDeviation: usual };
    const { mean, variance } = logRates(car, place);
    const compared = baseline(ageYears, year);
    const centre = car.make === null ? Math.log(compared.rate) : car.model === null ? mean + makeMix : mean;
    const spread = QUANTILE_90 * Math.sqrt(variance);
    return { centre, spread, usual, compared, sampleInspections: sampleOf(loaded, car) };
  };

  return (car: KnownCar, age: number, year: number): Expectation => {
    const ageYears = Math.min(Math.max(age, 0), AGES - 1);
    const row = car.model ?? models.length + (car.make ?? makes.length);
    const ofYear = known.get(year) ?? new Map<number, Expectation>();
    if (ofYear.size === 0) known.set(year, ofYear);
    // A small integer: with the year in it, it would be none any more, and is found at twice the cost.
    const key = row * AGES + ageYears;
    let found = ofYear.get(key);
    if (found === undefined) {
      found = work(car, ageYears, year);
      ofYear.set(key, found);
    }
    return found;
  };
}

const atLeastOne = (rate: number): number => -Math.expm1(-rate);

function sampleOf(loaded: LoadedParameters, car: KnownCar): number {
  const model = car.model === null ? undefined : loaded.models[car.model];
  return model?.inspections.reduce((total, number) => total + number, 0) ?? 0;
}
