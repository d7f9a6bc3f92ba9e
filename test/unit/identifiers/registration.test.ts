import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRegistration, normaliseRegistration } from "../../../src/modules/identifiers/index.ts";
import { COUNTRY_CODES, type CountryCode } from "../../../src/modules/vocabulary/index.ts";

const PRINTED: readonly [CountryCode, string][] = [
  ["FR", "AB-123-CD"],
  ["FR", "1234 AB 75"],
  ["FR", "123 ABC 2A"],
  ["FR", "12 A 971"],
  ["GB", "AB12 CDE"],
  ["GB", "A123 BCD"],
  ["GB", "Q123 BCD"],
  ["GB", "ABC 123D"],
  ["GB", "AIZ 1234"],
  ["GB", "ABC 1"],
  ["GB", "1234 AB"],
  ["NL", "AB-12-34"],
  ["NL", "12-34-AB"],
  ["NL", "12-AB-34"],
  ["NL", "AB-12-CD"],
  ["NL", "AB-CD-12"],
  ["NL", "12-AB-CD"],
  ["NL", "12-ABC-3"],
  ["NL", "1-ABC-23"],
  ["NL", "AB-123-C"],
  ["NL", "A-123-BC"],
  ["NL", "ABC-12-D"],
  ["NL", "A-12-BCD"],
  ["NL", "1-AB-234"],
  ["NL", "123-AB-4"],
  ["ES", "1234 BCD"],
  ["ES", "M-1234-AB"],
  ["ES", "SE-123456"],
  ["IT", "AB 123 CD"],
  ["IT", "MI 123456"],
  ["IT", "AB 12345"],
  ["BE", "1-ABC-234"],
  ["BE", "ABC-123"],
  ["BE", "123-ABC"],
  ["FI", "ABC-123"],
];

