import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { parseFrDefect, partNeedsOf } from "../../../src/modules/defects/index.ts";
import { findCrosswalkRow } from "../../../src/modules/parts/index.ts";
import { sharedData } from "../../support/shared-data.ts";

interface Row {
  code: string;
  point: string;
  gravite: "mineure" | "majeure" | "critique";
  libelle: string;
}

const withoutDots = (number: string) => number.replaceAll(".", "");

const path = sharedData("fr-ct/fr_ct_defaillances_extrait.csv");

describe("parseFrDefect", () => {
  test.each([
    ["1.1.13.a.1", "1.1.13", "MINOR"],
    ["1.1.13.a.2", "1.1.13", "MAJOR"],
    ["1.1.13.a.3", "1.1.13", "DANGEROUS"],
    ["0.1.1.b.2", "0.1", "MAJOR"],
    ["3.2.1.a.1", "3.2", "MINOR"],
    ["8.2.12.f.2", "8.2.1.2", "MAJOR"],
    ["8.2.22.a.2", "8.2.2.2", "MAJOR"],
    ["7.11.1.b.2", "7.11", "MAJOR"],
    [" 5.2.3.E.1. ", "5.2.3", "MINOR"],
  ])("reads %s as item %s, %s", (code, annexItem, severity) => {
    expect(parseFrDefect({ code, text: null })).toMatchObject({
      code: code.trim().toLowerCase().replace(/\.$/, ""),
      scheme: "FR_CT",
      annexItem,
      severity,
      position: null,
      text: null,
      textLocale: null,
      warnings: [],
    });
  });

  test("reads code and place from the line of a report", () => {
    const text = "5.2.3.e.1. PNEUMATIQUES : Usure anormale ou présence d'un corps étranger AVG, AVD";
    expect(parseFrDefect({ code: null, text })).toMatchObject({
      code: "5.2.3.e.1",
      annexItem: "5.2.3",
      severity: "MINOR",
      position: { axle: "FRONT", side: "BOTH" },
      text,
      textLocale: "FR",
      warnings: [],
    });
  });

  test("tells the part by the text where the item has several", () => {
    const drum = parseFrDefect({ code: "1.1.14.a.2", text: "Tambour usé arrière gauche" });
    expect(partNeedsOf(drum)).toEqual([{ partCategory: "BRAKE_DRUM", operation: "REPLACE", quantity: 2 }]);
  });

  test.each(["1.1.1.2.2", "A.1.1.a.2", "5.2.3.e.4", "5.2.3.e", "5.2.3.e.12", "?"])(
    "keeps and flags %s, which has not the form of a code",
    (code) => {
      expect(parseFrDefect({ code, text: "Jeu mineur" })).toMatchObject({
        code,
        scheme: "FR_CT",
        annexItem: null,
        severity: "ADVISORY",
        text: "Jeu mineur",
        warnings: ["DEFECT_CODE_UNKNOWN", "DEFECT_ITEM_UNKNOWN", "DEFECT_SEVERITY_UNKNOWN"],
      });
    },
  );

  test("flags a number that is not in the directive, and stands it on the item above", () => {
    expect(parseFrDefect({ code: "5.3.9.a.2", text: null })).toMatchObject({
      annexItem: "5.3",
      severity: "MAJOR",
      warnings: ["DEFECT_CODE_UNKNOWN"],
    });
  });

  test("does not take France's functions for special vehicles for the directive's section on buses", () => {
    expect(parseFrDefect({ code: "9.1.1.a.2", text: null })).toMatchObject({
      code: "9.1.1.a.2",
      annexItem: null,
      severity: "MAJOR",
      warnings: ["DEFECT_ITEM_UNKNOWN"],
    });
  });

  test("keeps a text without any code", () => {
    expect(parseFrDefect({ code: null, text: "Pneu lisse" })).toMatchObject({
      code: null,
      scheme: "UNSTRUCTURED",
      annexItem: null,
      text: "Pneu lisse",
    });
  });

  test.skipIf(path === null)("reads each of the 76 codes of the official list we have (needs fr-ct)", () => {
    const severities = { mineure: "MINOR", majeure: "MAJOR", critique: "DANGEROUS" };
    const rows = parse<Row>(readFileSync(path!, "utf8"), { columns: true });
    expect(rows).toHaveLength(76);
    for (const { code, point, gravite, libelle } of rows) {
      const defect = parseFrDefect({ code, text: libelle });
      expect(defect).toMatchObject({ code, severity: severities[gravite], text: libelle, warnings: [] });
      expect(withoutDots(point).startsWith(withoutDots(defect.annexItem!))).toBe(true);
      expect(findCrosswalkRow(defect.annexItem!)).not.toBeNull();
    }
  });
});
