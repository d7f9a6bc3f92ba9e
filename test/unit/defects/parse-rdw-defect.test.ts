import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { findRdwCode, isAnnexItem, parseRdwDefect, validOn } from "../../../src/modules/defects/index.ts";
import { RDW_CODE_ROWS, RDW_VALIDITY_ROWS } from "../../../src/modules/defects/rdw-codes.data.ts";
import { sharedData } from "../../support/shared-data.ts";

const path = sharedData("nl-rdw/Open_Data_RDW__Gebreken_2018-05.csv");
const CODES = RDW_CODE_ROWS.flatMap((row) => row.codes.split(" "));

describe("the list of codes", () => {
  test("has 868 codes, each once", () => {
    expect(CODES).toHaveLength(868);
    expect(new Set(CODES).size).toBe(868);
  });

  test("maps 814 of them to items of the directive", () => {
    const mapped = CODES.filter((code) => {
      const item = findRdwCode(code)!.annexItem;
      return item !== null && isAnnexItem(item);
    });
    expect(mapped).toHaveLength(814);
  });

  test("gives a validity to known codes only, and never one that ends before it begins", () => {
    const rows = RDW_VALIDITY_ROWS.flatMap((row) => row.codes.split(" "));
    expect(rows.filter((code) => findRdwCode(code) === null)).toEqual([]);
    const backwards = RDW_VALIDITY_ROWS.filter(
      ({ validFrom, validTo }) => validFrom !== null && validTo !== null && validTo < validFrom,
    );
    expect(backwards).toEqual([]);
  });
});

describe("parseRdwDefect", () => {
  test.each([
    ["I21", "1.1.13", "MAJOR"], // Onvoldoende remvoering aanwezig
    ["313", "1.1.14", "MAJOR"], // Remschijf vertoont slijtage met kans op breuk
    ["205", "5.2.3", "MAJOR"], // Band onvoldoende profiel
    ["AC1", "5.2.3", "ADVISORY"], // Band(en) met een profieldiepte van 1,6 t/m 2,5 mm
    ["RA2", "8.4.1", "ADVISORY"], // Overmatige olielekkage
    ["516", "4.1.2", "MAJOR"], // Dimlicht onjuist afgesteld
    ["554", "4.3.2", "MAJOR"], // Remlicht schakelaar ondeugdelijk
    ["178", "6.1.7", "MAJOR"], // Stofhoes aandrijfas beschadigd en dicht niet af
    ["241", "5.3.2", "MAJOR"], // Schokdemper werkt niet (goed)
  ])("reads %s as item %s, %s", (code, annexItem, severity) => {
    expect(parseRdwDefect(code, null)).toMatchObject({
      code,
      scheme: "NL_RDW",
      annexItem,
      severity,
      warnings: [],
    });
  });

  test("knows the part a code names without its text", () => {
    expect(parseRdwDefect("178", "2018-01-10").namedPart).toBe("CV_JOINT_BOOT");
  });

  test("reads place and language of a text where the caller has one", () => {
    expect(parseRdwDefect("205", "2018-01-10", "Band onvoldoende profiel linksvoor")).toMatchObject({
      position: { axle: "FRONT", side: "LEFT" },
      textLocale: "NL",
    });
  });

  test("warns of a code outside its validity, and not on its first and last day", () => {
    expect(parseRdwDefect("I21", "2017-04-02").warnings).toEqual([]);
    expect(parseRdwDefect("I21", "2017-04-03").warnings).toEqual(["DEFECT_CODE_NOT_VALID"]);
    expect(parseRdwDefect("313", "2017-03-31").warnings).toEqual(["DEFECT_CODE_NOT_VALID"]);
    expect(parseRdwDefect("313", "2017-04-01").warnings).toEqual([]);
    expect(parseRdwDefect("AC2", "2005-01-01").warnings).toEqual([]);
  });

  test("keeps a known code that fits no item", () => {
    expect(parseRdwDefect("067", "2018-01-10")).toMatchObject({
      code: "067",
      annexItem: null,
      warnings: ["DEFECT_ITEM_UNKNOWN"],
    });
  });

  test("marks what is said of the inspection itself", () => {
    expect(parseRdwDefect("886", "2018-01-10")).toMatchObject({ remark: true, severity: "ADVISORY" });
  });

  test("keeps and flags a code that is not in the list", () => {
    expect(parseRdwDefect(" X99 ", "2018-01-10", "Iets nieuws")).toMatchObject({
      code: "X99",
      annexItem: null,
      severity: "MAJOR",
      text: "Iets nieuws",
      warnings: ["DEFECT_CODE_UNKNOWN", "DEFECT_ITEM_UNKNOWN"],
    });
  });

  test.skipIf(path === null)("reads all 868 published codes with their validity (needs nl-rdw)", () => {
    const iso = (day: string) => (day === "" ? null : day.replace(/(....)(..)(..)/, "$1-$2-$3"));
    const rows = parse<Record<string, string>>(readFileSync(path!, "utf8"), { columns: true, bom: true });
    expect(rows).toHaveLength(868);
    for (const row of rows) {
      const code = findRdwCode(row["Gebrek identificatie"]!)!;
      const validFrom = iso(row["Ingangsdatum gebrek"]!);
      const validTo = iso(row["Einddatum gebrek"]!);
      expect({ code: code.code, validFrom: code.validFrom, validTo: code.validTo }).toEqual({
        code: row["Gebrek identificatie"],
        validFrom,
        validTo,
      });
      expect(validOn(code, validFrom ?? "2010-01-01")).toBe(true);
      if (validTo !== null) expect(validOn(code, `${validTo}+`)).toBe(false);
    }
  });
});
