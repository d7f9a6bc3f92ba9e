import type { FailureParameters } from "../failure-model/index.ts";
import { PART_CATEGORY_KEYS } from "../parts/index.ts";
import type { VehicleFacts } from "../signals/index.ts";
import type { CountryCode } from "../vocabulary/index.ts";
import { CohortLifts } from "./cohort-lifts.ts";
import { HISTORY_FORMAT, type CountryHistory, type HistoryParameters } from "./history-parameters.ts";
import { inclinationLevel } from "./levels.ts";
import { findingAt, KindOfVehicle, type Findings, type Inclinations } from "./inclinations.ts";
import { learnFindings } from "./learn-findings.ts";
import { learnTargets, type CountryRows } from "./learn-targets.ts";
import { TrainingRows } from "./training-rows.ts";

/** Fewer inspections than this tell less of a country than cohorts do. */
const FEWEST_INSPECTIONS = 5000;
/** Cars seen at fewer inspections are told apart by their cohort only. */
const FEWEST_OF_A_CAR = 50;

/** Learns from vehicles that come one after the other; memory holds their inspections in about 60 bytes each. */
export class HistoryLearner {
  readonly #byCountry = new Map<CountryCode, TrainingRows>();
  readonly #lifts: CohortLifts;

  /** @param cohorts what is known beforehand of makes and models */
  constructor(cohorts: FailureParameters) {
    this.#lifts = new CohortLifts(cohorts);
  }

  add(facts: VehicleFacts): void {
    let rows = this.#byCountry.get(facts.country);
    if (rows === undefined) {
      rows = new TrainingRows(this.#lifts);
      this.#byCountry.set(facts.country, rows);
    }
    rows.add(facts);
  }

  /**
   * Deterministic: the same vehicles in the same order give the same parameters.
   * @param onProgress before each part of each country
   */
  learn(onProgress: (parts: number, total: number) => void = () => undefined): HistoryParameters {
    const known = [...this.#byCountry]
      .filter(([, rows]) => rows.length >= FEWEST_INSPECTIONS)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    let parts = 0;
    const onPart = () => {
      onProgress((parts += 1), known.length * PART_CATEGORY_KEYS.length);
    };
    const learnt = known.map(([country, rows]) => [country, learnCountry(rows, onPart)] as const);
    return {
      format: HISTORY_FORMAT,
      inspections: learnt.reduce((sum, [, { inspections }]) => sum + inspections, 0),
      countries: Object.fromEntries(learnt),
    };
  }
}

function learnCountry(rows: TrainingRows, onPart: () => void): CountryHistory {
  const { cars, levels } = carLevels(rows);
  const situations = {
    age: rows.age.done(),
    before: rows.before.done(),
    kmPerYear: rows.kmPerYear.done(),
    car: levels,
  };
  const { notes, fails, inclinations, findings } = learnFindings(rows, situations, cars.length + 1);
  const given: CountryRows = {
    rows,
    car: levels,
    carCount: cars.length + 1,
    ...inclinationLevels(findings, inclinations),
  };
  const days = rows.day.done();
  return {
    inspections: rows.length,
    from: dateOf(days.reduce((least, day) => Math.min(least, day))),
    until: dateOf(days.reduce((most, day) => Math.max(most, day))),
    cars,
    notes,
    fails,
    inclinations,
    targets: learnTargets(given, onPart),
  };
}

const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Cars that were seen often enough have levels from 1; the others share level 0. */
function carLevels(rows: TrainingRows): { cars: string[]; levels: Int32Array } {
  const numbers = rows.car.done();
  const names = rows.cars.all;
  const seen = new Int32Array(names.length);
  for (const number of numbers) seen[number] = (seen[number] ?? 0) + 1;
  const cars = names.filter((_, number) => (seen[number] ?? 0) >= FEWEST_OF_A_CAR).sort();
  const places = new Map(cars.map((name, place) => [name, place + 1]));
  const levelOf = names.map((name) => places.get(name) ?? 0);
  return { cars, levels: Int32Array.from(numbers, (number) => levelOf[number] ?? 0) };
}

/** Before each inspection, what those before it tell of the vehicle. */
function inclinationLevels(
  findings: Findings,
  inclinations: Inclinations,
): { notes: Uint8Array; fails: Uint8Array } {
  const notes = new Uint8Array(findings.notes.length);
  const fails = new Uint8Array(findings.notes.length);
  findings.starts.forEach((start, vehicle) => {
    const end = findings.starts[vehicle + 1] ?? notes.length;
    const kind = new KindOfVehicle(inclinations);
    for (let row = start; row < end; row += 1) {
      const factors = kind.factors();
      notes[row] = inclinationLevel(factors.notes);
      fails[row] = inclinationLevel(factors.fails);
      kind.see(findingAt(findings, row));
    }
  });
  return { notes, fails };
}
