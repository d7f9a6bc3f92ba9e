import { describe, expect, test } from "vitest";
import { AREAS, areaOfPostcode, findArea, FRENCH_POPULATIONS } from "../../../src/modules/areas/index.ts";
import { COUNTRY_CODES } from "../../../src/modules/vocabulary/index.ts";

const count = (country: string, level: string) =>
  AREAS.filter((area) => area.country === country && area.level === level).length;

describe("AREAS", () => {
  test("has each code once and each parent before its children", () => {
    const seen = new Set<string>();
    for (const area of AREAS) {
      expect(seen.has(area.code), area.code).toBe(false);
      if (area.level === "COUNTRY") expect(area.parentCode, area.code).toBeNull();
      else expect(seen.has(area.parentCode ?? ""), `parent of ${area.code}`).toBe(true);
      seen.add(area.code);
    }
  });

  test("puts a region under its country and a department under a region of the same country", () => {
    for (const area of AREAS) {
      if (area.parentCode === null) continue;
      const parent = findArea(area.parentCode)!;
      expect(parent.country, area.code).toBe(area.country);
      expect(parent.level, area.code).toBe(area.level === "REGION" ? "COUNTRY" : "REGION");
    }
  });

  test("covers every country of the vocabulary", () => {
    expect(AREAS.filter((area) => area.level === "COUNTRY").map((area) => area.code)).toEqual([
      ...COUNTRY_CODES,
    ]);
  });

  test.each([
    ["FR", 18, 101],
    ["GB", 4, 121],
    ["BE", 3, 0],
    ["NL", 12, 0],
    ["DE", 16, 0],
    ["ES", 19, 0],
    ["IT", 20, 0],
    ["FI", 19, 0],
  ])("lists the regions and departments of %s", (country, regions, departments) => {
    expect([count(country, "REGION"), count(country, "DEPARTMENT")]).toEqual([regions, departments]);
  });

  test.each([
    ["FR-69", "FR-ARA", "Rhône"],
    ["FR-2A", "FR-20R", "Corse-du-Sud"],
    ["FR-971", "FR-GP", "Guadeloupe"],
    ["GB-S", "GB-ENG", "Sheffield"],
    ["GB-BT", "GB-NIR", "Northern Ireland"],
    ["GB-EH", "GB-SCT", "Edinburgh"],
    ["GB-CF", "GB-WLS", "Cardiff"],
    ["BE-WAL", "BE", "Wallonie"],
  ])("knows %s below %s as %s", (code, parentCode, name) => {
    expect(findArea(code)).toMatchObject({ parentCode, name });
  });

  test("places each French department but Mayotte inside its part of the world", () => {
    for (const area of AREAS.filter((candidate) => /^FR-\d|^FR-2[AB]/.test(candidate.code))) {
      if (area.level !== "DEPARTMENT") continue;
      if (area.code === "FR-976") expect([area.latitude, area.longitude]).toEqual([null, null]);
      else if (area.code.length === 5) {
        expect(area.latitude, area.code).toBeGreaterThan(41.3);
        expect(area.latitude, area.code).toBeLessThan(51.1);
        expect(area.longitude, area.code).toBeGreaterThan(-5.2);
        expect(area.longitude, area.code).toBeLessThan(9.6);
      } else expect(Math.abs(area.latitude ?? 90), area.code).toBeLessThan(22);
    }
    const inhabitants = [...FRENCH_POPULATIONS.values()].reduce((sum, each) => sum + each, 0);
    expect(inhabitants).toBeGreaterThan(64e6);
    expect(inhabitants).toBeLessThan(69e6);
    expect(FRENCH_POPULATIONS.size).toBe(100);
  });
});

describe("areaOfPostcode", () => {
  test.each([
    ["FR", "69003", "FR-69"],
    ["FR", "01000", "FR-01"],
    ["FR", "75116", "FR-75"],
    ["FR", "20000", "FR-2A"],
    ["FR", "20137", "FR-2A"],
    ["FR", "20200", "FR-2B"],
    ["FR", "20620", "FR-2B"],
    ["FR", "97139", "FR-971"],
    ["FR", "97600", "FR-976"],
    ["FR", "97500", "FR"],
    ["FR", "98000", "FR"],
    ["FR", "99000", "FR"],
    ["FR", "6900", "FR"],
    ["FR", "69 003", "FR-69"],
    ["GB", "S17 4QW", "GB-S"],
    ["GB", "s174qw", "GB-S"],
    ["GB", "SW1A 1AA", "GB-SW"],
    ["GB", "EC1A", "GB-EC"],
    ["GB", "BT9 5AA", "GB-BT"],
    ["GB", "JE2 3AB", "GB"],
    ["GB", "QQ1 1AA", "GB"],
    ["GB", "12345", "GB"],
    ["BE", "1000", "BE-BRU"],
    ["BE", "1348", "BE-WAL"],
    ["BE", "1800", "BE-VLG"],
    ["BE", "3000", "BE-VLG"],
    ["BE", "4000", "BE-WAL"],
    ["BE", "7780", "BE-WAL"],
    ["BE", "9000", "BE-VLG"],
    ["BE", "0999", "BE"],
    ["NL", "1012 AB", "NL"],
    ["DE", "", "DE"],
    ["FR", null, "FR"],
  ] as const)("finds for %s %s the area %s", (country, postcode, code) => {
    expect(areaOfPostcode(country, postcode)).toBe(code);
    expect(findArea(code)).not.toBeNull();
  });
});
