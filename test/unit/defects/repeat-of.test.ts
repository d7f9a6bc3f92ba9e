import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANNEX_ITEMS,
  parseFrDefect,
  parseUkDefect,
  positionOf,
  positionsCompatible,
  POSITION_SPOTS,
  repeatOf,
} from "../../../src/modules/defects/index.ts";
import { AXLES, SIDES } from "../../../src/modules/vocabulary/index.ts";

const uk = (text: string, completedOn = "2020-06-01") =>
  parseUkDefect({ text, type: "ADVISORY" }, completedOn);

const anyPosition = fc
  .tuple(
    fc.constantFrom(...AXLES, null),
    fc.constantFrom(...SIDES, null),
    fc.constantFrom(...POSITION_SPOTS, null),
    fc.option(fc.integer({ min: 1, max: 5 })),
  )
  .map(([axle, side, spot, axleNumber]) => positionOf(axle, side, spot, axleNumber));

describe("repeatOf", () => {
  test("finds the same item at the same place", () => {
    const earlier = [
      uk("Offside Front Tyre worn close to legal limit (5.2.3 (e))"),
      uk("Nearside Front Tyre worn close to legal limit (5.2.3 (e))"),
    ];
    expect(repeatOf(uk("Nearside Front Tyre has ply or cords exposed (5.2.3 (d) (ii))"), earlier)).toBe(
      earlier[1],
    );
  });

  test("prefers the same code to another defect of the same item", () => {
    const earlier = [
      uk("Front Tyre slightly damaged (5.2.3 (d) (ii))"),
      uk("Front Tyre worn close to legal limit (5.2.3 (e))"),
    ];
    expect(repeatOf(uk("Front Tyre worn close to legal limit (5.2.3 (e))"), earlier)).toBe(earlier[1]);
  });

  test("sees through the change of manual in May 2018", () => {
    const earlier = [uk("Front Brake pad(s) wearing thin (3.5.1g)", "2017-06-01")];
    expect(repeatOf(uk("Front Brake pad(s) less than 1.5 mm thick (1.1.13 (a) (ii))"), earlier)).toBe(
      earlier[0],
    );
  });

  test("does not take one side for the other, or front for rear", () => {
    const earlier = [uk("Nearside Rear Coil spring corroded (5.3.1 (b) (i))")];
    expect(repeatOf(uk("Offside Rear Coil spring fractured (5.3.1 (b) (i))"), earlier)).toBeNull();
    expect(repeatOf(uk("Nearside Front Coil spring fractured (5.3.1 (b) (i))"), earlier)).toBeNull();
    expect(repeatOf(uk("Coil spring fractured both rear (5.3.1 (b) (i))"), earlier)).toBe(earlier[0]);
  });

  test("compares codes within one list only, and unknown ones by themselves", () => {
    const unknown = parseFrDefect({ code: "1.1.1.2.2", text: "Jeu" });
    expect(repeatOf(unknown, [parseFrDefect({ code: "1.1.1.2.2", text: "Jeu" })])).not.toBeNull();
    expect(repeatOf(unknown, [{ ...unknown, scheme: "NL_RDW" }])).toBeNull();
    expect(repeatOf(uk("see notes"), [uk("see notes")])).toBeNull();
  });

  test("answers with one of the previous defects, at a compatible place and of the same item", () => {
    const anyDefect = fc.record({
      scheme: fc.constant("UK_MOT" as const),
      code: fc.constantFrom("a", "b", null),
      annexItem: fc.constantFrom(...ANNEX_ITEMS.slice(0, 4), null),
      position: anyPosition,
    });
    fc.assert(
      fc.property(anyDefect, fc.array(anyDefect, { maxLength: 6 }), (defect, previous) => {
        const matches = previous.filter(
          (one) =>
            positionsCompatible(defect.position, one.position) &&
            ((defect.code !== null && one.code === defect.code) ||
              (defect.annexItem !== null && one.annexItem === defect.annexItem)),
        );
        const found = repeatOf(defect, previous);
        expect(found === null).toBe(matches.length === 0);
        if (found !== null) expect(matches).toContain(found);
      }),
    );
  });
});

describe("positionsCompatible", () => {
  test("does not depend on the order, and holds for any place and itself or an unknown one", () => {
    fc.assert(
      fc.property(anyPosition, anyPosition, (a, b) => {
        expect(positionsCompatible(a, b)).toBe(positionsCompatible(b, a));
        expect(positionsCompatible(a, a)).toBe(true);
        expect(positionsCompatible(a, null)).toBe(true);
      }),
    );
  });

  test("counts either side in both, and the middle in neither", () => {
    const both = positionOf("FRONT", "BOTH");
    expect(positionsCompatible(both, positionOf("FRONT", "LEFT"))).toBe(true);
    expect(positionsCompatible(both, positionOf("FRONT", "CENTRE"))).toBe(false);
    expect(positionsCompatible(positionOf(null, null, "INNER"), positionOf(null, null, "OUTER"))).toBe(false);
  });
});
