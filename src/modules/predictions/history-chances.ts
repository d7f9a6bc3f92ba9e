import type { VehicleFacts } from "../signals/index.ts";
import type { CohortLifts } from "./cohort-lifts.ts";
import { expectedOf } from "./expected-findings.ts";
import type { CountryHistory, HistoryParameters } from "./history-parameters.ts";
import {
  categoryLevel,
  failuresLevel,
  fuelLevel,
  inclinationLevel,
  SHARED_FEATURES,
  usageLevel,
} from "./levels.ts";
import { sigmoid } from "./odds.ts";
import { KindOfVehicle } from "./inclinations.ts";
import { openTargets, sharedTable, type OpenTarget } from "./open-targets.ts";
import { familiesNoted, familyLevel } from "./part-families.ts";
import { partStatesOf, REPAIRED, type PartState } from "./part-states.ts";
import { dayOf, pastRounds, type PastRound } from "./past-rounds.ts";
import { seenRepairs } from "./seen-repairs.ts";
import { SituationWalk } from "./situations.ts";

/** Chances that parts fail at one inspection. */
export interface HistoryChances {
  /** What it was asked for, by target: the parts, and ANY. */
  readonly targets: readonly OpenTarget[];
  /** Logarithms of the odds, in the order of the targets. */
  readonly logOdds: Float64Array;
  /** Age at the inspection, in years and as a level. */
  readonly age: number;
  readonly rounds: readonly PastRound[];
  /** Variance of a target's logarithm of odds: what is not known of its effects. */
  readonly varianceOf: (target: number) => number;
}

/** Null where a vehicle's country has not been learnt, or its age is not known. */
export type HistoryReader = (facts: VehicleFacts, on: string) => HistoryChances | null;

export function openHistories({ countries }: HistoryParameters, lifts: CohortLifts): HistoryReader {
  const opened = new Map(
    Object.entries(countries).map(([country, own]) => [country, openCountry(own, lifts)]),
  );
  return (facts, on) =>
    facts.firstRegisteredOn === null ? null : (opened.get(facts.country)?.(facts, on) ?? null);
}

function openCountry(history: CountryHistory, lifts: CohortLifts): HistoryReader {
  const targets = openTargets(history);
  const table = sharedTable(history, targets);
  const cars = new Map(history.cars.map((car, place) => [car, place + 1]));
  return (facts, on) => {
    const rounds = pastRounds(facts);
    const car = cars.get(`${facts.make}|${facts.model}`) ?? 0;
    const levels = sharedLevels(facts, rounds, on, car, history);
    const states = partStatesOf(rounds.at(-1), rounds.at(-2), seenRepairs(facts.repairs, rounds.at(-1)));
    const families = familiesNoted(rounds.at(-1));
    const cohorts = lifts.levelsOf(facts, on);
    const logOdds = table.base.slice();
    table.byFeature.forEach((effects, feature) => {
      const from = (levels[feature] ?? 0) * targets.length;
      for (let place = 0; place < targets.length; place += 1) {
        logOdds[place] = (logOdds[place] ?? 0) + (effects[from + place] ?? 0);
      }
    });
    const ownOf = (target: OpenTarget, state?: PartState) => ownLevels(target, state, families, cohorts);
    let failures = 0;
    targets.forEach((target, place) => {
      const before = logOdds[place] ?? 0;
      if (target.part < 0) {
        // ANY comes last: it follows from what is expected of the parts.
        logOdds[place] = before + (target.effects[SHARED_FEATURES.length]?.[failuresLevel(failures)] ?? 0);
        return;
      }
      const state = states.find(({ part }) => part === target.part);
      const own = before + ownEffect(target, ownOf(target, state));
      logOdds[place] = own;
      failures += sigmoid(own);
    });
    const varianceOf = (place: number): number => {
      const target = targets[place];
      if (target === undefined) return 0;
      const state = states.find(({ part }) => part === target.part);
      return varianceAt(target, [...levels, ...ownOf(target, state)]);
    };
    return { targets, logOdds, age: levels[0] ?? 0, rounds, varianceOf };
  };
}

/** Levels of the shared features, in their order. */
function sharedLevels(
  facts: VehicleFacts,
  rounds: readonly PastRound[],
  on: string,
  car: number,
  { notes, fails, inclinations }: CountryHistory,
): number[] {
  const walk = new SituationWalk(facts);
  const kind = new KindOfVehicle(inclinations);
  for (const round of rounds) {
    const { age, before, kmPerYear } = walk.before(round.day);
    kind.see({
      notes: round.notes,
      notesExpected: expectedOf(notes, age, before, kmPerYear, car),
      hasFailed: round.hasFailed,
      failExpected: expectedOf(fails, age, before, kmPerYear, car),
    });
    walk.pass(round);
  }
  const factors = kind.factors();
  const { age, kmPerYear, last } = walk.before(dayOf(on));
  return [
    age,
    kmPerYear,
    car,
    fuelLevel(facts.fuel),
    usageLevel(facts.usage),
    categoryLevel(facts.category),
    last,
    inclinationLevel(factors.notes),
    inclinationLevel(factors.fails),
  ];
}

/** A state that was not seen. */
const OTHER_STATE = -1;

/** What failed was repaired before it passed: where no orders have been learnt from, that is what a repair does. */
function levelOf(states: OpenTarget["states"], state: string): number {
  if (state !== REPAIRED) return states.get(state) ?? OTHER_STATE;
  return states.get(REPAIRED) ?? states.get("FAILED") ?? 0;
}

/** Levels of a target's own features, in their order; ANY has none that counts. */
function ownLevels(
  { states, part, item }: OpenTarget,
  state: PartState | undefined,
  families: number,
  cohorts: Uint8Array,
): readonly [state: number, repeat: number, family: number, cohort: number] {
  const level = state === undefined ? 0 : levelOf(states, state.state);
  const cohort = item === null ? 0 : (cohorts[item] ?? 0);
  return [level, state?.repeat ?? 0, familyLevel(part, families, level !== 0), cohort];
}

function ownEffect({ effects, otherState }: OpenTarget, levels: ReturnType<typeof ownLevels>): number {
  let sum = levels[0] === OTHER_STATE ? otherState : 0;
  for (let own = 0; own < levels.length; own += 1) {
    sum += effects[SHARED_FEATURES.length + own]?.[levels[own] ?? 0] ?? 0;
  }
  return sum;
}

function varianceAt({ variances }: OpenTarget, levels: readonly number[]): number {
  return levels.reduce((sum, level, feature) => sum + (variances[feature]?.[level] ?? 0), 0);
}
