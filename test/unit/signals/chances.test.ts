import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  IN_TIME_ELSEWHERE,
  IN_TIME_RATES,
  WEAR_ACTED_ON,
} from "../../../src/modules/signals/base-rates.data.ts";
import { chanceOf, liftOf, scoreOf, wilsonInterval } from "../../../src/modules/signals/chances.ts";
import { fingerprintOf, signalId } from "../../../src/modules/signals/signal-id.ts";
import { VEHICLE_ID } from "./facts.ts";

const baseline = (rate: number) => ({ name: "TEST", rate, population: null });

describe("a chance", () => {
  test("has Wilson's interval: 8 of 10 at 90 % confidence lie between 0.54 and 0.93", () => {
    expect(wilsonInterval(0.8, 10)).toEqual({ low: 0.5408, high: 0.9314 });
  });

  test("has an interval around it that narrows with observations, and a score on the side of its lift", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, fc.integer({ min: 1, max: 10_000 }), (value, rate, observations) => {
        const few = chanceOf(value, observations, baseline(rate));
        const many = chanceOf(value, observations * 10, baseline(rate));
        const width = ({ low, high }: { low: number; high: number }) => high - low;
        expect(few.interval.low).toBeLessThanOrEqual(few.probability);
        expect(few.interval.high).toBeGreaterThanOrEqual(few.probability);
        expect(width(many.interval)).toBeLessThanOrEqual(width(few.interval) + 1e-4);
        expect(scoreOf(few)).toBeGreaterThanOrEqual(0);
        expect(scoreOf(few)).toBeLessThanOrEqual(100);
        if (scoreOf(few) !== 50 && rate > 0.001 && rate < 0.999)
          expect(scoreOf(few) > 50).toBe(few.probability > few.baseline.rate);
      }),
    );
  });

  test("is compared with a rate as coarse as itself, so that what moves past that from day to day changes no signal", () => {
    expect(chanceOf(0.9, 10, baseline(0.876_543))).toEqual(chanceOf(0.9, 10, baseline(0.876_512)));
    expect(chanceOf(0.9, 10, baseline(0.876_543)).baseline.rate).toBe(0.8765);
  });

  test("as large as its baseline scores 50 and lifts by 1; of three times the odds it scores 75", () => {
    const same = chanceOf(0.46, 100, baseline(0.46));
    expect([scoreOf(same), liftOf(same)]).toEqual([50, 1]);
    const thrice = chanceOf(0.5, 100, baseline(0.25));
    expect([scoreOf(thrice), liftOf(thrice)]).toEqual([75, 2]);
  });
});

describe("published rates", () => {
  test("name their source, and how they were read from it", () => {
    for (const rate of [...Object.values(IN_TIME_RATES), IN_TIME_ELSEWHERE, WEAR_ACTED_ON]) {
      expect(rate.rate).toBeGreaterThan(0);
      expect(rate.rate).toBeLessThan(1);
      expect(rate.source).toMatch(/DEKRA|DVSA|RAC/);
      expect(rate.reading).toMatch(/\d|mean/);
    }
    expect(IN_TIME_ELSEWHERE.rate).toBeCloseTo((IN_TIME_RATES.FR.rate + IN_TIME_RATES.GB!.rate) / 2, 9);
  });
});

describe("the id of a signal", () => {
  test("is a UUID of version 8 that begins like the vehicle's", () => {
    const id = signalId(VEHICLE_ID, "RETEST_DUE x");
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id.slice(0, 13)).toBe(VEHICLE_ID.slice(0, 13));
    expect(signalId(VEHICLE_ID, "RETEST_DUE x")).toBe(id);
  });

  test("differs with the need, and with the rest of the vehicle's id", () => {
    const ids = [
      signalId(VEHICLE_ID, "A"),
      signalId(VEHICLE_ID, "B"),
      signalId(VEHICLE_ID.replace(/b$/, "c"), "A"),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  test("has beside it a fingerprint that PostgreSQL holds in a bigint", () => {
    const value = BigInt(fingerprintOf("content"));
    expect(BigInt.asIntN(64, value)).toBe(value);
    expect(fingerprintOf("content")).not.toBe(fingerprintOf("content "));
  });
});
