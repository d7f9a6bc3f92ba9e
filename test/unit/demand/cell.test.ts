import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addCell,
  contribute,
  isEmpty,
  type Cells,
  type Contribution,
} from "../../../src/modules/demand/cube/cell.ts";
import { dayNumber, type VehicleNeed } from "../../../src/modules/demand/cube/need.ts";

const FIRST_DAY = dayNumber("2026-06-15");

const need = fc
  .tuple(
    fc.constantFrom("*", "TYRE", "BRAKE_PAD_SET"),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: -60, max: 110 }),
    fc.nat(60),
    fc.nat(60),
    fc.nat(200),
    fc.constantFrom(0, 1),
  )
  .map(([part, probability, pieces, start, toLikely, toUntil, toLast, isPredicted]): VehicleNeed => {
    const from = FIRST_DAY + start;
    const likely = from + toLikely;
    const until = likely + toUntil;
    return [part, probability, pieces, from, likely, until, until + toLast, isPredicted];
  });

const vehicle: fc.Arbitrary<Contribution> = fc.record({
  areaCode: fc.constantFrom("FR-69", "FR-38"),
  make: fc.constantFrom("RENAULT", "OTHER"),
  source: fc.nat(7),
  needs: fc.array(need, { minLength: 1, maxLength: 4 }),
});

test("vehicles that are taken out again leave exactly what the others add, in whatever order", () => {
  fc.assert(
    fc.property(fc.array(vehicle, { maxLength: 30 }), fc.array(vehicle, { maxLength: 30 }), (stay, leave) => {
      const cells: Cells = new Map();
      for (const each of leave) contribute(cells, each, 1, FIRST_DAY);
      for (const each of stay) contribute(cells, each, 1, FIRST_DAY);
      for (const each of leave.toReversed()) contribute(cells, each, -1, FIRST_DAY);
      const others: Cells = new Map();
      for (const each of stay.toReversed()) contribute(others, each, 1, FIRST_DAY);
      for (const [key, cell] of cells) {
        const rest = others.get(key);
        if (rest === undefined) expect(isEmpty(cell)).toBe(true);
        else expect([...cell]).toEqual([...rest]);
      }
      expect([...others.keys()].every((key) => cells.has(key))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("cells of areas add up to that of the area around them", () => {
  fc.assert(
    fc.property(fc.array(vehicle, { maxLength: 30 }), (fleet) => {
      const apart: Cells = new Map();
      const together: Cells = new Map();
      for (const each of fleet) {
        contribute(apart, each, 1, FIRST_DAY);
        contribute(together, { ...each, areaCode: "FR", make: "*" }, 1, FIRST_DAY);
      }
      for (const [key, whole] of together) {
        const sum = new Float64Array(whole.length);
        for (const [part, cell] of apart) if (part.split("|")[1] === key.split("|")[1]) addCell(sum, cell);
        expect([...sum]).toEqual([...whole]);
      }
    }),
    { numRuns: 100 },
  );
});
