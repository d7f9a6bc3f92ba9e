import { USUAL_KM_PER_YEAR, type Expectation } from "./likelihood.ts";
import { toleranceKm, type Mark } from "./line.ts";
import { DAYS_PER_YEAR } from "./yearly-rate.ts";

/** Where a true reading must lie, as far as its neighbours tell. */
export interface Window extends Expectation {
  readonly lowKm: number;
  readonly highKm: number;
}

/** How far single years stray from the vehicle's rate, as a share of the distance at stake. */
const STRAY_BETWEEN = 0.2;
const STRAY_AT_END = 0.4;

/** At an end of a history a vehicle may have moved by this many times its own rate, or by twice the usual one. */
const RATE_ALLOWANCE = 4;
const USUAL_RATE_ALLOWANCE = 2;

/** The rule's "back on the line within 5 %". */
const LINE_ALLOWANCE = 0.05;

/** The two believed marks around a doubted one; either may be missing, not both. */
export interface Neighbours {
  readonly before: Mark | undefined;
  readonly after: Mark | undefined;
}

/** Where the true value of a reading of `day` must lie. */
export function windowFor(day: number, { before, after }: Neighbours, kmPerYear: number): Window {
  if (before !== undefined && after !== undefined) return windowBetween(day, before, after);
  if (before !== undefined) return windowAfter(day, before, kmPerYear);
  return windowBefore(day, after ?? { day, km: 0 }, kmPerYear);
}

function windowBetween(day: number, before: Mark, after: Mark): Window {
  const days = after.day - before.day;
  const share = days === 0 ? 0.5 : (day - before.day) / days;
  const distance = Math.max(0, after.km - before.km);
  const expectedKm = before.km + distance * share;
  return {
    lowKm: before.km - toleranceKm(before.km),
    highKm: after.km + toleranceKm(after.km),
    expectedKm,
    spreadKm: Math.max(150, 0.005 * expectedKm, STRAY_BETWEEN * distance * Math.sqrt(share * (1 - share))),
  };
}

function windowAfter(day: number, before: Mark, kmPerYear: number): Window {
  const { usualKm, mostKm, spreadKm } = distanceOver(day - before.day, before.km, kmPerYear);
  return {
    lowKm: before.km - toleranceKm(before.km),
    highKm: before.km + mostKm,
    expectedKm: before.km + usualKm,
    spreadKm,
  };
}

function windowBefore(day: number, after: Mark, kmPerYear: number): Window {
  const { usualKm, mostKm, spreadKm } = distanceOver(after.day - day, after.km, kmPerYear);
  return {
    lowKm: Math.max(0, after.km - mostKm),
    highKm: after.km + toleranceKm(after.km),
    expectedKm: Math.max(0, after.km - usualKm),
    spreadKm,
  };
}

/** Kilometres usually covered in some days, the most that is on the line, and the standard deviation. */
function distanceOver(
  days: number,
  neighbourKm: number,
  kmPerYear: number,
): { usualKm: number; mostKm: number; spreadKm: number } {
  const years = days / DAYS_PER_YEAR;
  const usualKm = kmPerYear * years;
  const averageKm = USUAL_KM_PER_YEAR * years;
  return {
    usualKm,
    mostKm: Math.max(
      RATE_ALLOWANCE * usualKm,
      USUAL_RATE_ALLOWANCE * averageKm,
      LINE_ALLOWANCE * neighbourKm,
    ),
    spreadKm: Math.max(300, 0.01 * neighbourKm, STRAY_AT_END * Math.max(usualKm, averageKm / 2)),
  };
}
