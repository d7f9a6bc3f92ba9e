import { describe, expect, test } from "vitest";
import {
  EXTENSIONS,
  INSPECTION_RULES,
  INTERVAL_CAPS,
  TIMINGS,
  timingOf,
} from "../../../src/modules/schedule/index.ts";
import { addDays } from "../../../src/modules/schedule/calendar.ts";

const COUNTRIES = ["FR", "GB", "NL", "DE", "ES", "IT", "BE"] as const;

describe("the reviewed rules", () => {
  test("have an id of their own, a version and a citation each", () => {
    expect(new Set(INSPECTION_RULES.map(({ ruleId }) => ruleId)).size).toBe(INSPECTION_RULES.length);
    const unfinished = INSPECTION_RULES.filter(
      ({ version, citation, categories }) => version < 1 || citation === "" || categories.length === 0,
    );
    expect(unfinished).toEqual([]);
  });

  test("ask for an inspection with an interval, or for none without", () => {
    const wrong = INSPECTION_RULES.filter(({ obligation, next, first }) =>
      obligation === "NONE" ? next.length > 0 || first !== null : next.length === 0,
    );
    expect(wrong).toEqual([]);
  });

  test("end every ladder of intervals with a step that always fits", () => {
    const open = INSPECTION_RULES.filter(({ next }) => {
      const last = next.at(-1);
      return (
        last !== undefined &&
        (last.belowAgeMonths !== null || last.upToAgeMonths !== null || last.when.length > 0)
      );
    });
    expect(open).toEqual([]);
  });

  test("cover cars, vans and motorcycles in the seven countries", () => {
    const uncovered = COUNTRIES.flatMap((country) =>
      (["M1", "N1", "L3E"] as const)
        .filter(
          (category) =>
            !INSPECTION_RULES.some((rule) => rule.country === country && rule.categories.includes(category)),
        )
        .map((category) => `${country} ${category}`),
    );
    expect(uncovered).toEqual([]);
  });

  test("are dated the right way round", () => {
    const rows = [...INSPECTION_RULES, ...TIMINGS];
    const reversed = rows.filter(
      ({ validFrom, validTo }) => validFrom !== null && validTo !== null && validFrom > validTo,
    );
    expect(reversed).toEqual([]);
    expect(EXTENSIONS.filter(({ expiresFrom, expiresUntil }) => expiresFrom > expiresUntil)).toEqual([]);
  });
});

describe("the timings", () => {
  test("say for each country and day how validity is reckoned, once", () => {
    const edges = TIMINGS.flatMap(({ validFrom, validTo }) => [validFrom, validTo]).filter(
      (day) => day !== null,
    );
    const days = [...edges, "1990-01-01", "2024-06-01"].flatMap((day) => [
      addDays(day, -1),
      day,
      addDays(day, 1),
    ]);
    for (const country of COUNTRIES) {
      for (const day of days) {
        const valid = TIMINGS.filter(
          (row) =>
            row.country === country &&
            (row.validFrom === null || row.validFrom <= day) &&
            (row.validTo === null || day <= row.validTo),
        );
        expect(valid.length, `${country} on ${day}`).toBe(1);
        expect(timingOf(country, day)).toBe(valid[0]);
      }
    }
  });
});

describe("the proposed rules", () => {
  test("are no law of any date: they are told apart by their rule set", () => {
    expect(INTERVAL_CAPS.map(({ ruleSet }) => ruleSet)).toEqual(["PROPOSED_EU_2025"]);
    expect(INTERVAL_CAPS[0]?.countries).not.toContain("GB");
  });
});
