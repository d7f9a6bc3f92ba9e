import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  backtestSeries,
  forecastSeries,
  seasonOf,
  weeklyGrowth,
} from "../../../src/modules/demand/forecast/forecast-series.ts";

const YEARS = 3 * 52;

const series = (weeks: number, valueOf: (week: number) => number): number[] =>
  Array.from({ length: weeks }, (_, week) => valueOf(week));

/** Counts of independent events (Knuth), the same in every run. */
function poissonOf(seed: number): (mean: number) => number {
  let state = seed >>> 0;
  // mulberry32
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return (mean) => {
    let count = -1;
    for (let left = 1; left > Math.exp(-mean); count += 1) left *= draw();
    return count;
  };
}

const seasonalIndices = (given: readonly number[]) => seasonOf(given, weeklyGrowth(given)).indices;

const sine = (week: number) => 1 + 0.4 * Math.sin((2 * Math.PI * week) / 52);

describe("the season", () => {
  test("is found again where there is one, at every week of the year", () => {
    const found = seasonalIndices(series(YEARS, (week) => 400 * sine(week)));
    found.forEach((index, week) => {
      expect(Math.abs(index - sine(week))).toBeLessThan(0.04);
    });
    const { seasonality } = forecastSeries(
      series(YEARS, (week) => 400 * sine(week)),
      13,
    );
    seasonality.forEach((index, week) => {
      expect(Math.abs(index - sine(week))).toBeLessThan(0.04);
    });
  });

  test("is none with less than two years, nor where few were counted, nor of growth", () => {
    expect(new Set(seasonalIndices(series(103, (week) => 400 * sine(week))))).toEqual(new Set([1]));
    for (const index of seasonalIndices(series(YEARS, (week) => sine(week))))
      expect(Math.abs(index - 1)).toBeLessThan(0.1);
    for (const index of seasonalIndices(series(YEARS, (week) => 1000 * 1.1 ** (week / 52))))
      expect(Math.abs(index - 1)).toBeLessThan(0.005);
  });
});

describe("a forecast", () => {
  test("goes on with level and growth where many were counted", () => {
    const grown = (week: number) => 1000 * 1.1 ** (week / 52);
    forecastSeries(series(YEARS, grown), 13).mean.forEach((value, week) => {
      expect(Math.abs(value / grown(YEARS + week) - 1)).toBeLessThan(0.015);
    });
  });

  test("believes in little growth where few were counted", () => {
    const last = forecastSeries(
      series(104, (week) => (week < 52 ? 0.2 : 0.3)),
      13,
    ).mean.at(-1);
    expect(last).toBeGreaterThan(0.25);
    expect(last).toBeLessThan(0.33);
  });

  test.each([0, 1, 5, 51, 52, 104])("of %i weeks is one of finite numbers", (weeks) => {
    const { mean, p10, p90, seasonality } = forecastSeries(
      series(weeks, () => 7),
      13,
    );
    for (const list of [mean, p10, p90, seasonality]) {
      expect(list).toHaveLength(13);
      expect(list.every(Number.isFinite)).toBe(true);
    }
    if (weeks > 0) expect(mean[0]).toBeCloseTo(7, 6);
  });

  test("of nothing but zeros expects next to nothing, and is never below nothing", () => {
    const { mean, p10, p90 } = forecastSeries(
      series(YEARS, () => 0),
      13,
    );
    expect(Math.max(...mean)).toBeLessThan(0.05);
    expect(p10).toEqual(Array(13).fill(0));
    expect(Math.max(...p90)).toBeLessThan(0.5);
  });

  test("is in order and not negative, whatever came before", () => {
    const counts = fc.oneof(fc.nat(3), fc.nat(10_000), fc.constant(0));
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 170 }), (given) => {
        const { mean, p10, p90 } = forecastSeries(given, 13);
        mean.forEach((value, week) => {
          const [low = NaN, high = NaN] = [p10[week], p90[week]];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          expect(Number.isFinite(high)).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("the interval", () => {
  test.each([3, 40, 600])("of independent events around %i covers about 80 of 100 weeks", (mean) => {
    const poisson = poissonOf(mean);
    let [covered, weeks] = [0, 0];
    for (let n = 0; n < 80; n += 1) {
      const { covered: inside, weeks: held } = backtestSeries(
        series(YEARS + 13, (week) => drawn(poisson, mean * (mean < 10 ? 1 : sine(week)))),
        13,
      );
      covered += inside;
      weeks += held;
    }
    // Around three, no season can be learnt; and counts are whole, so the interval's ends hold much.
    expect(covered / weeks).toBeGreaterThan(0.75);
    expect(covered / weeks).toBeLessThan(mean < 10 ? 0.9 : 0.85);
  });

  test("is wider where counts have spread more so far", () => {
    const widthOf = (spread: number) => {
      const { p10, p90 } = forecastSeries(
        series(YEARS, (week) => 100 + (week % 2 === 0 ? spread : -spread)),
        1,
      );
      return (p90[0] ?? NaN) - (p10[0] ?? NaN);
    };
    expect(widthOf(40)).toBeGreaterThan(2 * widthOf(2));
  });
});

/** A large count is the sum of small ones: beyond some hundreds, exp(-mean) is no number any more. */
function drawn(poisson: (mean: number) => number, mean: number): number {
  const parts = Math.ceil(mean / 100);
  return series(parts, () => poisson(mean / parts)).reduce((sum, value) => sum + value, 0);
}

describe("the back-test", () => {
  test("shows the method nothing of the weeks that it is tested on", () => {
    const known = series(YEARS, (week) => 50 + (week % 7));
    const one = backtestSeries([...known, ...series(13, () => 60)], 13);
    const other = backtestSeries([...known, ...series(13, () => 1060)], 13);
    expect(other.errors - one.errors).toBeCloseTo(13 * 1000, -2);
    expect(other.total - one.total).toBe(13_000);
    expect(other.covered).toBe(0);
  });

  test("compares with the week before and with the year before", () => {
    const { errors, naiveErrors, seasonalNaiveErrors, total, covered } = backtestSeries(
      series(YEARS + 13, (week) => (week % 52 < 26 ? 100 : 200)),
      13,
    );
    expect([naiveErrors, seasonalNaiveErrors, total]).toEqual([13 * 100, 0, 13 * 100]);
    expect(errors).toBeLessThan(naiveErrors);
    expect(covered).toBeGreaterThan(5);
  });
});
