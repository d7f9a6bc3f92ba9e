import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weeksFrom } from "../../../src/modules/demand/cube/weeks.ts";
import type { PreviousRow } from "../../../src/modules/demand/publish/demand-rows.ts";
import { isSurge, jumpsOf } from "../../../src/modules/demand/publish/surges.ts";

const WEEKS = weeksFrom("2026-06-15");

const of = (units: number, partCategory = "TYRE") => ({
  areaCode: "FR-69",
  make: "*",
  partCategory,
  week: "2026-06-15",
  units,
});

const row = (weeklyUnits: readonly number[] | null, weeks = WEEKS): PreviousRow => ({
  areaCode: "FR-69",
  make: "*",
  units: 0,
  vehicles: 0,
  weeklyUnits,
  weeklyVehicles: weeklyUnits,
  weeks,
});

const flat = (units: number) => Array<number>(13).fill(units);

describe("a number has surged", () => {
  test.each([
    ["by a fifth where numbers are large", 1200, 1000, true],
    ["not by less than a fifth, however certain", 1195, 1000, false],
    ["not by a fifth where chance explains it", 60, 50, false],
    ["by much where numbers are small", 30, 10, true],
    ["by what neither rounding nor chance makes of nothing", 15, 0, true],
    ["not by one step from nothing", 5, 0, false],
    ["never downwards", 50, 1000, false],
  ])("%s: %i after %i", (_case, now, before, isIt) => {
    expect(isSurge(of(now), before)).toBe(isIt);
  });

  test("never where it did not grow, whatever the part", () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.nat(2000),
        fc.constantFrom("TYRE", "BRAKE_PAD_SET"),
        (one, other, part) => {
          const [less, more] = [Math.min(one, other) * 5, Math.max(one, other) * 5];
          expect(isSurge(of(less, part), more)).toBe(false);
        },
      ),
    );
  });
});

describe("jumps of a row", () => {
  test("compare the same weeks, also where the first one has gone since", () => {
    const before = row([500, ...flat(100).slice(1)], weeksFrom("2026-06-08"));
    const now = row([100, 200, ...flat(100).slice(2)]);
    expect(jumpsOf(now, before, "TYRE", WEEKS)).toEqual([{ ...of(200), week: "2026-06-22" }]);
  });

  test("are none in a week, or a row, that was not published before", () => {
    expect(jumpsOf(row(flat(500)), undefined, "TYRE", WEEKS)).toEqual([]);
    expect(jumpsOf(row(flat(500)), row(null), "TYRE", WEEKS)).toEqual([]);
    expect(jumpsOf(row(null), row(flat(5)), "TYRE", WEEKS)).toEqual([]);
    const old = row(flat(5), weeksFrom("2026-06-08"));
    expect(jumpsOf(row([...flat(5).slice(1), 500]), old, "TYRE", WEEKS)).toEqual([]);
  });
});
