import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import { drivingOf, expectedKm, pastRounds } from "../predictions/index.ts";
import { addDays, daysBetween } from "../schedule/index.ts";
import type { InspectionFact, VehicleFacts } from "../signals/index.ts";

/** Inspections of a kind, and how many of them something, or each part, failed. */
export interface Cell {
  inspections: number;
  any: number;
  readonly parts: Int32Array;
}

/** What a vehicle's inspection is like, in each baseline's eyes. */
export interface Likes {
  readonly all: Cell;
  readonly ageAndKm: Cell | null;
  /** Of the last training year; null where there was none. */
  readonly sameModelAndAge: Cell | null;
}

const KM_STEP = 25_000;
const MOST_KM_STEPS = 12;
const DAYS_PER_YEAR = 365.25;

/** Plain tables that a model has to beat, by country. */
export class BaselineTables {
  readonly #cells = new Map<string, Cell>();
  readonly #lastYearFrom: string;

  /** @param asOf day on which training ends */
  constructor(asOf: string) {
    this.#lastYearFrom = addDays(asOf, -365);
  }

  add(facts: VehicleFacts): void {
    for (const { round, failed, hasFailed } of pastRounds(facts)) {
      const { opening } = round;
      const before = facts.inspections.slice(0, facts.inspections.indexOf(opening));
      const keys = keysOf(facts, before, opening.performedOn);
      const isLastYear = opening.performedOn >= this.#lastYearFrom;
      for (const key of isLastYear ? keys : keys.slice(0, -1)) {
        const cell = this.#cellOf(key);
        cell.inspections += 1;
        cell.any += Number(hasFailed);
        for (const part of failed) cell.parts[part] = (cell.parts[part] ?? 0) + 1;
      }
    }
  }

  likesOf(facts: VehicleFacts, on: string): Likes {
    const [all, ageAndKm, sameModelAndAge] = keysOf(facts, facts.inspections, on);
    return {
      all: this.#cellOf(all),
      ageAndKm: this.#cells.get(ageAndKm) ?? null,
      sameModelAndAge: this.#cells.get(sameModelAndAge) ?? null,
    };
  }

  #cellOf(key: string): Cell {
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = { inspections: 0, any: 0, parts: new Int32Array(PART_CATEGORY_KEYS.length) };
      this.#cells.set(key, cell);
    }
    return cell;
  }
}

function keysOf(
  facts: VehicleFacts,
  before: readonly InspectionFact[],
  on: string,
): readonly [all: string, ageAndKm: string, sameModelAndAge: string] {
  const { country, make, model, firstRegisteredOn } = facts;
  const age =
    firstRegisteredOn === null ? "?" : Math.floor(daysBetween(firstRegisteredOn, on) / DAYS_PER_YEAR);
  const km = expectedKm(drivingOf(facts, before), on);
  const step = km === null ? "?" : Math.min(MOST_KM_STEPS, Math.floor(km / KM_STEP));
  return [country, `${country}|${age}|${step}`, `${country}|${make}|${model}|${age}`];
}

/** Inspections that the wider rate is worth beside those of a cell, without which small cells say nonsense. */
const PRIOR_INSPECTIONS = 20;
const HALF_A_FAILURE = 0.5;

/** Rates of the three baselines. @param part place of a part category; null: that anything fails */
export function baselineRates({ all, ageAndKm, sameModelAndAge }: Likes, part: number | null) {
  const failures = (cell: Cell) => (part === null ? cell.any : (cell.parts[part] ?? 0));
  const within = (cell: Cell | null, wider: number) =>
    cell === null
      ? wider
      : (failures(cell) + PRIOR_INSPECTIONS * wider) / (cell.inspections + PRIOR_INSPECTIONS);
  const base = (failures(all) + HALF_A_FAILURE) / Math.max(1, all.inspections);
  const table = within(ageAndKm, base);
  return {
    BASE_RATE: base,
    AGE_AND_KILOMETRES: table,
    SAME_MODEL_AND_AGE_LAST_YEAR: within(sameModelAndAge, table),
  };
}
