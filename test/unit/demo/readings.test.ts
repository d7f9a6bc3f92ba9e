import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawVehicle } from "../../../src/modules/demo/fleet.ts";
import { fleetBasis } from "../../../src/modules/demo/index.ts";
import { RandomStream } from "../../../src/modules/demo/random.ts";
import { readOdometer } from "../../../src/modules/demo/readings.ts";
import { MAX_ODOMETER_VALUE } from "../../../src/modules/odometer/index.ts";

const basis = fleetBasis({ seed: 5, garages: 10, today: "2026-01-01" });
const { traits, visits } = drawVehicle(basis, 0);

/** A stream that always answers the same: a small number makes a typing error, and says which digit. */
const always = (...numbers: readonly number[]) => {
  let next = 0;
  return Object.assign(new RandomStream(1, "RECORDS", 0), {
    unit: () => numbers[next++ % numbers.length]!,
  });
};

describe("a mistyped odometer", () => {
  test("has no more digits than a form has room for, however far the vehicle ran", () => {
    const visit = visits[0]!;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_ODOMETER_VALUE }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (km, shape) => {
          const { readings } = readOdometer(traits, [{ ...visit, km }], always(0.001, shape));
          expect(readings[0]!.value).toBeLessThanOrEqual(MAX_ODOMETER_VALUE);
          expect(readings[0]!.value).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  test("of a million and more that doubles a digit loses its last one", () => {
    // The thousandths of the shape choose the slip, its tenths the digit.
    const { readings } = readOdometer(traits, [{ ...visits[0]!, km: 1_234_567 }], always(0.001, 0.001));
    expect(readings[0]!.value).toBe(1_123_456);
  });
});
