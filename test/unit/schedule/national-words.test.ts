import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nationalKind, nationalResult, type NationalContext } from "../../../src/modules/schedule/index.ts";
import type { CountryCode, InspectionKind, InspectionResult } from "../../../src/modules/vocabulary/index.ts";
import { sharedData } from "../../support/shared-data.ts";

const BEFORE = "2018-05-19";
const SINCE = "2018-05-20";

function resultOf(
  country: CountryCode,
  code: string,
  performedOn: string,
  context?: NationalContext,
): string {
  const read = nationalResult(country, code, performedOn, context);
  return read.isKnown ? read.result : read.problem;
}

describe("nationalResult, France", () => {
  test.each<[code: string, before: string, since: string]>([
    ["A", "PASS", "PASS"],
    ["AP", "PASS", "PASS"],
    ["S", "FAIL_MAJOR", "FAIL_MAJOR"],
    ["SP", "FAIL_MAJOR", "FAIL_MAJOR"],
    ["R", "CATEGORY_NEEDED", "FAIL_DANGEROUS"],
    ["RP", "CODE_NOT_IN_USE_THEN", "FAIL_DANGEROUS"],
    ["X", "ABORTED", "CODE_NOT_IN_USE_THEN"],
  ])("reads %s as %s until 19 May 2018 and as %s from the day after", (code, before, since) => {
    expect(resultOf("FR", code, BEFORE)).toBe(before);
    expect(resultOf("FR", code, SINCE)).toBe(since);
  });

  test("knows the old driving ban for heavy vehicles only", () => {
    expect(resultOf("FR", "R", BEFORE, { category: "N3" })).toBe("FAIL_DANGEROUS");
    expect(resultOf("FR", "R", BEFORE, { category: "M1" })).toBe("CODE_NOT_USED_FOR_CATEGORY");
  });

  test("tells the pollution variants by their P", () => {
    expect(nationalResult("FR", "SP", SINCE)).toMatchObject({ isComplementary: true });
    expect(nationalResult("FR", "S", SINCE)).toMatchObject({ isComplementary: false });
  });

  test("takes minor defects into account where they are known", () => {
    expect(resultOf("FR", "A", SINCE, { severities: ["MINOR"] })).toBe("PASS_WITH_MINOR");
    expect(resultOf("FR", "A", SINCE, { severities: [] })).toBe("PASS");
  });
});

describe("nationalResult, United Kingdom", () => {
  test.each<[about: string, code: string, context: NationalContext, expected: InspectionResult]>([
    ["passed", "PASSED", { severities: [] }, "PASS"],
    ["passed with advisories", "PASSED", { severities: ["ADVISORY"] }, "PASS"],
    ["passed with minor defects", "PASSED", { severities: ["ADVISORY", "MINOR"] }, "PASS_WITH_MINOR"],
    ["failed with major defects", "FAILED", { severities: ["MAJOR", "MINOR"] }, "FAIL_MAJOR"],
    ["failed with a dangerous defect", "FAILED", { severities: ["MAJOR", "DANGEROUS"] }, "FAIL_DANGEROUS"],
    ["pass after rectification at the station", "PRS", {}, "PASS_AFTER_RECTIFICATION"],
    [
      "the pass that follows a rectified failure",
      "PASSED",
      { isRectifiedAtStation: true },
      "PASS_AFTER_RECTIFICATION",
    ],
  ])("reads %s", (_about, code, context, expected) => {
    expect(resultOf("GB", code, "2024-03-10", context)).toBe(expected);
  });

  test("says that a failure without defects may be worse", () => {
    expect(nationalResult("GB", "FAILED", "2024-03-10")).toMatchObject({
      result: "FAIL_MAJOR",
      isAtLeast: true,
    });
    expect(nationalResult("GB", "FAILED", "2024-03-10", { severities: ["MAJOR"] })).toMatchObject({
      isAtLeast: false,
    });
  });
});

