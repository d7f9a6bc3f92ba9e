import type { VehicleFacts } from "../signals/index.ts";
import type { CohortLifts } from "./cohort-lifts.ts";
import { familiesNoted } from "./part-families.ts";
import { bytes, integers, words } from "./growing.ts";
import { categoryLevel, fuelLevel, usageLevel } from "./levels.ts";
import { partStatesOf } from "./part-states.ts";
import { pastRounds } from "./past-rounds.ts";
import { seenRepairs } from "./seen-repairs.ts";
import { SituationWalk } from "./situations.ts";

/** Names get numbers in the order in which they first appear. */
export class Names {
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(name, number);
    }
    return number;
  }

  get all(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** The periodic inspections of one country's vehicles, each with what was known before it, in about 50 bytes. */
export class TrainingRows {
  /** First row of each vehicle. */
  readonly starts = integers();
  readonly day = integers();
  readonly age = bytes();
  readonly kmPerYear = bytes();
  readonly car = integers();
  readonly fuel = bytes();
  readonly usage = bytes();
  readonly category = bytes();
  readonly last = bytes();
  readonly before = bytes();
  readonly notes = bytes();
  readonly hasFailed = bytes();
  /** Bits by part family of which the last inspection noted something. */
  readonly families = integers();
  /** By item of the cohort model, row after row. */
  readonly cohorts = bytes();
  /** Where a row's entries begin among the states, and among the parts that failed. */
  readonly stateStarts = integers();
  readonly statePart = bytes();
  readonly stateWord = words();
  readonly stateRepeat = bytes();
  readonly failedStarts = integers();
  readonly failedPart = bytes();
  readonly cars = new Names();
  readonly words = new Names();
  readonly #lifts: CohortLifts;

  constructor(lifts: CohortLifts) {
    this.#lifts = lifts;
    this.words.numberOf("");
  }

  get length(): number {
    return this.day.length;
  }

  /** Vehicles without a day of first registration teach nothing: their age is not known. */
  add(facts: VehicleFacts): void {
    if (facts.firstRegisteredOn === null) return;
    const rounds = pastRounds(facts);
    if (rounds.length === 0) return;
    const car = this.cars.numberOf(`${facts.make}|${facts.model}`);
    const walk = new SituationWalk(facts);
    this.starts.push(this.length);
    rounds.forEach((round, place) => {
      const situation = walk.before(round.day);
      this.day.push(round.day);
      this.age.push(situation.age);
      this.kmPerYear.push(situation.kmPerYear);
      this.car.push(car);
      this.fuel.push(fuelLevel(facts.fuel));
      this.usage.push(usageLevel(facts.usage));
      this.category.push(categoryLevel(facts.category));
      this.last.push(situation.last);
      this.before.push(situation.before);
      this.notes.push(Math.min(255, round.notes));
      this.hasFailed.push(Number(round.hasFailed));
      this.families.push(familiesNoted(rounds[place - 1]));
      for (const level of this.#lifts.levelsOf(facts, round.round.opening.performedOn))
        this.cohorts.push(level);
      this.stateStarts.push(this.statePart.length);
      const last = rounds[place - 1];
      const repairs = seenRepairs(facts.repairs, last, round.round.opening.performedOn);
      for (const { part, state, repeat } of partStatesOf(last, rounds[place - 2], repairs)) {
        this.statePart.push(part);
        this.stateWord.push(this.words.numberOf(state));
        this.stateRepeat.push(repeat);
      }
      this.failedStarts.push(this.failedPart.length);
      for (const part of round.failed) this.failedPart.push(part);
      walk.pass(round);
    });
  }
}
