import type { CountryCode } from "../vocabulary/index.ts";
import { DEFAULT_TIMING } from "./default-timing.ts";
import {
  OFFSET_EDGES,
  RETEST_STEPS,
  type CountryTiming,
  type VisitHabit,
  type VisitTimingParameters,
} from "./visit-timing.types.ts";

/** When one vehicle came: what visit timing is learnt from. */
export interface VisitHistory {
  readonly country: CountryCode;
  /** Days between the last day in time and each visit. */
  readonly offsets: readonly number[];
  /** After each failed inspection for whose retest there is a limit. */
  readonly retests: readonly RetestHistory[];
  /** Day of the last inspection; null where there was none. */
  readonly lastOn: string | null;
}

export interface RetestHistory {
  /** Last day on which it was in time. */
  readonly until: string;
  /** How much of the time was over when it was passed, 0 to 1; null where it was not passed in time. */
  readonly part: number | null;
}

/** Ways of keeping appointments that are told apart. More of them fit hardly better and need more data. */
const HABITS = 4;
const ROUNDS = 40;
/** Fewer vehicles than this tell less of a country than what is published. */
const FEWEST_VEHICLES = 200;
/** Fewer failures than this tell less of how many are retested than what stands in for it. */
const FEWEST_RETESTS = 100;
/** Visits that what is published is worth beside what was seen, so that no day is impossible. */
const PRIOR_VISITS = 20;
/** Habits of fewer vehicles are noise. */
const SMALLEST_SHARE = 0.005;

const BINS = OFFSET_EDGES.length - 1;

/**
 * Learns how visits spread around the last day in time, by country: a mixture of habits, of which each vehicle has one
 * (expectation maximisation). Countries with little data stay with what is published. Deterministic: the same histories
 * in the same order give the same parameters.
 */
export function learnVisitTiming(histories: Iterable<VisitHistory>): VisitTimingParameters {
  const given = [...histories];
  const known = given.reduce((last, { lastOn }) => (lastOn !== null && lastOn > last ? lastOn : last), "");
  const all = given.filter(({ offsets }) => offsets.length > 0);
  const byCountry = Map.groupBy(all, ({ country }) => country);
  const countries: Partial<Record<CountryCode, CountryTiming>> = { ...DEFAULT_TIMING.countries };
  for (const [country, own] of byCountry) {
    const published = DEFAULT_TIMING.countries[country] ?? DEFAULT_TIMING.elsewhere;
    if (own.length >= FEWEST_VEHICLES) countries[country] = learnCountry(country, own, published, known);
  }
  const isEnough = all.length >= FEWEST_VEHICLES;
  const elsewhere = isEnough
    ? learnCountry("ALL", all, DEFAULT_TIMING.elsewhere, known)
    : DEFAULT_TIMING.elsewhere;
  return { countries, elsewhere };
}

function learnCountry(
  name: string,
  histories: readonly VisitHistory[],
  published: CountryTiming,
  known: string,
): CountryTiming {
  const vehicles = histories.map(({ offsets }) => offsets.map(binOf));
  const prior = smoothed(countsOf(vehicles.flat()), publishedMass(published), PRIOR_VISITS);
  let habits = firstHabits(histories, prior);
  for (let round = 0; round < ROUNDS; round += 1) habits = improved(habits, vehicles, prior);
  const kept = habits.filter(({ share }) => share >= SMALLEST_SHARE);
  const total = kept.reduce((sum, { share }) => sum + share, 0);
  // Whose time was not over when the records ended may still have come.
  const retests = histories.flatMap((history) => history.retests).filter(({ until }) => until < known);
  const passed = retests.flatMap(({ part }) => part ?? []);
  return {
    name: `LEARNT_VISITS_${name}`,
    population: histories.length,
    habits: kept.map(({ share, mass }) => ({ share: share / total, mass })),
    retest: retestSteps(passed),
    ...(retests.length < FEWEST_RETESTS
      ? {}
      : { retested: { inTime: passed.length / retests.length, failures: retests.length } }),
  };
}

function binOf(offset: number): number {
  let [low, high] = [0, BINS - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((OFFSET_EDGES[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countsOf(bins: readonly number[]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const bin of bins) counts[bin] = (counts[bin] ?? 0) + 1;
  return counts;
}

/** Counts as parts of 1, with a prior worth some observations. */
function smoothed(counts: readonly number[], prior: readonly number[], worth: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0) + worth;
  return counts.map((count, bin) => (count + worth * (prior[bin] ?? 0)) / total);
}

function publishedMass({ habits }: CountryTiming): number[] {
  return Array.from({ length: BINS }, (_, bin) =>
    habits.reduce((sum, { share, mass }) => sum + share * (mass[bin] ?? 0), 0),
  );
}

/** To begin with: vehicles in the order of how late they come, in as many groups as there are habits. */
function firstHabits(histories: readonly VisitHistory[], prior: readonly number[]): VisitHabit[] {
  const mean = (offsets: readonly number[]) => offsets.reduce((sum, days) => sum + days, 0) / offsets.length;
  const sorted = histories.map(({ offsets }) => offsets).sort((one, other) => mean(one) - mean(other));
  return Array.from({ length: HABITS }, (_, habit) => {
    const group = sorted.slice(
      Math.floor((habit * sorted.length) / HABITS),
      Math.floor(((habit + 1) * sorted.length) / HABITS),
    );
    return { share: 1 / HABITS, mass: smoothed(countsOf(group.flat().map(binOf)), prior, PRIOR_VISITS) };
  });
}

/** One round: how likely each vehicle has each habit, then what the habits do, weighed by that. */
function improved(
  habits: readonly VisitHabit[],
  vehicles: readonly (readonly number[])[],
  prior: readonly number[],
): VisitHabit[] {
  const shares = habits.map(() => 0);
  const counts = habits.map(() => new Array<number>(BINS).fill(0));
  for (const bins of vehicles) {
    const chances = habits.map(({ share, mass }) =>
      bins.reduce((chance, bin) => chance * (mass[bin] ?? 0), share),
    );
    const sum = chances.reduce((total, chance) => total + chance, 0);
    chances.forEach((chance, habit) => {
      const weight = sum > 0 ? chance / sum : 1 / habits.length;
      shares[habit] = (shares[habit] ?? 0) + weight;
      const own = counts[habit] ?? [];
      for (const bin of bins) own[bin] = (own[bin] ?? 0) + weight;
    });
  }
  return counts.map((own, habit) => ({
    share: (shares[habit] ?? 0) / vehicles.length,
    mass: smoothed(own, prior, PRIOR_VISITS),
  }));
}

function retestSteps(parts: readonly number[]): number[] {
  const even = 1 / RETEST_STEPS;
  const counts = new Array<number>(RETEST_STEPS).fill(PRIOR_VISITS * even);
  for (const part of parts) {
    const step = Math.min(RETEST_STEPS - 1, Math.max(0, Math.floor(part * RETEST_STEPS)));
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts.map((count) => count / (parts.length + PRIOR_VISITS));
}