describe("nationalResult, the other countries", () => {
  test.each<[country: CountryCode, words: string, expected: InspectionResult]>([
    ["NL", "goedgekeurd", "PASS"],
    ["NL", "Afgekeurd", "FAIL_MAJOR"],
    ["DE", "ohne Mängel", "PASS"],
    ["DE", "ohne erkennbare Mängel", "PASS"],
    ["DE", "geringe Mängel", "PASS_WITH_MINOR"],
    ["DE", "erhebliche  Mängel ", "FAIL_MAJOR"],
    ["DE", "gefährliche Mängel", "FAIL_DANGEROUS"],
    ["DE", "VERKEHRSUNSICHER", "FAIL_DANGEROUS"],
    ["ES", "favorable", "PASS"],
    ["ES", "Favorable con defectos leves", "PASS_WITH_MINOR"],
    ["ES", "desfavorable", "FAIL_MAJOR"],
    ["ES", "negativa", "FAIL_DANGEROUS"],
    ["IT", "Regolare", "PASS"],
    ["IT", "Ripetere", "FAIL_MAJOR"],
    ["IT", "Sospeso dalla circolazione", "FAIL_DANGEROUS"],
  ])("reads %s %j", (country, words, expected) => {
    expect(resultOf(country, words, "2024-03-10")).toBe(expected);
  });

  test("reads points repaired during a Dutch inspection as a rectified pass", () => {
    expect(resultOf("NL", "goedgekeurd", "2024-03-10", { isRectifiedAtStation: true })).toBe(
      "PASS_AFTER_RECTIFICATION",
    );
  });

  test("does not know Germany's dangerous grade before it existed", () => {
    expect(resultOf("DE", "gefährliche Mängel", BEFORE)).toBe("CODE_NOT_IN_USE_THEN");
  });

  test.each<[country: CountryCode, words: string, problem: string]>([
    ["FR", "Q", "UNKNOWN_CODE"],
    ["GB", "", "UNKNOWN_CODE"],
    ["DE", "bestanden?", "UNKNOWN_CODE"],
    ["FI", "hyväksytty", "COUNTRY_NOT_SUPPORTED"],
    ["BE", "groen", "COUNTRY_NOT_SUPPORTED"],
  ])("names the problem with %s %j instead of guessing", (country, words, problem) => {
    expect(resultOf(country, words, "2024-03-10")).toBe(problem);
  });
});

describe("nationalKind", () => {
  test.each<[country: CountryCode, words: string, expected: InspectionKind]>([
    ["FR", "VTP", "PERIODIC"],
    ["FR", "VTC", "COMPLEMENTARY"],
    ["FR", "CV", "RETEST"],
    ["FR", "CVC", "COMPLEMENTARY_RETEST"],
    ["FR", "Contrôle Technique Périodique", "PERIODIC"],
    ["DE", "Hauptuntersuchung", "PERIODIC"],
    ["DE", "Nachprüfung", "RETEST"],
    ["NL", "APK", "PERIODIC"],
    ["NL", "herkeuring", "RETEST"],
    ["ES", "Inspección periódica", "PERIODIC"],
    ["ES", "segunda inspección", "RETEST"],
    ["ES", "Inspección voluntaria", "VOLUNTARY"],
    ["IT", "revisione", "PERIODIC"],
  ])("reads %s %j", (country, words, expected) => {
    expect(nationalKind(country, words, "2024-03-10")).toEqual({ isKnown: true, kind: expected });
  });

  test("names the problem with an unknown one", () => {
    expect(nationalKind("FR", "VTX", "2024-03-10")).toEqual({ isKnown: false, problem: "UNKNOWN_CODE" });
    expect(nationalKind("FI", "VTP", "2024-03-10")).toEqual({
      isKnown: false,
      problem: "COUNTRY_NOT_SUPPORTED",
    });
  });
});

const UTAC_CODES = sharedData("fr-ct/utac_ct_result_codes.json");

interface UtacCodes {
  readonly nature: Readonly<Record<string, readonly (string | null)[]>>;
  /** Meaning before and since 2018-05-20; null: not in use. */
  readonly resultat: Readonly<Record<string, readonly (string | null)[]>>;
}

describe.skipIf(UTAC_CODES === null)(
  "the real UTAC code list (skipped where the shared data is absent)",
  () => {
    const codes: UtacCodes =
      UTAC_CODES === null
        ? { nature: {}, resultat: {} }
        : (JSON.parse(readFileSync(UTAC_CODES, "utf8")) as UtacCodes);

    test("is read in full, both eras, and codes not in use then are refused", () => {
      const eras = [BEFORE, SINCE];
      const read = Object.entries(codes.resultat).flatMap(([code, meanings]) =>
        eras.map((day, era) => ({
          code,
          day,
          isUsed: meanings[era] !== null,
          isKnown: nationalResult("FR", code, day, { category: "N3" }).isKnown,
        })),
      );
      expect(read.length).toBe(14);
      expect(read.filter(({ isUsed, isKnown }) => isUsed !== isKnown)).toEqual([]);
    });

    test("has every kind known, by code and by name", () => {
      const kinds = Object.entries(codes.nature).flatMap(([code, names]) => [code, ...names]);
      expect(kinds.length).toBe(12);
      expect(kinds.filter((kind) => kind === null || !nationalKind("FR", kind, SINCE).isKnown)).toEqual([]);
    });
  },
);
