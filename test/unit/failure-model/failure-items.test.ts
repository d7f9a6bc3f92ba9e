import { describe, expect, test } from "vitest";
import { findFinnishItem } from "../../../src/modules/defects/index.ts";
import {
  FAILURE_ITEM_KEYS,
  FAILURE_ITEMS,
  findFailureItem,
} from "../../../src/modules/failure-model/index.ts";
import { findPartCategory } from "../../../src/modules/parts/index.ts";

describe("FAILURE_ITEMS", () => {
  test.each(FAILURE_ITEM_KEYS)("%s names parts that the catalogue has", (item) => {
    for (const key of FAILURE_ITEMS[item].partCategories)
      expect([key, findPartCategory(key)?.key]).toEqual([key, key]);
  });

  test.each(FAILURE_ITEM_KEYS)("%s covers the directive's items that its Finnish name stands for", (item) => {
    const { finnishName, annexItems } = FAILURE_ITEMS[item];
    const finnish = findFinnishItem(finnishName);
    expect(finnish).toMatchObject({ isGroupTotal: false });
    expect(annexItems).toEqual(expect.arrayContaining([...finnish!.annexItems]));
  });

  test("are found by their Finnish names, group totals and other items are not", () => {
    for (const item of FAILURE_ITEM_KEYS) expect(findFailureItem(FAILURE_ITEMS[item].finnishName)).toBe(item);
    expect(findFailureItem("Jarrujärjestelmät (kaikki kohteet)")).toBeNull();
    expect(findFailureItem("Jarrujärjestelmät - Seisontajarru")).toBeNull();
  });
});
