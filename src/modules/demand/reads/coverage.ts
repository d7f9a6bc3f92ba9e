import { AREAS, areasWithin, findArea } from "../../areas/index.ts";
import { PART_CATEGORIES, type PartCategory } from "../../parts/index.ts";
import type { AreaLevel } from "../../vocabulary/index.ts";
import type { Contract } from "../../../platform/auth/principal.ts";
import { ALL, MAKE_GROUPS } from "../makes.ts";

/** Something to answer about, and the published rows that add up to it. */
export interface Group {
  /** What the answer calls it; null where it is not broken down. */
  readonly name: string | null;
  readonly rows: readonly string[];
}

interface AreaWanted {
  readonly area?: string | null | undefined;
  readonly areaLevel?: AreaLevel | null | undefined;
}

/**
 * The areas of an answer, of which the contract holds all. Broken down: each of a level. Else one: the area asked for,
 * or where the contract holds only parts of it, the widest of these.
 */
export function areaGroups(
  { area, areaLevel }: AreaWanted,
  isBrokenDown: boolean,
  { areas }: Pick<Contract, "areas">,
): Group[] {
  const held = areas === null ? null : new Set(areas);
  const asked = area == null ? AREAS.map(({ code }) => code) : areasWithin(area);
  const within = asked.filter((code) => held === null || held.has(code));
  if (isBrokenDown) {
    const level = areaLevel ?? "DEPARTMENT";
    return within
      .filter((code) => findArea(code)?.level === level)
      .map((code) => ({ name: code, rows: [code] }));
  }
  const inside = new Set(within);
  const widest = within.filter((code) => !inside.has(findArea(code)?.parentCode ?? ""));
  return widest.length === 0 ? [] : [{ name: null, rows: widest }];
}

/** The makes of an answer: each, the one asked for, or all that the contract holds. */
export function makeGroups(
  make: string | null | undefined,
  isBrokenDown: boolean,
  { makes }: Pick<Contract, "makes">,
): Group[] {
  const asked = make == null ? null : make.toUpperCase();
  const held = (makes ?? MAKE_GROUPS).filter((group) => asked === null || group === asked);
  if (isBrokenDown) return held.map((group) => ({ name: group, rows: [group] }));
  if (asked === null && makes === null) return [{ name: null, rows: [ALL] }];
  return held.length === 0 ? [] : [{ name: null, rows: held }];
}

/** Parts that an inspection can ask for: of the others, nothing is known. */
const IN_DEMAND = PART_CATEGORIES.filter(({ serviceOnly }) => !serviceOnly);

interface PartsWanted {
  readonly partCategory?: string | null;
  readonly partFamily?: string | null;
}

/** The part categories of an answer. */
export function partsWanted(
  { partCategory, partFamily }: PartsWanted,
  { partFamilies }: Pick<Contract, "partFamilies">,
): PartCategory[] {
  return IN_DEMAND.filter(
    ({ key, family }) =>
      (partCategory == null || key === partCategory) &&
      (partFamily == null || family === partFamily) &&
      (partFamilies === null || partFamilies.includes(family)),
  );
}
