import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  auc,
  aucDifferenceStandardError,
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

const aucOf = (forecasts: readonly Forecast[]): number | null => auc(forecasts)?.value ?? null;

/** Repeatable numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const trial = (rate: number, events: 0 | 1): Forecast => ({ n: 1, events, rate });

describe("measures of predictions", () => {
  test("are the same of groups as of their trials one by one", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        for (const measure of [aucOf, topDecileLift, brierScore, meanDeviance]) {
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
        for (const measure of [aucOf, topDecileLift, brierScore, meanDeviance]) {
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
        if (hits.length * misses.length === 0) expect(aucOf(forecasts)).toBeNull();
        else expect(aucOf(forecasts)).toBeCloseTo(right / (hits.length * misses.length), 9);
      }),
    );
  });

  test("turns round with the predictions", () => {
    fc.assert(
      fc.property(groups, (forecasts) => {
        const turned = forecasts.map((forecast) => ({ ...forecast, rate: 1 - forecast.rate }));
        const [one, other] = [aucOf(forecasts), aucOf(turned)];
        if (one !== null) expect(one + other!).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("the standard error of an auc", () => {
  const singles = fc.array(
    fc
      .tuple(fc.boolean(), fc.integer({ min: 1, max: 9 }))
      .map(([hit, tenths]) => trial(tenths / 10, hit ? 1 : 0)),
    { minLength: 4, maxLength: 40 },
  );

  test("is DeLong's: of a hand-reckoned example", () => {
    // Events at 0.3 and 0.9, none at 0.1, 0.2 and 0.5: placements 2/3 and 1, and 1, 1 and 1/2.
    const forecasts = [trial(0.3, 1), trial(0.9, 1), trial(0.1, 0), trial(0.2, 0), trial(0.5, 0)];
    const { value, standardError } = auc(forecasts)!;
    expect(value).toBeCloseTo(5 / 6, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 18 / 2 + 1 / 12 / 3), 12);
  });

  test("is what AUCs of other samples of the same vehicles differ by", () => {
    const random = randomOf(7);
    const sample = () =>
      Array.from({ length: 400 }, () => {
        const rate = random();
        return trial(rate, random() < 0.05 + 0.3 * rate ? 1 : 0);
      });
    const found = Array.from({ length: 300 }, () => auc(sample())!);
    const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
    const spread = Math.sqrt(
      found.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (found.length - 1),
    );
    const said = found.reduce((sum, { standardError }) => sum + standardError!, 0) / found.length;
    expect(said / spread).toBeGreaterThan(0.85);
    expect(said / spread).toBeLessThan(1.15);
  });

  test("of a difference is 0 to itself, the same from both sides, and no more than both together", () => {
    fc.assert(
      fc.property(
        singles,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }),
        (ones, rates) => {
          const others = ones.map((one, place) => ({ ...one, rate: rates[place]! }));
          const [one, other] = [auc(ones)?.standardError ?? null, auc(others)?.standardError ?? null];
          const difference = aucDifferenceStandardError(ones, others);
          if (one === null || other === null) {
            expect(difference).toBeNull();
            return;
          }
          expect(aucDifferenceStandardError(ones, ones)).toBe(0);
          expect(difference).toBeCloseTo(aucDifferenceStandardError(others, ones)!, 12);
          expect(difference).toBeLessThanOrEqual(one + other + 1e-9);
        },
      ),
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
