import { FAILURE_ITEM_KEYS, type FailureItem } from "./failure-items.ts";
import type { FailureParameters } from "./failure-parameters.ts";
import { loadParameters } from "./load-parameters.ts";
import { carMatcher, type KnownCar } from "./match-car.ts";
import { openCohorts, QUANTILE_90 } from "./expected-rates.ts";
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
  /** All rates of one inspection, at less than one by one. */
  ratesAt(car: KnownCar, at: Inspected): InspectionRates;
}

/** Rates of the items at one inspection, each worked out when it is asked for. */
export interface InspectionRates {
  rate(item: FailureItem): FailureRate;
  /** `probability` of that rate alone, at a fraction of its cost. */
  probability(item: FailureItem): number;
  /** `lift` of that rate alone. */
  lift(item: FailureItem): number;
}

/** Width of an interval's logarithm in standard deviations. */
export const INTERVAL_SPREAD = 2 * QUANTILE_90;

/** Cohorts were seen with about half to twice the usual kilometres: more is read as twice, less as half. */
const MAX_KM_DEVIATION = Math.LN2;
const seenDeviation = (deviation: number): number =>
  Math.min(Math.max(deviation, -MAX_KM_DEVIATION), MAX_KM_DEVIATION);

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
  const { grid, usualKm, trainedYears } = loaded.parameters;
  const cohorts = openCohorts(loaded, wanted);
  const ratesAt = (car: KnownCar, { ageYears, year, km }: Inspected): InspectionRates => {
    const cohort = cohorts.find(car, ageYears, year);
    const { centres, compared, place } = cohort;
    const deviation = km === null ? null : seenDeviation(kmDeviation(km, ageYears, grid, usualKm));
    const beyondUsual = deviation === null ? 0 : deviation - place.kmDeviation;
    const logRateOf = (item: number): number =>
      (centres[item] ?? NaN) + (cohorts.perKm[item] ?? NaN) * beyondUsual;
    return {
      rate(asked) {
        const item = cohorts.placeOf(asked);
        return rateFrom(logRateOf(item), cohorts.spreadOf(cohort, item), {
          car,
          trainedYears,
          sampleInspections: cohort.sampleInspections,
          compared: { ageYears: compared.ageYears, rate: compared.rates[item] ?? NaN },
        });
      },
      probability: (asked) => atLeastOne(Math.exp(logRateOf(cohorts.placeOf(asked)))),
      lift(asked) {
        const item = cohorts.placeOf(asked);
        return Math.exp(logRateOf(item)) / (compared.rates[item] ?? NaN);
      },
    };
  };
  return {
    findCar: carMatcher(loaded),
    rate: (item, car, at) => ratesAt(car, at).rate(item),
    ratesAt,
  };
}

interface RateSource {
  readonly car: KnownCar;
  readonly trainedYears: readonly number[];
  readonly sampleInspections: number;
  readonly compared: { readonly ageYears: number; readonly rate: number };
}

function rateFrom(
  logRate: number,
  spread: number,
  { car, trainedYears, sampleInspections, compared }: RateSource,
): FailureRate {
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
}

const atLeastOne = (rate: number): number => -Math.expm1(-rate);
