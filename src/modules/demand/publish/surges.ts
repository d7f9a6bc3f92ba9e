import { Total } from "../estimate.ts";
import { ROUNDING } from "../disclosure/rules.ts";
import type { DemandRow, PreviousRow } from "./demand-rows.ts";

/** One published number of one week, which may have jumped. */
export interface WeeklyUnits {
  readonly areaCode: string;
  readonly make: string;
  readonly partCategory: string;
  /** Monday. */
  readonly week: string;
  readonly units: number;
}

/** A jump of less is not worth a message, however certain it is. */
const LEAST_RATIO = 1.2;

/** Units as now expected, divided by what was; a number that was rounded to nothing counts as one step. */
export const surgeRatio = (units: number, before: number): number => units / Math.max(before, ROUNDING);

/**
 * Whether a published number has jumped: it is at least a fifth above what was published before, and its whole interval
 * lies above that, so that neither chance nor rounding explains it. Of published numbers alone, so it tells nothing that
 * readers of both publications do not see.
 */
export function isSurge({ units, partCategory }: WeeklyUnits, before: number): boolean {
  if (surgeRatio(units, before) < LEAST_RATIO) return false;
  const total = new Total();
  total.add(units, partCategory);
  return total.estimate().p10 > before;
}

/** Weeks of a row that jumped against its last publication. One that was not published then has not. */
export function jumpsOf(
  row: DemandRow,
  previous: PreviousRow | undefined,
  partCategory: string,
  weeks: readonly string[],
): WeeklyUnits[] {
  const { areaCode, make, weeklyUnits } = row;
  const known = previous?.weeklyUnits;
  if (weeklyUnits === null || known == null) return [];
  return weeklyUnits.flatMap((units, place) => {
    const week = weeks[place] ?? "";
    const before = known[previous?.weeks.indexOf(week) ?? -1];
    const now = { areaCode, make, partCategory, week, units };
    return before !== undefined && isSurge(now, before) ? [now] : [];
  });
}