describe("normaliseRegistration", () => {
  test.each(PRINTED)("accepts the %s plate %s without a warning", (country, printed) => {
    expect(normaliseRegistration(country, printed)).toEqual({
      ok: true,
      registration: printed.replaceAll(/[ -]/g, ""),
      warnings: [],
    });
  });

  test("raises lower case and ignores spaces and hyphens wherever they stand", () => {
    expect(normaliseRegistration("FR", " ab- 123 -cd ")).toEqual({
      ok: true,
      registration: "AB123CD",
      warnings: [],
    });
  });

  test.each([
    ["FR", "AI-123-CD", ["FORBIDDEN_LETTER"]],
    ["FR", "AB-123-CU", ["FORBIDDEN_LETTER"]],
    ["FR", "SS-123-CD", ["FORBIDDEN_PAIR"]],
    ["FR", "AB-123-SS", ["FORBIDDEN_PAIR"]],
    ["FR", "WW-123-CD", ["PROVISIONAL"]],
    ["FR", "AB-12-CD", ["UNUSUAL_SHAPE"]],
    ["GB", "ABCD1234", ["UNUSUAL_SHAPE"]],
    ["GB", "AB12 CIE", ["UNUSUAL_SHAPE"]],
    ["NL", "AB-123-CD", ["UNUSUAL_SHAPE"]],
    ["ES", "1234 ABC", ["UNUSUAL_SHAPE"]],
    ["IT", "AQ 123 CD", ["UNUSUAL_SHAPE"]],
    ["BE", "1-AB-2345", ["UNUSUAL_SHAPE"]],
    ["DE", "B-AB 123", ["DISTRICT_AMBIGUOUS"]],
    ["DE", "S-A 1", []],
    ["DE", "SHG-AB 12E", []],
    ["DE", "TÜ-A 12", ["UMLAUT_SPELLED_OUT", "DISTRICT_AMBIGUOUS"]],
  ] as const)("%s %s is accepted with %j", (country, text, warnings) => {
    expect(normaliseRegistration(country, text)).toMatchObject({ ok: true, warnings });
  });

  test("spells German umlauts out, so a district with one keeps its own key", () => {
    expect(normaliseRegistration("DE", "lö-ab 12h")).toMatchObject({ ok: true, registration: "LOEAB12H" });
  });

  test.each([
    ["a Cyrillic А", "\u0410B-123-CD", "U+0410 at position 1"],
    ["a Greek Β", "A\u0392-123-CD", "U+0392 at position 2"],
    ["a full-width digit", "AB-\uFF1123-CD", "U+FF11 at position 4"],
    ["a Kelvin sign, whose lower case is k", "\u212AB-123-CD", "U+212A at position 1"],
    ["a dotless ı, whose upper case is I", "\u0131B-123-CD", "U+0131 at position 1"],
    ["a NUL", "AB-123\u0000-CD", "U+0000 at position 7"],
    ["a lone surrogate", "AB\uD800123CD", "U+D800 at position 3"],
    ["a mathematical letter beyond the basic plane", "\u{1D400}B123CD", "U+1D400 at position 1"],
    ["a right-to-left override", "\u202EAB123CD", "U+202E at position 1"],
    ["a zero-width space", "AB\u200B123CD", "U+200B at position 3"],
    ["a soft hyphen", "AB\u00AD123CD", "U+00AD at position 3"],
    ["a no-break space", "AB\u00A0123CD", "U+00A0 at position 3"],
    ["a combining mark", "A\u0301B123CD", "U+0301 at position 2"],
    ["an umlaut outside Germany", "T\u00DC123CD", "U+00DC at position 2"],
    ["punctuation", "AB.123.CD", "U+002E at position 3"],
  ])("refuses %s and names it", (_case, text, named) => {
    const read = normaliseRegistration("FR", text);
    expect(read).toMatchObject({ ok: false, code: "INVALID_REGISTRATION" });
    expect(read.ok ? "" : read.reason).toContain(named);
  });

  test("refuses a German umlaut written with a combining mark", () => {
    expect(normaliseRegistration("DE", "LO\u0308-AB 12")).toMatchObject({ ok: false });
  });

  test.each([
    ["nothing", "", false],
    ["separators alone", " - ", false],
    ["one character", "A", true],
    ["12 characters", "ABCDEFGH1234", true],
    ["13 characters", "ABCDEFGH12345", false],
    ["a long run of spaces", " ".repeat(65) + "AB123CD", false],
  ])("%s: accepted is decided by the length after normalisation", (_case, text, accepted) => {
    expect(normaliseRegistration("GB", text).ok).toBe(accepted);
  });

  test("gives only A–Z and 0–9, is idempotent and never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...COUNTRY_CODES), fc.string({ unit: "binary" }), (country, text) => {
        const read = normaliseRegistration(country, text);
        if (!read.ok) return;
        expect(read.registration).toMatch(/^[A-Z0-9]{1,12}$/);
        expect(normaliseRegistration(country, read.registration)).toMatchObject({
          ok: true,
          registration: read.registration,
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test("never repeats what was typed in a refusal", () => {
    const read = normaliseRegistration("FR", "AB-123-C\u0410");
    expect(read.ok ? "" : read.reason).not.toMatch(/AB|123/);
  });
});

describe("formatRegistration", () => {
  test.each(PRINTED)("prints the %s plate %s as it stands on the vehicle", (country, printed) => {
    expect(formatRegistration(country, printed.replaceAll(/[ -]/g, ""))).toBe(printed);
  });

  test("leaves German plates and unknown series as they are", () => {
    expect(formatRegistration("DE", "BAB123")).toBe("BAB123");
    expect(formatRegistration("GB", "TEST0001")).toBe("TEST0001");
  });

  test("loses nothing: normalising a printed plate gives the plate back", () => {
    const plate = fc.stringMatching(/^[A-Z0-9]{1,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...COUNTRY_CODES), plate, (country, registration) => {
        const printed = formatRegistration(country, registration);
        expect(normaliseRegistration(country, printed)).toMatchObject({ ok: true, registration });
      }),
    );
  });
});
