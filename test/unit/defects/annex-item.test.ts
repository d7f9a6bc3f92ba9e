import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANNEX_ITEMS,
  annexItemTitle,
  findAnnexItem,
  isAnnexItem,
} from "../../../src/modules/defects/index.ts";
import { LOCALES } from "../../../src/modules/vocabulary/index.ts";

describe("items of the directive", () => {
  test("form a tree under its ten sections", () => {
    const sections = ANNEX_ITEMS.filter((item) => !item.includes("."));
    expect(sections).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    const orphans = ANNEX_ITEMS.filter(
      (item) => item.includes(".") && !isAnnexItem(item.slice(0, item.lastIndexOf("."))),
    );
    expect(orphans).toEqual([]);
  });

  test("are numbered without gaps below each of them", () => {
    const next = new Map<string, number>();
    const gaps = ANNEX_ITEMS.filter((item) => item.includes(".")).filter((item) => {
      const cut = item.lastIndexOf(".");
      const expected = (next.get(item.slice(0, cut)) ?? 0) + 1;
      next.set(item.slice(0, cut), expected);
      return Number(item.slice(cut + 1)) !== expected;
    });
    expect(gaps).toEqual([]);
  });

  test("have a title of their own in each language", () => {
    for (const locale of LOCALES) {
      const titles = ANNEX_ITEMS.map((item) => annexItemTitle(item, locale));
      expect(new Set(titles).size).toBe(ANNEX_ITEMS.length);
      expect(titles.filter((title) => title.trim() !== title || title === "")).toEqual([]);
    }
    expect(LOCALES.map((locale) => annexItemTitle("1.1.14", locale))).toEqual([
      "Brake drums, brake discs",
      "Tambours de freins, disques de frein",
      "Bremstrommeln, Bremsscheiben",
      "Tambores y discos de freno",
      "Tamburi e dischi dei freni",
      "Remtrommels, remschijven",
    ]);
  });
});

describe("findAnnexItem", () => {
  test.each([
    ["1.1.13", "1.1.13"],
    ["0.1.1", "0.1"],
    ["3.2.1", "3.2"],
    ["8.2.1.2", "8.2.1.2"],
    ["5.3.9", "5.3"],
    ["10.1", null],
    ["", null],
    ["constructor", null],
  ])("stands %s on %s", (number, item) => {
    expect(findAnnexItem(number)).toBe(item);
  });

  test("never changes the section", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), (levels) => {
        const item = findAnnexItem(levels.join("."));
        expect(item === null ? levels[0]! > 9 : item.split(".")[0]).toEqual(
          item === null ? true : String(levels[0]),
        );
      }),
    );
  });
});
