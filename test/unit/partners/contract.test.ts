import { describe, expect, test } from "vitest";
import {
  checkName,
  checkTerms,
  isDay,
  isRunning,
  normaliseTerms,
  type ContractTerms,
} from "../../../src/modules/partners/contract.ts";

const terms: ContractTerms = {
  scopes: ["vehicles:read"],
  areas: [],
  makes: [],
  partFamilies: [],
  purposes: [],
  introspection: true,
  validFrom: "2026-01-01",
  validUntil: null,
};

describe("checkTerms", () => {
  test("accepts what the vocabulary and the areas know", () => {
    const full = {
      ...terms,
      areas: ["FR-69", "GB"],
      makes: ["CITROËN", "ALFA ROMEO", "MERCEDES-BENZ"],
      partFamilies: ["BRAKING"],
      purposes: ["SERVICE"],
      validUntil: "2026-01-01",
    };
    expect(checkTerms(full)).toEqual([]);
  });

  test.each([
    ["scopes", { scopes: ["vehicles:read", "vehicles:steal"] }, 'There is no scope "vehicles:steal".'],
    ["scopes", { scopes: [] }, "A contract needs at least one scope."],
    ["areas", { areas: ["FR-69", "FR-999", "fr"] }, 'There is no area "FR-999", "fr".'],
    ["makes", { makes: ["", "FORD\n"] }, 'There is no make "", "FORD\\n".'],
    ["partFamilies", { partFamilies: ["brakes"] }, 'There is no part family "brakes".'],
    ["purposes", { purposes: ["SPYING"] }, 'There is no purpose "SPYING".'],
    ["validFrom", { validFrom: "2026-02-30" }, "Write the first day as YYYY-MM-DD."],
    ["validUntil", { validUntil: "soon" }, "Write the last day as YYYY-MM-DD, or leave it out."],
    ["validUntil", { validUntil: "2025-12-31" }, "The last day is before the first."],
    ["areas", { areas: Array.from({ length: 501 }, () => "FR") }, "At most 500 can be listed."],
  ])("names the field %s for %j", (field, changes, message) => {
    const errors = checkTerms({ ...terms, ...changes });
    expect(errors).toEqual([{ code: "BAD_USER_INPUT", field, message }]);
  });

  test("tells everything that is wrong at once", () => {
    const errors = checkTerms({ ...terms, scopes: ["x"], areas: ["x"], validFrom: "x" });
    expect(errors.map((error) => error.field)).toEqual(["scopes", "areas", "validFrom"]);
  });
});

test("normaliseTerms writes makes in upper case and each word once", () => {
  const tidy = normaliseTerms({ ...terms, makes: [" Renault", "RENAULT", "citroën"], areas: ["FR", "FR"] });
  expect(tidy.makes).toEqual(["RENAULT", "CITROËN"]);
  expect(tidy.areas).toEqual(["FR"]);
});

test("checkName accepts one line of text", () => {
  expect(checkName("Garages Réunis & Söhne")).toBeNull();
  for (const name of ["", "  ", "a\nb", "a\u0000", "x".repeat(201)]) {
    expect(checkName(name), JSON.stringify(name)).toMatchObject({ code: "BAD_USER_INPUT", field: "name" });
  }
});

test("isDay knows the calendar", () => {
  expect(["2024-02-29", "0001-01-01", "9999-12-31"].filter(isDay)).toHaveLength(3);
  expect(
    ["2026-02-29", "2026-13-01", "2026-1-1", "10000-01-01", "2026-01-01T00:00", ""].filter(isDay),
  ).toEqual([]);
});

test("a contract runs on its first and its last day, and on none beside", () => {
  const period = { validFrom: "2026-03-01", validUntil: "2026-03-31" };
  const days = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"];
  expect(days.filter((day) => isRunning(period, day))).toEqual(["2026-03-01", "2026-03-31"]);
  expect(isRunning({ ...period, validUntil: null }, "2999-01-01")).toBe(true);
});
