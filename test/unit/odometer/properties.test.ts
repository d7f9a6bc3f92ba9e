import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeOdometer, kilometresOf, type OdometerReading } from "../../../src/modules/odometer/index.ts";
import { reading, seededRandom, syntheticHistory } from "./histories.ts";

const seeds = fc.integer({ min: 1, max: 1_000_000_000 });
const DAY_MS = 86_400_000;

/** Any readings at all, with clashing dates and values. */
const anyReadings = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 4_000 }),
      fc.oneof(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 50_000, max: 60_000 })),
      fc.constantFrom("KM" as const, "MI" as const),
      fc.constantFrom(null, "FR" as const, "DE" as const),
    )
    .map(([day, value, unit, country]) => ({ ...reading(dateOf(14_000 + day), value, unit), country })),
  { maxLength: 12 },
);

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function dayOf({ readOn }: OdometerReading): number {
  return Date.parse(readOn) / DAY_MS;
}

function inOrder(readings: readonly OdometerReading[]): OdometerReading[] {
  return readings.toSorted((one, other) => dayOf(one) - dayOf(other) || one.km - other.km);
}

/** A reading on the straight line between two neighbours. */
function between(readings: readonly OdometerReading[], random: () => number): OdometerReading {
  const sorted = inOrder(readings);
  const at = Math.floor(random() * (sorted.length - 1));
  const [from, to] = [sorted[at]!, sorted[at + 1]!];
  const days = Math.floor(random() * (dayOf(to) - dayOf(from) + 1));
  const share = dayOf(to) === dayOf(from) ? 0 : days / (dayOf(to) - dayOf(from));
  return reading(dateOf(dayOf(from) + days), Math.round(from.km + (to.km - from.km) * share));
}

describe("judgeOdometer", () => {
  test("gives the same judgement in whatever order the readings are listed", () => {
    fc.assert(
      fc.property(anyReadings, seeds, (readings, seed) => {
        const random = seededRandom(seed);
        const order = readings.map((_, index) => ({ index, key: random() })).sort((a, b) => a.key - b.key);
        const shuffled = judgeOdometer(order.map(({ index }) => readings[index]!));
        const judged = judgeOdometer(readings);
        expect({ ...shuffled, readings: null }).toEqual({ ...judged, readings: null });
        const doubted = (judgement: typeof judged, at: (index: number) => OdometerReading) =>
          judgement.readings
            .filter(({ plausible }) => !plausible)
            .map(({ index, reason, repairedKm }) => JSON.stringify([at(index), reason, repairedKm]))
            .sort();
        expect(doubted(shuffled, (index) => readings[order[index]!.index]!)).toEqual(
          doubted(judged, (index) => readings[index]!),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test("is complete and coherent, whatever is read", () => {
    fc.assert(
      fc.property(
        anyReadings,
        fc.constantFrom(null, "1985-05-01", "2008-05-01"),
        (readings, firstRegisteredOn) => {
          const judged = judgeOdometer(readings, { firstRegisteredOn });
          expect(judged.readings.map(({ index }) => index)).toEqual([...readings.keys()]);
          for (const { plausible, reason, repairedKm } of judged.readings) {
            expect(plausible).toBe(reason === null);
            if (plausible) expect(repairedKm).toBeNull();
          }
          expect(judged.latestKm === null).toBe(readings.length === 0);
          if (judged.verdict !== "LOGICAL") expect(judged.reason).not.toBeNull();
          const rate = judged.kmPerYear;
          if (rate === null) return;
          expect(rate.low).toBeGreaterThanOrEqual(0);
          expect(rate.low).toBeLessThanOrEqual(rate.value);
          expect(rate.high).toBeGreaterThanOrEqual(rate.value);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("stays LOGICAL when a reading on the line is added to a clean history", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { readings } = syntheticHistory(seed);
        const judged = judgeOdometer(readings);
        fc.pre(judged.verdict === "LOGICAL" && judged.reason === null);
        const added = between(readings, seededRandom(seed));
        expect(judgeOdometer([...readings, added])).toMatchObject({ verdict: "LOGICAL", reason: null });
      }),
      { numRuns: 1_000 },
    );
  });

  test("turns a repaired history ILLOGICAL in at most two of a thousand cases when a reading on the line is added", () => {
    const random = seededRandom(3);
    const count = { repaired: 0, turned: 0 };
    for (let seed = 1; count.repaired < 1_000; seed += 1) {
      const { readings } = syntheticHistory(seed);
      const index = Math.floor(random() * readings.length);
      const read = readings[index]!;
      const typed = readings.with(
        index,
        reading(read.readOn, Math.floor(read.value * 2 * random()), read.unit),
      );
      const judged = judgeOdometer(typed);
      if (judged.verdict !== "LOGICAL" || judged.reason === null) continue;
      count.repaired += 1;
      const believed = typed.filter((_, nth) => judged.readings[nth]!.plausible);
      if (believed.length < 2) continue;
      if (judgeOdometer([...typed, between(believed, random)]).verdict === "ILLOGICAL") count.turned += 1;
    }
    expect(count.turned).toBeLessThanOrEqual(2);
  });

  test("does not care which unit a register keeps", () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (seed, inMiles) => {
        const { readings } = syntheticHistory(seed);
        const mixed = readings.map((read, nth) => {
          const unit = inMiles[nth] === true ? "MI" : "KM";
          return reading(read.readOn, Math.round(unit === "MI" ? read.km / 1.609344 : read.km), unit);
        });
        const [judged, other] = [judgeOdometer(readings), judgeOdometer(mixed)];
        fc.pre(judged.verdict === "LOGICAL" && judged.reason === null);
        expect(other).toMatchObject({ verdict: "LOGICAL", reason: null });
        expect(Math.abs(other.latestKm! - judged.latestKm!)).toBeLessThanOrEqual(1);
        expect(Math.abs(other.kmPerYear!.value - judged.kmPerYear!.value)).toBeLessThanOrEqual(60);
      }),
    );
  });

  test("keeps the rate without the error inside the interval it states, whatever one reading becomes", () => {
    const anyValue = fc.oneof(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 400_000 }));
    fc.assert(
      fc.property(seeds, fc.nat(), anyValue, fc.boolean(), (seed, at, value, isRegistrationKnown) => {
        const { readings, firstRegisteredOn } = syntheticHistory(seed);
        const options = isRegistrationKnown ? { firstRegisteredOn } : {};
        const clean = judgeOdometer(readings, options);
        // Ten readings are at least six that stand months apart, the fewest that outvote a bad one.
        fc.pre(readings.length >= 10 && clean.verdict === "LOGICAL" && clean.reason === null);
        const index = at % readings.length;
        const read = readings[index]!;
        const bad = { ...read, value, km: kilometresOf(value, read.unit) };
        const rate = judgeOdometer(readings.with(index, bad), options).kmPerYear!;
        expect(rate.low).toBeLessThanOrEqual(clean.kmPerYear!.value);
        expect(rate.high).toBeGreaterThanOrEqual(clean.kmPerYear!.value);
      }),
      { numRuns: 2_000 },
    );
  });
});
