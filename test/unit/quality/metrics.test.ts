import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  auc,
  brierScore,
  calibrationCurve,
  calibrationError,
  meanDeviance,
  topDecileLift,
  type Forecast,
} from "../../../src/modules/quality/index.ts";

/** Groups of trials, of which some share a rate. */
const groups = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.integer({ min: 1, max: 9 }))
    .map(([n, events, tenths]): Forecast => ({ n, events: Math.min(n, events), rate: tenths / 10 })),
  { minLength: 1, maxLength: 12 },
);

/** The same trials one by one. */
const singly = (forecasts: readonly Forecast[]): Forecast[] =>
  forecasts.flatMap(({ n, events, rate }) =>
    Array.from({ length: n }, (_, i) => ({ n: 1, events: i < events ? 1 : 0, rate })),
  );

const trial = (rate: number, events: 0 | 1): Forecast => ({ n: 1, events, rate });

describe("measures of predictions", () => {
  test("are the same of groups as of their trials one by one", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        for (const measure of [auc, topDecileLift, brierScore, meanDeviance]) {
          const [grouped, single] = [measure(forecasts), measure(singly(forecasts))];
          if (single === null) expect(grouped).toBeNull();
          else expect(grouped).toBeCloseTo(single, 9);
        }
      }),
    );
  });

  test("do not depend on the order of what is measured", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        for (const measure of [auc, topDecileLift, brierScore, meanDeviance]) {
          const [one, other] = [measure(forecasts), measure(forecasts.toReversed())];
          if (one === null) expect(other).toBeNull();
          else expect(one).toBeCloseTo(other!, 9);
        }
      }),
    );
  });
});

describe("auc", () => {
  test("is the share of pairs in the right order, equal ones half", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        const all = singly(forecasts);
        const [hits, misses] = [
          all.filter(({ events }) => events === 1),
          all.filter(({ events }) => events === 0),
        ];
        let right = 0;
        for (const hit of hits)
          for (const miss of misses) right += hit.rate > miss.rate ? 1 : hit.rate === miss.rate ? 0.5 : 0;
        if (hits.length * misses.length === 0) expect(auc(forecasts)).toBeNull();
        else expect(auc(forecasts)).toBeCloseTo(right / (hits.length * misses.length), 9);
      }),
    );
  });

  test("turns round with the predictions", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        const turned = forecasts.map((forecast) => ({ ...forecast, rate: 1 - forecast.rate }));
        const [one, other] = [auc(forecasts), auc(turned)];
        if (one !== null) expect(one + other!).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("topDecileLift", () => {
  test("is 10 where the tenth that was predicted is the tenth that had it", () => {
    const forecasts = Array.from({ length: 100 }, (_, i) => trial(i / 100, i >= 90 ? 1 : 0));
    expect(topDecileLift(forecasts)).toBeCloseTo(10, 12);
  });

  test("is 1 where all predictions are equal, wherever the events lie", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        const lift = topDecileLift(forecasts.map((forecast) => ({ ...forecast, rate: 0.3 })));
        if (lift !== null) expect(lift).toBeCloseTo(1, 9);
      }),
    );
  });

  test("is null where nothing happened", () => {
    expect(topDecileLift([trial(0.5, 0)])).toBeNull();
  });
});

describe("brierScore and meanDeviance", () => {
  test("are what their formulas say", () => {
    const forecasts = [trial(0.8, 1), trial(0.3, 0)];
    expect(brierScore(forecasts)).toBeCloseTo((0.2 ** 2 + 0.3 ** 2) / 2, 12);
    expect(meanDeviance(forecasts)).toBeCloseTo(-(Math.log(0.8) + Math.log(0.7)), 12);
  });

  test("are best at the rate that was found", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (events, percent) => {
        fc.pre(events !== percent);
        const at = (rate: number): Forecast[] => [{ n: 100, events, rate }];
        expect(brierScore(at(percent / 100))).toBeGreaterThan(brierScore(at(events / 100)));
        expect(meanDeviance(at(percent / 100))).toBeGreaterThan(meanDeviance(at(events / 100)));
      }),
    );
  });

  test("take a certainty that was wrong as bad, and not as infinite", () => {
    expect(meanDeviance([trial(1, 0)])).toBeGreaterThan(20);
    expect(meanDeviance([trial(0, 1)])).toBeLessThan(100);
  });
});

describe("calibrationCurve", () => {
  test("puts every trial into one of at most ten deciles of rising rates", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        const curve = calibrationCurve(forecasts);
        const total = (values: readonly { n: number }[]) => values.reduce((sum, { n }) => sum + n, 0);
        expect(total(curve)).toBe(total(forecasts));
        const numbers = curve.map(({ decile }) => decile);
        expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
        expect(numbers[0]).toBeGreaterThanOrEqual(1);
        expect(numbers.at(-1)).toBeLessThanOrEqual(10);
        const rates = curve.map(({ expectedRate }) => expectedRate);
        for (const [i, rate] of rates.slice(1).entries())
          expect(rate).toBeGreaterThanOrEqual(rates[i]! - 1e-12);
      }),
    );
  });

  test("shows no error where events are as predicted, and the distance where they are not", () => {
    const forecasts = [0.01, 0.02, 0.05].map((rate) => ({ n: 1000, events: 1000 * rate, rate }));
    expect(calibrationError(calibrationCurve(forecasts))).toBeCloseTo(0, 12);
    const low = forecasts.map((forecast) => ({ ...forecast, rate: forecast.rate + 0.01 }));
    expect(calibrationError(calibrationCurve(low))).toBeCloseTo(0.01, 12);
  });
});
