import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chanceBefore, dayNumber, type VehicleNeed } from "../../../src/modules/demand/cube/need.ts";
import { mondayOf } from "../../../src/modules/demand/cube/weeks.ts";

const MONDAY = dayNumber("2026-06-15");

const needOf = (from: number, likely: number, until: number, lastDay = until + 365): VehicleNeed => [
  "TYRE",
  1,
  1,
  MONDAY + from,
  MONDAY + likely,
  MONDAY + until,
  MONDAY + lastDay,
  0,
];

/** What part of a need falls into each of the weeks from a Monday on. */
const weekShares = (need: VehicleNeed, monday: number, weeks: number): number[] =>
  Array.from(
    { length: weeks },
    (_, week) => chanceBefore(need, monday + 7 * (week + 1)) - chanceBefore(need, monday + 7 * week),
  );

describe("chanceBefore", () => {
  test("puts half of a need before its likely day and nine tenths before its last one", () => {
    const shares = weekShares(needOf(6, 20, 41), MONDAY, 6);
    const by = (weeks: number) => shares.slice(0, weeks).reduce((sum, share) => sum + share, 0);
    expect(by(3)).toBeCloseTo(0.5, 6);
    expect(by(6)).toBeCloseTo(0.9 - weekSharesBefore(needOf(6, 20, 41)), 6);
    expect(by(1)).toBeCloseTo(0.1, 6);
  });

  test("puts a need of one day into its week", () => {
    expect(weekShares(needOf(9, 9, 9, 9), MONDAY, 3)).toEqual([0, 1, 0]);
  });

  test("never adds up to more than one, nor to less than nothing in a week", () => {
    const days = fc.tuple(fc.integer({ min: -400, max: 200 }), fc.nat(300), fc.nat(300), fc.nat(300));
    fc.assert(
      fc.property(days, ([from, toLikely, toUntil, toLast]) => {
        const need = needOf(
          from,
          from + toLikely,
          from + toLikely + toUntil,
          from + toLikely + toUntil + toLast,
        );
        const shares = weekShares(need, MONDAY, 13);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

/** What lies before the first week. */
const weekSharesBefore = (need: VehicleNeed): number =>
  weekShares(need, MONDAY - 7 * 60, 60).reduce((sum, share) => sum + share, 0);

describe("mondayOf", () => {
  test.each([
    ["2026-06-15", "2026-06-15"],
    ["2026-06-21", "2026-06-15"],
    ["2027-01-03", "2026-12-28"],
    ["2023-12-31", "2023-12-25"],
  ])("of %s is %s", (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
  });
});
