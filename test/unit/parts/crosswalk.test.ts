import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANNEX_ITEMS, isAnnexItem } from "../../../src/modules/defects/index.ts";
import {
  CROSSWALK_ROWS,
  findCrosswalkRow,
  findPartCategory,
  namedPartCandidates,
  PART_CROSSWALK_VERSION,
  partCategoriesOf,
} from "../../../src/modules/parts/index.ts";
import { AXLES, SIDES } from "../../../src/modules/vocabulary/index.ts";

const ROWS = CROSSWALK_ROWS.map((row) => [row.annexItem, row] as const);
const TAKES_NO_PART = ["CHECK", "ADJUST", "CLEAN"];

/** The rule in its plainest form: of all rows whose item is the asked one or above it, the longest. */
function longestRow(annexItem: string) {
  return CROSSWALK_ROWS.filter(
    (row) => annexItem === row.annexItem || annexItem.startsWith(`${row.annexItem}.`),
  ).reduce<(typeof CROSSWALK_ROWS)[number] | null>(
    (best, row) => (best === null || row.annexItem.length > best.annexItem.length ? row : best),
    null,
  );
}

describe("crosswalk rows", () => {
  test.each(ROWS)(
    "%s is an item of the directive, names existing parts and gives its reason",
    (_item, row) => {
      expect(isAnnexItem(row.annexItem)).toBe(true);
      const parts = [...row.parts, ...row.whenNamed];
      expect(parts.filter((part) => findPartCategory(part) === null)).toEqual([]);
      expect(new Set(row.parts).size).toBe(row.parts.length);
      expect(new Set(row.whenNamed).size).toBe(row.whenNamed.length);
      expect(row.reason).toMatch(/^[A-Z].{15,}\.$/);
    },
  );

  test("answer each item once, and every item of the directive", () => {
    expect(new Set(CROSSWALK_ROWS.map((row) => row.annexItem)).size).toBe(CROSSWALK_ROWS.length);
    expect(ANNEX_ITEMS.filter((item) => findCrosswalkRow(item) === null)).toEqual([]);
  });

  test("name no part as an alternative to itself", () => {
    const doubled = CROSSWALK_ROWS.filter(
      (row) => row.parts.length === 1 && row.whenNamed.includes(row.parts[0]!),
    );
    expect(doubled.map((row) => row.annexItem)).toEqual([]);
  });

  test("have a version", () => {
    expect(PART_CROSSWALK_VERSION).toMatch(/^\d{4}\.\d+$/);
  });

  test("the longest one that covers an item answers for it, whatever levels a country adds below", () => {
    const number = fc
      .tuple(
        fc.constantFrom(...ANNEX_ITEMS),
        fc.array(fc.constantFrom("1", "13", "a", "ii"), { maxLength: 3 }),
      )
      .map(([item, below]) => [item, ...below].join("."));
    fc.assert(
      fc.property(number, (item) => {
        const row = longestRow(item);
        expect(findCrosswalkRow(item)).toBe(row);
        expect(partCategoriesOf(item).map((need) => need.partCategory)).toEqual(row?.parts);
        expect(namedPartCandidates(item)).toEqual(row?.whenNamed);
      }),
    );
  });
});

describe("partCategoriesOf", () => {
  test("does not take 1.1.1 for the beginning of 1.1.14", () => {
    expect(partCategoriesOf("1.1.14").map((need) => need.partCategory)).toEqual([
      "BRAKE_DISC",
      "BRAKE_PAD_SET",
    ]);
  });

  test("counts pads by set, discs by pair and tyres by side", () => {
    expect(partCategoriesOf("1.1.13", { axle: "FRONT", side: "BOTH" })).toEqual([
      { partCategory: "BRAKE_PAD_SET", operation: "REPLACE", quantity: 1 },
    ]);
    expect(partCategoriesOf("1.1.14", { axle: "REAR", side: "LEFT" })).toEqual([
      { partCategory: "BRAKE_DISC", operation: "REPLACE", quantity: 2 },
      { partCategory: "BRAKE_PAD_SET", operation: "REPLACE", quantity: 1 },
    ]);
    expect(partCategoriesOf("5.2.3", { axle: "FRONT", side: "LEFT" })[0]?.quantity).toBe(1);
    expect(partCategoriesOf("5.2.3", { axle: "FRONT", side: "BOTH" })[0]?.quantity).toBe(2);
    expect(partCategoriesOf("5.2.3")[0]?.quantity).toBe(1);
  });

  test("counts two wiper blades at the front and one at the rear", () => {
    expect(partCategoriesOf("3.4", { axle: "FRONT" })[0]?.quantity).toBe(2);
    expect(partCategoriesOf("3.4", { axle: "REAR" })[0]?.quantity).toBe(1);
  });

  test("answers with the part that the record names, where the item may mean it", () => {
    expect(partCategoriesOf("5.2.3", { namedPart: "TYRE_VALVE" })).toEqual([
      { partCategory: "TYRE_VALVE", operation: "REPLACE", quantity: 1 },
    ]);
    expect(partCategoriesOf("5.2.3", { namedPart: "WIPER_BLADE" })).toEqual(partCategoriesOf("5.2.3"));
  });

  test("sells no part for what is only adjusted or examined", () => {
    expect(partCategoriesOf("4.1.2")).toEqual([
      { partCategory: "HEADLAMP", operation: "ADJUST", quantity: 0 },
    ]);
    for (const item of ANNEX_ITEMS) {
      for (const need of partCategoriesOf(item)) {
        expect(need.quantity === 0).toBe(TAKES_NO_PART.includes(need.operation));
      }
    }
  });

  test("is empty for items that need no part and for what is no item", () => {
    expect(partCategoriesOf("0.2")).toEqual([]);
    expect(partCategoriesOf("7.4")).toEqual([]);
    expect(partCategoriesOf("77.1")).toEqual([]);
    expect(partCategoriesOf("")).toEqual([]);
  });

  test("makes each answer once and shares it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ANNEX_ITEMS),
        fc.constantFrom(...AXLES, null),
        fc.constantFrom(...SIDES, null),
        (item, axle, side) => {
          expect(partCategoriesOf(item, { axle, side })).toBe(partCategoriesOf(item, { axle, side }));
        },
      ),
    );
  });
});
