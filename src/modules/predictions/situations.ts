import type { VehicleFacts } from "../signals/index.ts";
import { ageLevel, beforeLevel, kmPerYearLevel, lastLevel } from "./levels.ts";
import { dayOf, type PastRound } from "./past-rounds.ts";

/** A vehicle before one of its inspections. */
export interface Situation {
  readonly age: number;
  readonly kmPerYear: number;
  readonly last: number;
  readonly before: number;
}

/** Rates of less than half a year of driving are chance. */
const SHORTEST_DAYS = 183;
const DAYS_PER_YEAR = 365.25;

/** Walks through a vehicle's inspections, oldest first, and says what was known before each. */
export class SituationWalk {
  readonly #registeredDay: number;
  #kmPerYear: number | null = null;
  #last: PastRound | undefined;

  /** @param facts of a vehicle whose first registration is known */
  constructor({ firstRegisteredOn }: Pick<VehicleFacts, "firstRegisteredOn">) {
    this.#registeredDay = dayOf(firstRegisteredOn ?? "");
  }

  /** Before an inspection on that day, after those that were passed. */
  before(day: number): Situation {
    const age = ageLevel(day - this.#registeredDay);
    return {
      age,
      kmPerYear: kmPerYearLevel(this.#kmPerYear),
      last: lastLevel(this.#last, day, age),
      before: beforeLevel(this.#last),
    };
  }

  pass(round: PastRound): void {
    this.#last = round;
    const days = round.day - this.#registeredDay;
    if (round.km !== null && days >= SHORTEST_DAYS) this.#kmPerYear = (round.km / days) * DAYS_PER_YEAR;
  }
}
