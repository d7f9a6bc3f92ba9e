import { FUEL_TYPES, VEHICLE_CATEGORIES, VEHICLE_USAGES } from "../vocabulary/index.ts";
import type { PastRound } from "./past-rounds.ts";

/*
 * Features are levels: what is measured is cut into steps, so that no form of a relation is taken for granted. Level 0
 * of what may be missing is "not known".
 */

/** Features that all parts share, in the order in which parameters hold them. */
export const SHARED_FEATURES = [
  "age",
  "kmPerYear",
  "car",
  "fuel",
  "usage",
  "category",
  "last",
  "noteInclination",
  "failInclination",
] as const;
export type SharedFeature = (typeof SHARED_FEATURES)[number];

/** Features that each part has of its own. */
export const OWN_FEATURES = ["state", "repeat", "family", "cohort"] as const;

const OLDEST = 30;
export const AGE_LEVELS = OLDEST + 1;
const DAYS_PER_YEAR = 365.25;

export const ageLevel = (days: number): number =>
  Math.min(OLDEST, Math.max(0, Math.floor(days / DAYS_PER_YEAR)));

const KM_PER_YEAR_EDGES = [4, 6, 7.5, 9, 10.5, 12, 14, 16, 19, 23, 28, 35, 45, 60].map(
  (thousand) => thousand * 1000,
);
export const KM_LEVELS = KM_PER_YEAR_EDGES.length + 2;

export function kmPerYearLevel(kmPerYear: number | null): number {
  if (kmPerYear === null) return 0;
  let level = 1;
  while (level <= KM_PER_YEAR_EDGES.length && kmPerYear >= (KM_PER_YEAR_EDGES[level - 1] ?? 0)) level += 1;
  return level;
}

const INCLINATION_STEP = 0.06;
const LEAST_INCLINATION = -1.6;
export const INCLINATION_LEVELS = 54;

/** @param factor how much more than the mean vehicle it is given to */
export function inclinationLevel(factor: number): number {
  const step = Math.floor((Math.log(factor) - LEAST_INCLINATION) / INCLINATION_STEP);
  return Math.min(INCLINATION_LEVELS - 1, Math.max(0, step));
}

const LONG_GAP_DAYS = 456;
/** A vehicle that is older than this at the first inspection known of it has had others. */
const FIRST_INSPECTION_YEARS = 5;
const MOST_NOTES = 4;
const NOTE_LEVELS = MOST_NOTES + 1;
/** Two without a known inspection; then by notes, failed or not, long ago or not; and failed until today. */
const STANDING = 2 + 4 * NOTE_LEVELS;
export const LAST_LEVELS = STANDING + 1;

/** What the last inspection said, and whether it was more than fifteen months before the next. */
export function lastLevel(last: PastRound | undefined, day: number, age: number): number {
  if (last === undefined) return age < FIRST_INSPECTION_YEARS ? 0 : 1;
  if (!last.isCleared) return STANDING;
  const isLongAgo = day - last.day > LONG_GAP_DAYS;
  const block = Number(last.hasFailed) + 2 * Number(isLongAgo);
  return 2 + block * NOTE_LEVELS + Math.min(MOST_NOTES, last.notes);
}

/** What the inspection before said, as far as it moves what the next one finds. */
export const BEFORE_LEVELS = 6;
export function beforeLevel(before: PastRound | undefined): number {
  if (before === undefined) return 0;
  return 1 + Math.min(3, before.notes) + Number(before.notes === 0 && before.hasFailed) * 4;
}

/** Logarithms of a cohort's rate against that of all cars of the age. */
const COHORT_EDGES = [-0.9, -0.6, -0.4, -0.25, -0.1, 0.1, 0.25, 0.4, 0.6, 0.9];
export const COHORT_LEVELS = COHORT_EDGES.length + 2;

export function cohortLevel(logLift: number | null): number {
  if (logLift === null) return 0;
  let level = 1;
  while (level <= COHORT_EDGES.length && logLift >= (COHORT_EDGES[level - 1] ?? 0)) level += 1;
  return level;
}

/** Failures expected of all parts together, as a logarithm in steps. */
const LEAST_FAILURES = 0.005;
const FAILURES_STEP = 0.1;
export const FAILURES_LEVELS = 70;

export function failuresLevel(expected: number): number {
  const step = Math.floor(Math.log(expected / LEAST_FAILURES) / FAILURES_STEP);
  return Math.min(FAILURES_LEVELS - 1, Math.max(0, step));
}

const places = (words: readonly string[]) => new Map(words.map((word, place) => [word, place]));
const FUEL_PLACES = places(FUEL_TYPES);
const USAGE_PLACES = places(VEHICLE_USAGES);
const CATEGORY_PLACES = places(VEHICLE_CATEGORIES);

export const FUEL_LEVELS = FUEL_TYPES.length;
export const USAGE_LEVELS = VEHICLE_USAGES.length;
export const CATEGORY_LEVELS = VEHICLE_CATEGORIES.length;
export const fuelLevel = (fuel: string): number => FUEL_PLACES.get(fuel) ?? 0;
export const usageLevel = (usage: string): number => USAGE_PLACES.get(usage) ?? 0;
export const categoryLevel = (category: string): number => CATEGORY_PLACES.get(category) ?? 0;
