import { dayIn, estimateIn, isItem, PART_KEYS, WEEK_KEYS, type Item, type List } from "./items.ts";

/** Of the areas whose outlines come with the page. */
export type AreaLevel = "DEPARTMENT" | "REGION";

export interface AreaValue {
  /** "FR-69" */
  readonly code: string;
  readonly value: number;
}

export interface AreaPicture {
  readonly kind: "areas";
  readonly name: string;
  readonly level: AreaLevel;
  readonly unit: string;
  readonly areas: readonly AreaValue[];
}

const CODES: Readonly<Record<AreaLevel, RegExp>> = {
  DEPARTMENT: /^FR-(\d\d[1-8]?|2[AB])$/,
  REGION: /^FR-([A-Z]{2,3}|20R)$/,
};
const FEWEST = 2;

/** Rows without a day that count something, one for each area of a level: what a map can be shaded by. */
export function areasOf(lists: readonly List[]): AreaPicture | null {
  for (const { items } of lists) {
    if (items.some(isOfMoreThanAnArea)) continue;
    for (const level of ["DEPARTMENT", "REGION"] as const) {
      const found = items.flatMap((item) => {
        const [code, estimate] = [codeIn(item), estimateIn(item)];
        return estimate !== null && CODES[level].test(code) ? [{ code, ...estimate }] : [];
      });
      const [first] = found;
      if (first === undefined || found.length < FEWEST) continue;
      if (new Set(found.map(({ code }) => code)).size < found.length) continue;
      const areas = found.map(({ code, value }) => ({ code, value }));
      return { kind: "areas", name: "By area", level, unit: first.unit, areas };
    }
  }
  return null;
}

const isOfMoreThanAnArea = (item: Item) =>
  dayIn(item, ...WEEK_KEYS) !== null || PART_KEYS.some((key) => key !== "area" && key in item);

function codeIn({ area }: Item): string {
  const code = isItem(area) ? area["code"] : area;
  return typeof code === "string" ? code : "";
}
