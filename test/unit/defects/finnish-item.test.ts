import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { findFinnishItem, isAnnexItem } from "../../../src/modules/defects/index.ts";
import { FI_GROUPS, FI_ITEMS } from "../../../src/modules/defects/fi-items.data.ts";
import { sharedData } from "../../support/shared-data.ts";

const cohorts = sharedData("fi-traficom/cohort_defects_nonzero_2017_2021.csv.gz");
const translations = sharedData("fi-traficom/translations_fi_en.csv");

describe("findFinnishItem", () => {
  test.each([
    ["Jarruvalo", ["4.3"]],
    ["Jarruvalo ", ["4.3"]],
    ["Valaisimet ja sähkölaitteet - Jarruvalo", ["4.3"]],
    ["Jarrujärjestelmät - Seisontajarrun dynamometritesti", ["1.4"]],
    ["Akselistot, pyörät ja jousitus - Renkaat ja vanteet", ["5.2.2", "5.2.3"]],
    ["Lisätarkastukset - Taksivarustus", []],
  ])("%s → %j", (name, annexItems) => {
    expect(findFinnishItem(name)).toEqual({ annexItems, isGroupTotal: false });
  });

  test("tells a group's total from the items it already contains", () => {
    expect(findFinnishItem("Ohjauslaitteet (kaikki kohteet)")).toEqual({
      annexItems: ["2"],
      isGroupTotal: true,
    });
    expect(findFinnishItem("Ohjauslaitteet - Ohjauslaitteet")).toEqual({
      annexItems: ["2"],
      isGroupTotal: false,
    });
  });

  test("is null for a name it does not know", () => {
    expect(findFinnishItem("Turbo")).toBeNull();
    expect(findFinnishItem("toString")).toBeNull();
  });

  test("maps to items of the directive only", () => {
    const items = [...Object.values(FI_ITEMS), ...Object.values(FI_GROUPS)].flat();
    expect(items.filter((item) => !isAnnexItem(item))).toEqual([]);
  });

  test.skipIf(cohorts === null)("knows all 90 names of the statistics (needs fi-traficom)", () => {
    // Half a million lines: reading them as CSV takes seconds. The item stands behind the year, some in quotes.
    const lines = gunzipSync(readFileSync(cohorts!))
      .toString("utf8")
      .matchAll(/,\d{4},"?(.+?)"?,\d+,\d+,\d+$/gm);
    const names = new Set(lines.map(([, item]) => item!));
    expect(names.size).toBe(90);
    expect([...names].filter((name) => findFinnishItem(name) === null)).toEqual([]);
  });

  test.skipIf(translations === null)(
    "knows the reasons of failure that have an English name (needs fi-traficom)",
    () => {
      const rows = parse(readFileSync(translations!, "utf8"), { relax_column_count: true });
      const names = rows.filter((row) => row[0] === "failure reasons").map((row) => row[1]!);
      expect(names).toHaveLength(22);
      expect(names.filter((name) => findFinnishItem(name) === null)).toEqual([]);
    },
  );
});
