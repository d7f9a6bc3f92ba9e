import type { Mark } from "./line.ts";

/** Distance a year, all in kilometres. `low` ≤ `value` ≤ `high`; none is negative. */
export interface YearlyRate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A mark with the stretch it belongs to: no rate is taken across a break, such as a replaced clock. */
export interface StretchMark extends Mark {
  readonly stretch: number;
}

export const DAYS_PER_YEAR = 365.25;

/**
 * Readings closer than this stand for one: a retest two days later says nothing about a year. It also bounds the effect of
 * rounding, as 60 days are about 2 000 km.
 */
export const SPACING_DAYS = 60;

/** Work grows with the square of the number of readings; forty spaced ones are more than six years of them. */
const MOST_MARKS = 40;

/**
 * With fewer spaced readings than this, one bad reading can move the median anywhere between the extreme slopes, and
 * the slopes are too few to show how the years differ: the interval then spans at least a factor of two each way. Of
 * the single years in the British histories of the tests, about three in four lie within that factor of their vehicle's rate.
 */
export const FEWEST_FOR_RANKS = 6;
const FACTOR_WHEN_FEW = 2;

/** Two-sided 95 % point of the normal distribution, for Sen's interval. */
const Z_95 = 1.96;

/**
 * Kilometres a year as the median of the slopes between all pairs of spaced readings (Theil–Sen), so that up to 29 % of bad
 * readings leave it near the truth. The interval is Sen's 95 % rank interval (JASA 63, 1968), widened to hold whatever
 * any single bad reading can make of the median. Null without two readings 60 days apart.
 * @param marks in the order of time.
 */
export function yearlyRateOf(marks: readonly StretchMark[]): YearlyRate | null {
  const spaced = thinned(marks);
  const slopes = sortedSlopes(spaced);
  if (slopes.length === 0) return null;
  const middle = (slopes.length - 1) / 2;
  const value = (at(slopes, Math.floor(middle)) + at(slopes, Math.ceil(middle))) / 2;
  if (spaced.length < FEWEST_FOR_RANKS) {
    return rateOf(
      value,
      Math.min(at(slopes, 0), value / FACTOR_WHEN_FEW),
      Math.max(at(slopes, slopes.length - 1), value * FACTOR_WHEN_FEW),
    );
  }
  const halfWidth = ranksToEachSide(spaced.length);
  return rateOf(value, at(slopes, Math.floor(middle - halfWidth)), at(slopes, Math.ceil(middle + halfWidth)));
}

/** The first rate, made less certain by what another reading of the same history says. */
export function widened(rate: YearlyRate, other: YearlyRate): YearlyRate {
  return { value: rate.value, low: Math.min(rate.low, other.low), high: Math.max(rate.high, other.high) };
}

/**
 * One bad reading spoils one slope with each other reading. Should the judgement blame a neighbour instead and set that
 * aside, as many slopes again are missing, which shifts the middle by half their number.
 */
function ranksToEachSide(count: number): number {
  const spoiled = 1.5 * count;
  const kendall = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  return Math.max(spoiled, (Z_95 * kendall) / 2);
}

function thinned(marks: readonly StretchMark[]): readonly StretchMark[] {
  if (marks.length <= MOST_MARKS) return marks;
  const step = (marks.length - 1) / (MOST_MARKS - 1);
  return Array.from({ length: MOST_MARKS }, (_, nth) => marks[Math.round(nth * step)]).filter(
    (mark) => mark !== undefined,
  );
}

function sortedSlopes(marks: readonly StretchMark[]): Float64Array {
  const slopes = new Float64Array((marks.length * (marks.length - 1)) / 2);
  let count = 0;
  for (const [position, later] of marks.entries()) {
    for (let before = 0; before < position; before += 1) {
      const earlier = marks[before];
      if (earlier?.stretch !== later.stretch || later.day - earlier.day < SPACING_DAYS / 2) continue;
      slopes[count] = ((later.km - earlier.km) * DAYS_PER_YEAR) / (later.day - earlier.day);
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

/** The slope at a rank, kept inside the list. */
function at(slopes: Float64Array, rank: number): number {
  return slopes[Math.min(Math.max(rank, 0), slopes.length - 1)] ?? 0;
}

function rateOf(value: number, low: number, high: number): YearlyRate {
  return { value: wholeKm(value), low: wholeKm(low), high: wholeKm(high) };
}

/** Tolerated falls can make a slope negative; nobody drives backwards. */
function wholeKm(km: number): number {
  return Math.max(0, Math.round(km));
}

/**
 * One mark per 60 days: the first of each window whose reading can be used. Windows follow dates alone, so that a bad value
 * never changes which other readings count; two marks can then be closer, and no slope is taken within 30 days.
 */
export function spacedMarks(marks: readonly (StretchMark & { readonly isUsable: boolean })[]): StretchMark[] {
  const spaced: StretchMark[] = [];
  let windowEnd = -Infinity;
  let isOpen = false;
  for (const mark of marks) {
    if (mark.day >= windowEnd) {
      windowEnd = mark.day + SPACING_DAYS;
      isOpen = true;
    }
    if (!isOpen || !mark.isUsable) continue;
    spaced.push(mark);
    isOpen = false;
  }
  return spaced;
}
