import {
  FAILURE_ITEM_KEYS,
  FAILURE_ITEMS,
  failurePredictor,
  type FailureItem,
  type FailureParameters,
} from "../failure-model/index.ts";
import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import type { VehicleFacts } from "../signals/index.ts";
import { cohortLevel } from "./levels.ts";
import { mayBeCar, passengerCar } from "./passenger-car.ts";

const NOT_KNOWN = new Uint8Array(FAILURE_ITEM_KEYS.length);
const MOST_KNOWN = 200_000;

/** How a car's model does in the cohorts, against all cars of its age, by item and in steps. */
export class CohortLifts {
  readonly #cohorts;
  readonly #known = new Map<string, Uint8Array>();

  /** @throws {FailureModelError} PARAMETERS_UNREADABLE */
  constructor(parameters: FailureParameters) {
    this.#cohorts = failurePredictor(parameters);
  }

  /** In the order of FAILURE_ITEM_KEYS; 0 where the cohorts know nothing of it. */
  levelsOf({ category, firstRegisteredOn, make, model }: VehicleFacts, on: string): Uint8Array {
    if (firstRegisteredOn === null || !mayBeCar({ category })) return NOT_KNOWN;
    const year = Number(on.slice(0, 4));
    const ageYears = year - Number(firstRegisteredOn.slice(0, 4));
    const key = `${category}|${make}|${model}|${ageYears}|${year}`;
    let levels = this.#known.get(key);
    if (levels === undefined) {
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      const car = this.#cohorts.findCar(make, model);
      levels = Uint8Array.from(FAILURE_ITEM_KEYS, (item) => {
        if (car.make === null || passengerCar({ category }, car) === null) return 0;
        return cohortLevel(Math.log(this.#cohorts.rate(item, car, { ageYears, year, km: null }).lift));
      });
      this.#known.set(key, levels);
    }
    return levels;
  }
}

/** Place of the item whose failures take the part; null where no item of the cohorts does. */
export const ITEM_OF_PART: readonly (number | null)[] = PART_CATEGORY_KEYS.map((part) => {
  const rankOf = (item: FailureItem) =>
    (FAILURE_ITEMS[item].partCategories as readonly string[]).indexOf(part);
  const items = FAILURE_ITEM_KEYS.filter((item) => rankOf(item) >= 0).sort(
    (one, other) => rankOf(one) - rankOf(other),
  );
  return items[0] === undefined ? null : FAILURE_ITEM_KEYS.indexOf(items[0]);
});
