import { describe, expect, test } from "vitest";
import { judgeOdometer } from "../../../src/modules/odometer/index.ts";
import { yearlyRateOf, type StretchMark } from "../../../src/modules/odometer/yearly-rate.ts";
import { reading, seededRandom, yearly } from "./histories.ts";

/** One mark a year, off a steady line by up to a fifth of a year. */
function marksOf(years: number, seed: number): StretchMark[] {
  const random = seededRandom(seed);
  return Array.from({ length: years }, (_, year) => ({
    day: Math.round(year * 365.25),
    km: 20_000 + 12_000 * year + 4_800 * (random() - 0.5),
    stretch: 0,
  }));
}

function slopesOf(marks: readonly StretchMark[]): number[] {
  return marks
    .flatMap((later, nth) =>
      marks.slice(0, nth).map((earlier) => ((later.km - earlier.km) * 365.25) / (later.day - earlier.day)),
    )
    .sort((one, other) => one - other);
}

describe("yearlyRateOf", () => {
  test("is the median of all slopes, between the ranks of Sen's 95 % interval", () => {
    // 30 marks give 435 slopes; Kendall's variance is 30 · 29 · 65 / 18, and 1.96 of its root is 109.9 ranks.
    const marks = marksOf(30, 1);
    const slopes = slopesOf(marks);
    expect(yearlyRateOf(marks)).toEqual({
      value: Math.round(slopes[217]!),
      low: Math.round(slopes[162]!),
      high: Math.round(slopes[272]!),
    });
  });

  test("is wider than Sen's interval for fewer readings, so that one bad reading stays inside", () => {
    const marks = marksOf(8, 2);
    const rate = yearlyRateOf(marks)!;
    for (let index = 0; index < marks.length; index += 1) {
      for (const km of [0, 1_000_000]) {
        const { value } = yearlyRateOf(marks.with(index, { ...marks[index]!, km }))!;
        expect(value).toBeGreaterThanOrEqual(rate.low);
        expect(value).toBeLessThanOrEqual(rate.high);
      }
    }
  });

  test("takes no slope across a stretch", () => {
    const marks = marksOf(10, 3).map((mark, nth) =>
      nth < 5 ? mark : { ...mark, km: mark.km - 60_000, stretch: 1 },
    );
    expect(yearlyRateOf(marks)!.value).toBeCloseTo(12_000, -3);
  });

  test("samples a long record evenly, from its first reading to its last", () => {
    const marks = Array.from({ length: 400 }, (_, nth) => ({ day: nth * 61, km: nth * 2_000, stretch: 0 }));
    expect(yearlyRateOf(marks)).toEqual({ value: 11_975, low: 11_975, high: 11_975 });
  });

  test("is never negative", () => {
    const marks = [
      { day: 0, km: 200_000, stretch: 0 },
      { day: 365, km: 199_000, stretch: 0 },
    ];
    expect(yearlyRateOf(marks)).toEqual({ value: 0, low: 0, high: 0 });
  });
});

describe("kmPerYear", () => {
  test("is null for readings less than two months apart", () => {
    const readings = [reading("2020-01-01", 50_000), reading("2020-02-01", 51_000)];
    expect(judgeOdometer(readings).kmPerYear).toBeNull();
  });

  test("is known from one reading when the first registration is known", () => {
    const judged = judgeOdometer([reading("2023-06-15", 39_000)], { firstRegisteredOn: "2020-06-15" });
    expect(judged.kmPerYear).toEqual({ value: 13_009, low: 6_504, high: 26_018 });
  });

  test("is not moved by a retest two days later", () => {
    const readings = yearly([61_000, 73_000, 85_000]);
    const withRetest = [...readings, reading("2012-06-17", 85_300)];
    expect(judgeOdometer(withRetest).kmPerYear).toEqual(judgeOdometer(readings).kmPerYear);
  });

  test("takes no distance across a replaced clock", () => {
    const judged = judgeOdometer(yearly([101_000, 116_000, 131_000, 146_000, 6_000, 21_000, 36_000]));
    expect(judged.kmPerYear?.value).toBeCloseTo(15_000, -3);
  });

  test("narrows as steady readings come in", () => {
    const steady = (years: number) => {
      const rate = judgeOdometer(
        yearly([...Array(years).keys()].map((year) => 10_000 + 12_000 * year)),
      ).kmPerYear;
      return (rate?.high ?? 0) - (rate?.low ?? 0);
    };
    expect(steady(2)).toBeGreaterThan(15_000);
    expect(steady(8)).toBeLessThan(200);
  });
});
