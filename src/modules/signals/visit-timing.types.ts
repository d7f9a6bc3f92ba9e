import type { CountryCode } from "../vocabulary/index.ts";

/** One way of keeping appointments: how visits spread around the last day in time. */
export interface VisitHabit {
  /** Part of a country's vehicles that have it. */
  readonly share: number;
  /** Part of its visits in each of OFFSET_BINS; they add up to 1. */
  readonly mass: readonly number[];
}

export interface CountryTiming {
  /** Key of the population that these are of. */
  readonly name: string;
  /** Vehicles that it was learnt from; null where it was made of published figures. */
  readonly population: number | null;
  readonly habits: readonly VisitHabit[];
  /** When a retest is passed, as parts of the time that there is for it, in equal steps; they add up to 1. */
  readonly retest: readonly number[];
  /** How many failed vehicles pass a retest in the time that there is for it; absent where nobody has counted. */
  readonly retested?: { readonly inTime: number; readonly failures: number };
}

/** What is kept in the database, as JSON, of the kind VISIT_TIMING. */
export interface VisitTimingParameters {
  readonly countries: Readonly<Partial<Record<CountryCode, CountryTiming>>>;
  /** For all others. */
  readonly elsewhere: CountryTiming;
}

/**
 * Edges of the bins of days between the last day in time and the visit (negative: before it): bin i holds the days from
 * edge i up to, and without, edge i + 1. Narrow where most visits are.
 */
export const OFFSET_EDGES: readonly number[] = [
  ...steps(-190, -100, 15),
  ...steps(-100, -40, 5),
  ...steps(-40, -14, 2),
  ...steps(-14, 14, 1),
  ...steps(14, 40, 2),
  ...steps(40, 100, 5),
  ...steps(100, 280, 15),
  ...steps(280, 561, 40),
  561,
];

export const FIRST_OFFSET = -190;
/** Beyond this nobody is expected any more. */
export const LAST_OFFSET = 560;
export const RETEST_STEPS = 20;

function steps(from: number, until: number, by: number): number[] {
  return Array.from({ length: Math.ceil((until - from) / by) }, (_, i) => from + i * by);
}
