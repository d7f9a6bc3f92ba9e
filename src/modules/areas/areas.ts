import type { AreaLevel, CountryCode } from "../vocabulary/index.ts";
import {
  BRITISH_POSTCODE_AREA_ROWS,
  COUNTRY_ROWS,
  FRENCH_DEPARTMENT_ROWS,
  REGION_ROWS,
} from "./areas.data.ts";

export interface Area {
  /** ISO 3166 (`FR`, `FR-ARA`), or of a department `FR-69` by its INSEE code and `GB-S` by its postcode letters. */
  readonly code: string;
  readonly country: CountryCode;
  readonly level: AreaLevel;
  /** Null for a country. */
  readonly parentCode: string | null;
  readonly name: string;
  /** Centre of population, degrees, WGS 84; both null where no open source covers it. */
  readonly latitude: number | null;
  readonly longitude: number | null;
}

const unplaced = { latitude: null, longitude: null };

/** Every area, parents before their children, so that rows can be written in this order. */
export const AREAS: readonly Area[] = [
  ...COUNTRY_ROWS.map(([code, name]): Area => {
    return { code, country: code, level: "COUNTRY", parentCode: null, name, ...unplaced };
  }),
  ...REGION_ROWS.map(([country, code, name]): Area => {
    return { code: `${country}-${code}`, country, level: "REGION", parentCode: country, name, ...unplaced };
  }),
  ...FRENCH_DEPARTMENT_ROWS.map(([code, region, name, latitude, longitude]): Area => {
    const parentCode = `FR-${region}`;
    return { code: `FR-${code}`, country: "FR", level: "DEPARTMENT", parentCode, name, latitude, longitude };
  }),
  ...BRITISH_POSTCODE_AREA_ROWS.map(([letters, nation, name]): Area => {
    const parentCode = `GB-${nation}`;
    return { code: `GB-${letters}`, country: "GB", level: "DEPARTMENT", parentCode, name, ...unplaced };
  }),
];

const AREA_BY_CODE = new Map(AREAS.map((area) => [area.code, area]));

export function findArea(code: string): Area | null {
  return AREA_BY_CODE.get(code) ?? null;
}

/** Inhabitants by area code, of every French department that our source covers (all but Mayotte). */
export const FRENCH_POPULATIONS: ReadonlyMap<string, number> = new Map(
  FRENCH_DEPARTMENT_ROWS.flatMap(([code, , , , , population]) =>
    population === null ? [] : [[`FR-${code}`, population] as const],
  ),
);

const knownOr = (code: string, country: CountryCode) => (AREA_BY_CODE.has(code) ? code : country);

/**
 * Code of the narrowest area that a postcode is certainly in: a French department, a British postcode area, a Belgian
 * region, otherwise the country. A postcode that is missing, malformed or of an area we do not list gives the country.
 * French postcodes follow the post's routes: at the edges a few communes share one with the department next door, and
 * they count to the department that holds most of its inhabitants.
 */
export function areaOfPostcode(country: CountryCode, postcode: string | null): string {
  const compact = postcode?.toUpperCase().replaceAll(/[\s-]/g, "") ?? "";
  switch (country) {
    case "FR":
      return /^\d{5}$/.test(compact) ? knownOr(`FR-${frenchDepartment(compact)}`, "FR") : "FR";
    case "GB": {
      // The whole postcode or its outward half: letters, then the district.
      const letters = /^([A-Z]{1,2})\d[A-Z\d]?(?:\d[A-Z]{2})?$/.exec(compact)?.[1];
      return letters === undefined ? "GB" : knownOr(`GB-${letters}`, "GB");
    }
    case "BE":
      return /^[1-9]\d{3}$/.test(compact) ? `BE-${belgianRegion(Number(compact))}` : "BE";
    default:
      return country;
  }
}

/**
 * INSEE code of the department. Corsica kept the postcodes 20… of its former single department: 200 and 201 lie in
 * the south, the others in the north. Overseas, the third digit is needed too.
 */
function frenchDepartment(postcode: string): string {
  const two = postcode.slice(0, 2);
  if (two === "20") return postcode[2] === "0" || postcode[2] === "1" ? "2A" : "2B";
  return two === "97" || two === "98" ? postcode.slice(0, 3) : two;
}

/** Ranges of the Belgian post: Brussels 1000–1299, Walloon Brabant 1300–1499, the provinces by their first digit. */
function belgianRegion(postcode: number): string {
  if (postcode < 1300) return "BRU";
  if (postcode < 1500) return "WAL";
  return postcode < 4000 || postcode >= 8000 ? "VLG" : "WAL";
}

const WITHIN = new Map<string, string[]>();
for (const area of AREAS) {
  for (
    let at: Area | null = area;
    at !== null;
    at = at.parentCode === null ? null : findArea(at.parentCode)
  ) {
    const codes = WITHIN.get(at.code);
    if (codes === undefined) WITHIN.set(at.code, [area.code]);
    else codes.push(area.code);
  }
}

/** Codes of an area and of everything below it; empty where we do not list the area. */
export function areasWithin(code: string): readonly string[] {
  return WITHIN.get(code) ?? [];
}
