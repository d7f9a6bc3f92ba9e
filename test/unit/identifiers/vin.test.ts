import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normaliseVin } from "../../../src/modules/identifiers/index.ts";

/** The worked example of 49 CFR 565: its check digit is X. */
const AMERICAN = "1M8GDM9AXKP042788";

describe("normaliseVin", () => {
  test.each([
    ["the worked example of 49 CFR 565", AMERICAN],
    ["a VIN of ones, but for its serial number", "11111111121111112"],
    ["a European VIN with Z fillers", "WVWZZZ1JZXW000001"],
    ["a European VIN whose position 9 is no check digit", "VF1AAAAAA12345678"],
  ])("accepts %s without a warning", (_case, vin) => {
    expect(normaliseVin(vin)).toEqual({ ok: true, vin, warnings: [] });
  });

  test("raises lower case and ignores spaces, hyphens and slashes", () => {
    expect(normaliseVin(" wvwzzz-1jz/xw000001 ")).toMatchObject({ ok: true, vin: "WVWZZZ1JZXW000001" });
  });

  test.each([
    ["United States", "1M8GDM9A1KP042788"],
    ["Canada", "2M8GDM9A1KP042788"],
    ["Mexico", "3M8GDM9A1KP042788"],
    ["China", "LM8GDM9A1KP042788"],
    ["United States, 7F onwards", "7SAGDM9A1KP042788"],
  ])("warns of a wrong check digit from %s", (_case, vin) => {
    expect(normaliseVin(vin)).toEqual({ ok: true, vin, warnings: ["CHECK_DIGIT_MISMATCH"] });
  });

  test("has no opinion on the check digit of New Zealand, which shares the first character 7", () => {
    expect(normaliseVin("7A8GDM9A1KP042788")).toMatchObject({ ok: true, warnings: [] });
  });

  test("notices every single wrong digit of a North American VIN", () => {
    // Eleven is prime and divides no weight, so two different digits never give the same remainder.
    for (const match of AMERICAN.matchAll(/\d/g)) {
      // Position 1 names the country, and another country may not ask for a check digit.
      if (match.index === 0) continue;
      for (let digit = 0; digit <= 9; digit += 1) {
        if (String(digit) === match[0]) continue;
        const vin = `${AMERICAN.slice(0, match.index)}${digit}${AMERICAN.slice(match.index + 1)}`;
        expect(normaliseVin(vin), vin).toMatchObject({ warnings: ["CHECK_DIGIT_MISMATCH"] });
      }
    }
  });

  test.each([["I"], ["O"], ["Q"]])("refuses the letter %s and never reads it as a digit", (letter) => {
    expect(normaliseVin(`WVWZZZ1JZXW00000${letter}`)).toMatchObject({ ok: false, code: "INVALID_VIN" });
  });

  test.each([
    ["4 characters", "AB12", false],
    ["5 characters", "AB123", true],
    ["16 characters", "WVWZZZ1JZXW00000", true],
    ["18 characters", "WVWZZZ1JZXW0000012", false],
    ["an old British chassis number", "GHN5/12345G", true],
    ["a placeholder of zeros", "00000000000000000", false],
    ["a placeholder of ones, whose check digit is right", "11111111111111111", false],
    ["a short placeholder", "XXXXXX", false],
  ])("%s: accepted is %s → %s", (_case, text, accepted) => {
    expect(normaliseVin(text).ok).toBe(accepted);
  });

  test("flags a number shorter than 17 characters, and allows O in it as makers did before the standard", () => {
    expect(normaliseVin("GO5-12345")).toEqual({
      ok: true,
      vin: "GO512345",
      warnings: ["SHORT_CHASSIS_NUMBER"],
    });
  });

  test.each([
    ["a Cyrillic А", "\u0410VWZZZ1JZXW000001", "U+0410"],
    ["a NUL", "WVWZZZ1JZXW00000\u0000", "U+0000"],
    ["a lone surrogate", "WVWZZZ1JZXW00000\uDC00", "U+DC00"],
    ["a left-to-right mark", "\u200EWVWZZZ1JZXW000001", "U+200E"],
    ["an umlaut", "WVWZZZ1JZXW00000\u00D6", "U+00D6"],
  ])("refuses %s and names it without repeating the VIN", (_case, text, named) => {
    const read = normaliseVin(text);
    expect(read).toMatchObject({ ok: false, code: "INVALID_VIN" });
    const reason = read.ok ? "" : read.reason;
    expect(reason).toContain(named);
    expect(reason).not.toContain("WVW");
  });

  test("gives only A–Z and 0–9 and is idempotent, whatever is typed", () => {
    const typed = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[A-Za-z0-9 /-]{4,20}$/));
    fc.assert(
      fc.property(typed, (text) => {
        const read = normaliseVin(text);
        if (!read.ok) return;
        expect(read.vin).toMatch(/^[A-Z0-9]{5,17}$/);
        expect(normaliseVin(read.vin)).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });
});
