import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { areaOfPostcode, findArea, FRENCH_POPULATIONS } from "../../../src/modules/areas/index.ts";
import { sharedData } from "../../support/shared-data.ts";

const path = sharedData("fr-geo/communes.csv.gz");

interface Commune {
  department: string;
  postcode: string;
  latitude: number;
  longitude: number;
  population: number;
}

function readCommunes(file: string): Commune[] {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    // Names are the only text that could hold a comma; every other column is counted from an end.
    const cells = line.split(",");
    const [latitude, longitude, population] = cells.slice(-3).map(Number);
    const [department, postcode] = cells.slice(-5, -3) as [string, string];
    return { department, postcode, latitude: latitude!, longitude: longitude!, population: population! };
  });
}

test.skipIf(path === null)("the figures that ship equal those of the communes' file", () => {
  const sums = new Map<string, { population: number; latitude: number; longitude: number }>();
  for (const commune of readCommunes(path!)) {
    const sum = sums.get(commune.department) ?? { population: 0, latitude: 0, longitude: 0 };
    sum.population += commune.population;
    sum.latitude += commune.population * commune.latitude;
    sum.longitude += commune.population * commune.longitude;
    sums.set(commune.department, sum);
  }
  expect(sums.size).toBe(FRENCH_POPULATIONS.size);
  for (const [department, sum] of sums) {
    const code = `FR-${department}`;
    expect(FRENCH_POPULATIONS.get(code), code).toBe(sum.population);
    expect(findArea(code)?.latitude, code).toBeCloseTo(sum.latitude / sum.population, 4);
    expect(findArea(code)?.longitude, code).toBeCloseTo(sum.longitude / sum.population, 4);
  }
});

test.skipIf(path === null)(
  "every French postcode lies in the department that holds most of its inhabitants",
  () => {
    const byPostcode = new Map<string, Map<string, number>>();
    for (const { postcode, department, population } of readCommunes(path!)) {
      const departments = byPostcode.get(postcode) ?? new Map<string, number>();
      departments.set(department, (departments.get(department) ?? 0) + population);
      byPostcode.set(postcode, departments);
    }
    expect(byPostcode.size).toBeGreaterThan(5000);
    for (const [postcode, departments] of byPostcode) {
      const [largest] = [...departments].sort((a, b) => b[1] - a[1])[0]!;
      expect(areaOfPostcode("FR", postcode), postcode).toBe(`FR-${largest}`);
    }
  },
);
