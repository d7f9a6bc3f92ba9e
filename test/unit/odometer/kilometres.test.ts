import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOdometerValue, kilometresOf } from "../../../src/modules/odometer/index.ts";
import { dayNumberOf, farthestKm } from "../../../src/modules/odometer/line.ts";

describe("kilometresOf", () => {
  test.each([
    [0, "MI", 0],
    [1, "MI", 2],
    [100_000, "MI", 160_934],
    [123_456, "KM", 123_456],
    [9_999_999, "MI", 16_093_438],
  ] as const)("reads %i %s as %i whole kilometres", (value, unit, km) => {
    expect(kilometresOf(value, unit)).toBe(km);
  });

  test.each([[-1], [0.5], [10_000_000], [Number.NaN], [Infinity]])("refuses %d", (value) => {
    expect(isOdometerValue(value)).toBe(false);
    expect(() => kilometresOf(value, "KM")).toThrow(RangeError);
  });
});

describe("dayNumberOf", () => {
  test("agrees with the calendar, leap years included", () => {
    const date = fc.date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(date, (day) => {
        const text = day.toISOString().slice(0, 10);
        expect(dayNumberOf(text)).toBe(Date.parse(text) / 86_400_000);
      }),
    );
  });
});

describe("farthestKm", () => {
  test.each([
    ["on one day", 0, 2_000],
    ["within a week", 6, 7_000],
    ["within a month", 29, 20_000],
    ["within a quarter", 90, 45_000],
    ["within a year", 364, 150_000],
  ])("%s is the horizon's cap", (_case, days, km) => {
    expect(farthestKm(days)).toBeCloseTo(km, 6);
  });

  test("is concave, so that a reading on the straight line between two possible ones is possible", () => {
    const days = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(days, days, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, share) => {
        const chord = farthestKm(one) * (1 - share) + farthestKm(other) * share;
        expect(farthestKm(one * (1 - share) + other * share)).toBeGreaterThanOrEqual(chord - 1e-6);
      }),
    );
  });
});
