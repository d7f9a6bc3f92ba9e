import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { baselineRates } from "../../../src/modules/failure-model/baseline-rates.ts";
import { cohortCells } from "../../../src/modules/failure-model/cohort-cells.ts";
import {
  dot,
  eliminate,
  solveLower,
  solveLowerTransposed,
} from "../../../src/modules/failure-model/dense-matrix.ts";
import { packNumbers, unpackNumbers } from "../../../src/modules/failure-model/failure-parameters.ts";
import { poissonDeviance, predictivePlace } from "../../../src/modules/failure-model/poisson.ts";

/** A random positive definite matrix: B·Bᵀ + identity. */
const positiveDefinite = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size * size, maxLength: size * size })
    .map((flat) => {
      const rows = Float64Array.from(flat);
      const matrix = new Float64Array(size * size);
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) {
          matrix[i * size + j] = dot(rows, i * size, rows, j * size, size) + (i === j ? 1 : 0);
        }
      }
      return { size, matrix };
    }),
);

describe("dense matrices", () => {
  test("solve the equations that they are given", () => {
    fc.assert(
      fc.property(positiveDefinite, ({ size, matrix }) => {
        const solution = Float64Array.from({ length: size }, (_, i) => i - 2);
        const vector = solution.map((_, row) => dot(matrix, row * size, solution, 0, size));
        const factor = matrix.slice();
        eliminate(factor, size);
        solveLower(factor, size, vector, 1);
        solveLowerTransposed(factor, size, vector);
        vector.forEach((value, i) => expect(value).toBeCloseTo(solution[i]!, 6));
      }),
    );
  });

  test("eliminated in part and then in full are the same as eliminated at once", () => {
    fc.assert(
      fc.property(positiveDefinite, fc.nat(9), ({ size, matrix }, pivots) => {
        const first = Math.min(pivots, size);
        const parts = matrix.slice();
        eliminate(parts, size, first);
        const rest = size - first;
        const corner = new Float64Array(rest * rest);
        for (let row = 0; row < rest; row += 1) {
          const from = (first + row) * size + first;
          corner.set(parts.subarray(from, from + rest), row * rest);
        }
        eliminate(corner, rest);
        const whole = matrix.slice();
        eliminate(whole, size);
        for (let row = 0; row < rest; row += 1) {
          for (let column = 0; column <= row; column += 1) {
            expect(corner[row * rest + column]).toBeCloseTo(whole[(first + row) * size + first + column]!, 6);
          }
        }
      }),
    );
  });

  test("that are not positive definite are refused", () => {
    expect(() => eliminate(Float64Array.from([1, 0, 2, 1]), 2)).toThrow(RangeError);
  });
});

describe("poissonDeviance", () => {
  test("is 0 for the count itself, and grows away from it", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 1.05, max: 10, noNaN: true }), (count, factor) => {
        const at = (expected: number) => poissonDeviance(count, expected);
        if (count === 0) {
          expect(at(factor)).toBeCloseTo(2 * factor, 9);
          return;
        }
        expect(at(count)).toBeCloseTo(0, 9);
        expect(at(count * factor)).toBeGreaterThan(0);
        expect(at(count / factor)).toBeGreaterThan(0);
        expect(at(count * factor * 1.1)).toBeGreaterThan(at(count * factor));
      }),
    );
  });

  test("is twice the likelihood lost", () => {
    // Poisson probabilities of 3 at means 3 and 5: 27/6·e⁻³ and 125/6·e⁻⁵.
    expect(poissonDeviance(3, 5)).toBeCloseTo(2 * (Math.log(27 / 6) - 3 - (Math.log(125 / 6) - 5)), 12);
  });
});

describe("predictivePlace", () => {
  test("is the middle of a Poisson probability where the mean is certain", () => {
    const probability = (k: number) => (Math.exp(-2) * 2 ** k) / [1, 1, 2, 6][k]!;
    const below = probability(0) + probability(1) + probability(2);
    expect(predictivePlace(3, 2, 0)).toBeCloseTo(below + probability(3) / 2, 4);
  });

  test("lies nearer the middle the less certain the mean is", () => {
    expect(predictivePlace(40, 20, 0.5)).toBeLessThan(predictivePlace(40, 20, 0.01));
    expect(predictivePlace(5, 20, 0.5)).toBeGreaterThan(predictivePlace(5, 20, 0.01));
  });

  test("stays a share for large counts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (count, expected) => {
        const place = predictivePlace(count, expected, 0.01);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1.000001);
      }),
    );
  });
});

describe("baselineRates", () => {
  const cohort = (makeModel: string, firstUseYear: number, inspectionYear: number, inspections: number) => ({
    makeModel,
    firstUseYear,
    inspectionYear,
    inspections,
    meanKm: null,
  });
  const failed = (makeModel: string, firstUseYear: number, inspectionYear: number, rejections: number) => ({
    makeModel,
    firstUseYear,
    inspectionYear,
    item: "OBD" as const,
    repairNotices: 7,
    rejections,
    drivingBans: 1,
  });
  const cells = cohortCells(
    [
      cohort("A - 1", 2010, 2018, 1000),
      cohort("A - 1", 2011, 2019, 500),
      cohort("A - 2", 2011, 2019, 500),
      cohort("A - 1", 2013, 2019, 2000),
    ],
    [failed("A - 1", 2010, 2018, 99), failed("A - 1", 2011, 2019, 39)],
    [2018, 2019],
  );
  const rates = baselineRates(cells, "OBD");
  const of = (makeModel: string, firstUseYear: number) =>
    cohortCells([cohort(makeModel, firstUseYear, 2020, 1)], [], [2020])[0]!;
  const base = 140.5 / 4000;

  test("take rejections and driving bans, and no repair notices, as failures", () => {
    expect(rates.base(of("A - 1", 2012))).toBeCloseTo(base, 12);
  });

  test("give an age its own rate with half a failure's weight of the base rate", () => {
    expect(rates.age(of("B - 9", 2012))).toBeCloseTo(140.5 / (2000 + 0.5 / base), 12);
    expect(rates.age(of("B - 9", 2014))).toBeCloseTo(0.5 / (2000 + 0.5 / base), 12);
  });

  test("give an age that was not seen the nearest one's rate, the younger of two", () => {
    expect(rates.age(of("B - 9", 2000))).toBe(rates.age(of("B - 9", 2012)));
    expect(rates.age(of("B - 9", 2013))).toBe(rates.age(of("B - 9", 2014)));
  });

  test("persist with the same car at the same age in the last year, else with its age", () => {
    expect(rates.persistence(of("A - 1", 2012))).toBeCloseTo(40 / 500, 12);
    expect(rates.persistence(of("A - 2", 2012))).toBeCloseTo(0.5 / 500, 12);
    expect(rates.persistence(of("A - 3", 2012))).toBe(rates.age(of("A - 3", 2012)));
  });
});

describe("packNumbers", () => {
  test("keeps numbers to the digits asked for", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 })), (whole) => {
        const values = whole.map((value) => value / 1000);
        expect([...unpackNumbers(packNumbers(values, 1000), 1000, values.length)]).toEqual(values);
      }),
    );
  });
});
