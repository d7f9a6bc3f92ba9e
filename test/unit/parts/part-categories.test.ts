import { describe, expect, test } from "vitest";
import {
  CROSSWALK_ROWS,
  findPartCategory,
  PART_CATEGORIES,
  PART_CATEGORY_KEYS,
  partCategoryName,
} from "../../../src/modules/parts/index.ts";
import { LOCALES, PART_FAMILIES } from "../../../src/modules/vocabulary/index.ts";

const inCrosswalk = new Set(CROSSWALK_ROWS.flatMap((row) => [...row.parts, ...row.whenNamed]));

describe("part categories", () => {
  test.each(PART_CATEGORIES.map((category) => [category.key, category] as const))(
    "%s has a name in each language",
    (_key, category) => {
      for (const locale of LOCALES) {
        const name = category.names[locale];
        expect(name.trim()).toBe(name);
        expect(name.length).toBeGreaterThan(2);
        expect(name.length).toBeLessThan(60);
      }
    },
  );

  test.each(LOCALES)("have no two names alike in %s", (locale) => {
    const seen = new Map<string, string>();
    const alike = PART_CATEGORIES.filter(({ key, names }) => {
      const twin = seen.has(names[locale].toLowerCase());
      seen.set(names[locale].toLowerCase(), key);
      return twin;
    }).map(({ key, names }) => [key, names[locale]]);
    expect(alike).toEqual([]);
  });

  test("are asked for by an inspection item, or else are marked as bought with a service", () => {
    const unasked = PART_CATEGORIES.filter(({ key }) => !inCrosswalk.has(key)).map(({ key }) => key);
    const serviceOnly = PART_CATEGORIES.filter((category) => category.serviceOnly).map(({ key }) => key);
    expect(unasked).toEqual(serviceOnly);
    expect(serviceOnly.length).toBeGreaterThan(0);
  });

  test("have keys in capitals and leave no family empty", () => {
    expect(PART_CATEGORY_KEYS.filter((key) => !/^[A-Z]+(?:_[A-Z]+)*$/.test(key))).toEqual([]);
    expect(new Set(PART_CATEGORIES.map(({ family }) => family))).toEqual(new Set(PART_FAMILIES));
  });

  test("carry no catalogue's numbers as shipped", () => {
    expect(PART_CATEGORIES.flatMap(({ catalogueNumbers }) => catalogueNumbers)).toEqual([]);
  });

  test("are found by key, and only by key", () => {
    expect(findPartCategory("BRAKE_DISC")?.family).toBe("BRAKING");
    expect(findPartCategory("brake_disc")).toBeNull();
    expect(findPartCategory("toString")).toBeNull();
  });

  test("are named as their trade names them", () => {
    expect(LOCALES.map((locale) => partCategoryName("BRAKE_PAD_SET", locale))).toEqual([
      "Brake pad set",
      "Jeu de plaquettes de frein",
      "Bremsbelagsatz",
      "Juego de pastillas de freno",
      "Kit pastiglie freno",
      "Remblokkenset",
    ]);
  });
});
