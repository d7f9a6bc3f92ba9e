import { AREAS, findArea } from "../../areas/index.ts";
import { ALL, MAKE_GROUPS } from "../makes.ts";
import type { Dimension } from "./protect.ts";

const PARTS_OF_AREA = new Map(
  [...Map.groupBy(AREAS, ({ parentCode }) => parentCode ?? "")].map(([code, parts]) => [code, parts.length]),
);

/** Departments, regions, countries. */
export const BY_AREA: Dimension = {
  parentOf: (code) => findArea(code)?.parentCode ?? null,
  partsOf: (code) => PARTS_OF_AREA.get(code) ?? 0,
};

/** An area and all that it is part of. */
export function areasAround(code: string): string[] {
  const around = [code];
  for (let parent = BY_AREA.parentOf(code); parent !== null; parent = BY_AREA.parentOf(parent))
    around.push(parent);
  return around;
}

/** Makes, and all together. */
export const BY_MAKE: Dimension = {
  parentOf: (make) => (make === ALL ? null : ALL),
  partsOf: () => MAKE_GROUPS.length,
};

/** Values that all add up to one total, and of which readers do not know how many there are. */
export const BY_VALUE: Dimension = {
  parentOf: (value) => (value === ALL ? null : ALL),
  partsOf: () => null,
};

/** `MAKE/MODEL`, then the make, then all together. */
export const BY_MODEL: Dimension = {
  parentOf: (name) => (name === ALL ? null : name.includes("/") ? name.slice(0, name.indexOf("/")) : ALL),
  partsOf: (name) => (name === ALL ? MAKE_GROUPS.length : null),
};
