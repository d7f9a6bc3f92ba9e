import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BY_AREA, BY_MAKE } from "../../../src/modules/demand/disclosure/dimensions.ts";
import { protect, type Candidate } from "../../../src/modules/demand/disclosure/protect.ts";
import { DISCLOSURE_RULES } from "../../../src/modules/demand/disclosure/rules.ts";

const DEPARTMENTS = ["FR-69", "FR-01", "FR-38", "FR-13", "FR-83", "FR-84"];
const MAKES = ["RENAULT", "PEUGEOT", "FORD", "TESLA"];

/** Leaves of some vehicles each, with everything that they are part of. */
function table(leaves: readonly number[][]): Candidate[] {
  const sums = new Map<string, { at: [string, string]; vehicles: number }>();
  leaves.forEach((row, department) =>
    row.forEach((vehicles, make) => {
      for (let area: string | null = DEPARTMENTS[department]!; area !== null; area = BY_AREA.parentOf(area)) {
        for (const group of [MAKES[make]!, "*"]) {
          const sum = sums.get(`${area}|${group}`) ?? { at: [area, group], vehicles: 0 };
          sum.vehicles += vehicles;
          sums.set(`${area}|${group}`, sum);
        }
      }
    }),
  );
  return [...sums.values()].map(({ at, vehicles }) => ({
    at,
    counts: [vehicles],
    sources: 5,
    squaredShares: 0.05,
  }));
}

const leaves = fc.array(
  fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 })), {
    minLength: 4,
    maxLength: 4,
  }),
  {
    minLength: 6,
    maxLength: 6,
  },
);

/** Every total less its published parts, where some part is not published. */
function rests(published: readonly Candidate[]): number[] {
  const byKey = new Map(published.map((row) => [row.at.join("|"), row]));
  return published.flatMap(({ at: [area = "", make = ""], counts: [whole = 0] }) => {
    const parts = [
      [...byKey.values()].filter((row) => row.at[1] === make && BY_AREA.parentOf(row.at[0]!) === area),
      make === "*" ? [...byKey.values()].filter((row) => row.at[0] === area && row.at[1] !== "*") : [],
    ];
    return parts
      .filter((list) => list.length > 0)
      .map((list) => whole - list.reduce((sum, row) => sum + row.counts[0]!, 0));
  });
}

describe("protect", () => {
  test("D89 publishes nothing of fewer than 11 vehicles, and no total that leaves fewer behind", () => {
    fc.assert(
      fc.property(leaves, (rows) => {
        const published = protect(table(rows), [BY_AREA, BY_MAKE], DISCLOSURE_RULES);
        expect(published.every(({ counts }) => counts.every((vehicles) => vehicles >= 11))).toBe(true);
        // None of these totals has all its parts in the table, so something is always left.
        expect(rests(published).filter((rest) => rest < 11)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("gives small groups away as soon as it does not withhold their neighbours", () => {
    const naked = { ...DISCLOSURE_RULES, isComplementary: false };
    const published = protect(
      table([[20, 3, 0, 0], ...Array<number[]>(5).fill([0, 0, 0, 0])]),
      [BY_AREA, BY_MAKE],
      naked,
    );
    expect(rests(published)).toContain(3);
  });

  test.each([
    ["fewer vehicles than eleven", { counts: [10] }],
    ["one week of fewer", { counts: [40, 10] }],
    ["two sources", { sources: 2 }],
    ["two vehicles that hold 85 % of it", { squaredShares: 2 * 0.4251 ** 2 }],
  ])("withholds a row of %s", (_case, change) => {
    const row = { at: ["FR", "*"], counts: [40], sources: 3, squaredShares: 0.1 };
    expect(protect([row], [BY_AREA, BY_MAKE], DISCLOSURE_RULES)).toEqual([row]);
    expect(protect([{ ...row, ...change }], [BY_AREA, BY_MAKE], DISCLOSURE_RULES)).toEqual([]);
  });
});
