import {
  FAILURE_ITEM_KEYS,
  FAILURE_ITEMS,
  failurePredictor,
  INTERVAL_SPREAD,
  type FailureItem,
  type FailureParameters,
  type FailureRate,
  type InspectionRates,
  type KnownCar,
} from "../failure-model/index.ts";
import {
  chanceFrom,
  defectEvidence,
  odometerEvidence,
  publishedRate,
  roundsOf,
  type Chance,
  type EvidenceItem,
  type Prediction,
  type Round,
  type VehicleFacts,
} from "../signals/index.ts";
import { expectedKm, drivingOf } from "./expected-km.ts";
import { itemOffer } from "./item-offers.ts";
import { notedItemsOf, type NotedItems } from "./noted-items.ts";
import { NOTED_ODDS, NOTED_SHARES } from "./own-evidence.data.ts";
import { logit, QUANTILE_95, sigmoid } from "./odds.ts";
import { mayBeCar, passengerCar, type CarKnowledge } from "./passenger-car.ts";
import { repairEvidence } from "./seen-repairs.ts";
import { isWorthASignal, likeliest, mayBeWorthASignal } from "./worth-a-signal.ts";

/** Cars of a model share their names' reading. */
const MOST_KNOWN_CARS = 50_000;

/** What is worth a signal among the predictions of one vehicle's next inspection. */
export type Predict = (facts: VehicleFacts, likelyOn: string) => readonly Prediction[];

/**
 * Predicts what fails at the next inspection of a passenger car: the cohort's rate at the age and the km that it will
 * have then, moved by what its last inspection noted. The chance is that of the inspection item; the part named is the
 * one that was noted, or else the likeliest.
 * @throws {FailureModelError} PARAMETERS_UNREADABLE
 */
export function cohortPredictions(parameters: FailureParameters): Predict {
  const read = openCohorts(parameters);
  const years = parameters.trainedYears;
  const source = `FI/${years.at(0)}-${years.at(-1)}`;
  return (facts, likelyOn) => {
    const known = mayBeCar(facts) ? read(facts, likelyOn) : null;
    if (known?.isCar == null) return [];
    const { noted, rates } = known;
    const found: Prediction[] = [];
    for (const item of FAILURE_ITEM_KEYS) {
      // What was not noted is no likelier than its cohort's rate: most items are done with here.
      if (!noted.has(item) && !mayBeWorthASignal(rates, item)) continue;
      const rate = rates.rate(item);
      const chance = chanceOfItem(item, rate, noted);
      if (isWorthASignal(chance)) {
        found.push(predictionOf(item, chance, known, facts, cohortOf(facts, item, rate, { source, known })));
      }
    }
    return likeliest(found);
  };
}

/** The chance of each item to fail at a vehicle's next inspection, worth a signal or not. */
export type ItemChances = (facts: VehicleFacts, likelyOn: string) => ReadonlyMap<FailureItem, Chance> | null;

/**
 * What {@link cohortPredictions} chooses from, for testing it. Null where the vehicle's age is not known; that it is a
 * passenger car is taken for granted.
 * @throws {FailureModelError} PARAMETERS_UNREADABLE
 */
export function itemChances(parameters: FailureParameters): ItemChances {
  const read = openCohorts(parameters);
  return (facts, likelyOn) => {
    const known = read(facts, likelyOn);
    if (known === null) return null;
    return new Map(
      FAILURE_ITEM_KEYS.map((item) => [item, chanceOfItem(item, known.rates.rate(item), known.noted)]),
    );
  };
}

/** A vehicle among the cohorts, on the day of its next inspection. */
interface KnownVehicle {
  readonly full: readonly Round[];
  readonly noted: NotedItems;
  readonly rates: InspectionRates;
  /** Null: it is no passenger car, or may be none. */
  readonly isCar: CarKnowledge;
}

function openCohorts(
  parameters: FailureParameters,
): (facts: VehicleFacts, likelyOn: string) => KnownVehicle | null {
  const cohorts = failurePredictor(parameters);
  const cars = new Map<string, KnownCar>();
  const carOf = ({ make, model }: VehicleFacts): KnownCar => {
    const name = `${make}|${model}`;
    let car = cars.get(name);
    if (car === undefined) {
      if (cars.size >= MOST_KNOWN_CARS) cars.clear();
      car = cohorts.findCar(make, model);
      cars.set(name, car);
    }
    return car;
  };
  return (facts, likelyOn) => {
    if (facts.firstRegisteredOn === null) return null;
    const full = roundsOf(facts.inspections).full;
    const year = yearOf(likelyOn);
    const at = {
      ageYears: year - yearOf(facts.firstRegisteredOn),
      year,
      km: expectedKm(drivingOf(facts, facts.inspections), likelyOn),
    };
    const car = carOf(facts);
    return {
      full,
      noted: notedItemsOf(full.at(-1)?.opening ?? null, facts.repairs),
      rates: cohorts.ratesAt(car, at),
      isCar: passengerCar(facts, car),
    };
  };
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

/** The item's chance: the cohort's, divided between the cars that were noted and the others. */
function chanceOfItem(item: FailureItem, rate: FailureRate, noted: NotedItems): Chance {
  const share = NOTED_SHARES[item];
  const others = 1 / (1 + share * (NOTED_ODDS.ratio - 1));
  const isNoted = noted.has(item);
  const logOdds = logit(rate.probability) + Math.log(isNoted ? others * NOTED_ODDS.ratio : others);
  const { low, high } = rate.interval;
  const ofRate = (Math.log(high / low) / INTERVAL_SPREAD) * QUANTILE_95;
  const half = isNoted ? Math.hypot(ofRate, NOTED_ODDS.spread) : ofRate;
  const interval = { low: sigmoid(logOdds - half), high: sigmoid(logOdds + half) };
  const { baseline } = rate;
  return chanceFrom(sigmoid(logOdds), interval, {
    name: "CARS_OF_SAME_AGE_FI",
    rate: -Math.expm1(-baseline.rate),
    population: null,
  });
}

/** Names the cars that the rate was learnt from: country, years, car, age and item. */
function cohortOf(
  { make, model }: VehicleFacts,
  item: FailureItem,
  { probability, baseline, basis, sampleInspections }: FailureRate,
  { source, known }: { readonly source: string; readonly known: KnownVehicle },
): EvidenceItem {
  const car = basis === "MODEL" ? `${make} ${model}` : basis === "MAKE" ? make : "ALL";
  return {
    kind: "COHORT",
    cohort: `${source}/${car}/AGE_${baseline.ageYears}/${item}`,
    rate: publishedRate(probability),
    population: basis === "MODEL" ? sampleInspections : null,
    ...(known.isCar === "BY_MODEL" ? { isCarByModel: true } : {}),
  };
}

function predictionOf(
  item: FailureItem,
  chance: Chance,
  { noted, full }: KnownVehicle,
  { repairs }: VehicleFacts,
  cohort: EvidenceItem,
): Prediction {
  const last = full.at(-1)?.opening;
  const defects = noted.get(item) ?? [];
  const own =
    last === undefined
      ? []
      : [
          ...defectEvidence(last, defects),
          ...repairEvidence(repairs, last.performedOn, FAILURE_ITEMS[item].partCategories),
          ...odometerEvidence(full.at(-2)?.opening, last),
        ];
  return { offer: itemOffer(item, defects), chance, evidence: [cohort, ...own] };
}
