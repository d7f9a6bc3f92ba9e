import type { CountryCode } from "../vocabulary/index.ts";
import { DEFAULT_TIMING } from "./default-timing.ts";
import {
  FIRST_OFFSET,
  LAST_OFFSET,
  OFFSET_EDGES,
  type CountryTiming,
  type VisitTimingParameters,
} from "./visit-timing.types.ts";

const DAYS = LAST_OFFSET - FIRST_OFFSET + 1;

/** A country's habits, ready to be asked. */
export interface CountryHabits {
  readonly name: string;
  readonly population: number | null;
  /** By habit: its share, the chance of each day, and of all days up to it, from FIRST_OFFSET on. */
  readonly shares: readonly number[];
  readonly daily: readonly Float64Array[];
  readonly upTo: readonly Float64Array[];
  /** Chance that a retest has been passed by each step of the time that there is for it. */
  readonly retestUpTo: readonly number[];
  /** How many failed vehicles pass one in time, of how many that failed; null where nobody has counted. */
  readonly retested: { readonly inTime: number; readonly failures: number } | null;
  /** The population's chance of coming by so many days after the last day in time. */
  readonly by: (offset: number) => number;
}

export interface VisitTiming {
  /** Names the parameters in `modelVersion`. */
  readonly version: string;
  readonly of: (country: CountryCode) => CountryHabits;
}

export const DEFAULT_TIMING_VERSION = "published-1";

export function openVisitTiming(
  parameters: VisitTimingParameters = DEFAULT_TIMING,
  version = DEFAULT_TIMING_VERSION,
): VisitTiming {
  const elsewhere = openCountry(parameters.elsewhere);
  const countries = new Map(
    Object.entries(parameters.countries).map(([country, timing]) => [country, openCountry(timing)]),
  );
  return { version, of: (country) => countries.get(country) ?? elsewhere };
}

function openCountry({ name, population, habits, retest, retested }: CountryTiming): CountryHabits {
  const shares = habits.map(({ share }) => share);
  const daily = habits.map(({ mass }) => dailyOf(mass));
  const upTo = daily.map(runningSum);
  let sum = 0;
  const retestUpTo = retest.map((part) => (sum += part));
  const by = (offset: number) => mixed(shares, upTo, offset);
  return { name, population, shares, daily, upTo, retestUpTo, retested: retested ?? null, by };
}

function dailyOf(mass: readonly number[]): Float64Array {
  const daily = new Float64Array(DAYS);
  mass.forEach((part, bin) => {
    const [from = 0, until = 0] = [OFFSET_EDGES[bin], OFFSET_EDGES[bin + 1]];
    daily.fill(part / (until - from), from - FIRST_OFFSET, until - FIRST_OFFSET);
  });
  return daily;
}

function runningSum(daily: Float64Array): Float64Array {
  let sum = 0;
  return daily.map((part) => (sum += part));
}

/** Chance of having come by a day. */
function mixed(weights: readonly number[], upTo: readonly Float64Array[], offset: number): number {
  if (offset < FIRST_OFFSET) return 0;
  const place = Math.min(offset, LAST_OFFSET) - FIRST_OFFSET;
  let chance = 0;
  for (let habit = 0; habit < weights.length; habit += 1) {
    chance += (weights[habit] ?? 0) * (upTo[habit]?.[place] ?? 0);
  }
  return chance;
}

/** What is known of when one vehicle comes: its country's habits, weighed by its own earlier visits. */
export interface VisitHabits {
  readonly population: CountryHabits;
  readonly visits: number;
  /** Chance of coming by so many days after the last day in time. */
  readonly by: (offset: number) => number;
  /**
   * Days after `after`, given that it had not come by then: the first by which it has come with a chance of 50 %, and the
   * first and last of a window that leaves out, as nearly as whole days can, 10 % before and 10 % after.
   */
  readonly expected: (after: number) => ExpectedDays;
}

export interface ExpectedDays {
  readonly from: number;
  readonly likely: number;
  readonly until: number;
}

const OUTSIDE = 0.1;

/** A habit that never did what the vehicle did is unlikely, not impossible. */
const SMALLEST_LIKELIHOOD = 1e-6;

/** @param offsets days between the last day in time and each earlier visit */
export function habitsOf(population: CountryHabits, offsets: readonly number[]): VisitHabits {
  const { shares, upTo } = population;
  const weights = offsets.length === 0 ? shares : posterior(population, offsets);
  let last: { readonly after: number; readonly days: ExpectedDays } | null = null;
  return {
    population,
    visits: offsets.length,
    by: (offset) => mixed(weights, upTo, offset),
    expected(after) {
      // Whatever a vehicle needs, it is asked for by the same day.
      if (last?.after !== after) last = { after, days: expectedDays(weights, upTo, after) };
      return last.days;
    },
  };
}

function expectedDays(
  weights: readonly number[],
  upTo: readonly Float64Array[],
  after: number,
): ExpectedDays {
  const by = (offset: number) => mixed(weights, upTo, offset);
  const gone = by(after);
  const chanceOf = (part: number) => gone + (1 - gone) * part;
  const [early, late] = [chanceOf(OUTSIDE), chanceOf(1 - OUTSIDE)];
  const first = firstDay(weights, upTo, early, after);
  const last = firstDay(weights, upTo, late, after);
  const likely = firstDay(weights, upTo, chanceOf(0.5), after);
  // The day itself lies inside or outside, whichever comes nearer.
  const from = by(first) - early < early - by(first - 1) ? first + 1 : first;
  const until = late - by(last - 1) < by(last) - late ? last - 1 : last;
  return { from: Math.min(from, likely), likely, until: Math.max(until, likely) };
}

/** The first day after `after` by which the chance is reached. */
function firstDay(
  weights: readonly number[],
  upTo: readonly Float64Array[],
  chance: number,
  after: number,
): number {
  let low = Math.max(after + 1, FIRST_OFFSET);
  let high = LAST_OFFSET;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mixed(weights, upTo, middle) >= chance) high = middle;
    else low = middle + 1;
  }
  return low;
}

function posterior({ shares, daily }: CountryHabits, offsets: readonly number[]): number[] {
  const weights = shares.map((share, habit) =>
    offsets.reduce(
      (weight, offset) => weight * Math.max(SMALLEST_LIKELIHOOD, daily[habit]?.[offset - FIRST_OFFSET] ?? 0),
      share,
    ),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Whether a visit lies where visits are expected at all: one that does not answers another due date. */
export function isOffset(days: number): boolean {
  return days >= FIRST_OFFSET && days <= LAST_OFFSET;
}
