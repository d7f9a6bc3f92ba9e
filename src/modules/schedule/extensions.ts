import { addDays, addMonths, earlierOf, laterOf, type DateRange } from "./calendar.ts";
import { hullOf } from "./estimate.ts";
import type { Question } from "./question.ts";
import type { ExtensionRow } from "./rule.types.ts";
import { EXTENSIONS } from "./timings.data.ts";

/** A last day after the extensions by decree that were known on a day. */
export interface Extended {
  readonly range: DateRange;
  /** Whether the record would say more: some extensions were granted vehicle by vehicle. */
  readonly isCertain: boolean;
}

/** Applies the extensions by decree that reach a computed last day. A recorded one contains them already. */
export function withExtensions(question: Question, range: DateRange, knownOn: string): Extended {
  let extended: Extended = { range, isCertain: true };
  for (const row of EXTENSIONS) {
    if (row.knownFrom <= knownOn && concerns(row, question)) extended = extend(extended, row);
  }
  return extended;
}

/** The days a row moves, moved, together with those before and after that it leaves alone. */
function extend({ range, isCertain }: Extended, row: ExtensionRow): Extended {
  const moved = {
    from: laterOf(range.from, row.expiresFrom),
    until: earlierOf(range.until, row.expiresUntil),
  };
  if (moved.from > moved.until) return { range, isCertain };
  const parts: DateRange[] = [
    {
      from: row.isCertain ? addMonths(moved.from, row.months) : moved.from,
      until: addMonths(moved.until, row.months),
    },
  ];
  if (range.from < row.expiresFrom) parts.push({ from: range.from, until: addDays(row.expiresFrom, -1) });
  if (range.until > row.expiresUntil) parts.push({ from: addDays(row.expiresUntil, 1), until: range.until });
  return { range: hullOf(parts), isCertain: isCertain && row.isCertain };
}

function concerns(row: ExtensionRow, { input, registered }: Question): boolean {
  if (row.country !== input.country || !row.categories.includes(input.category)) return false;
  if (row.regions !== null && (input.region === null || !row.regions.includes(input.region))) return false;
  if (input.region !== null && row.exceptRegions.includes(input.region)) return false;
  if (row.registered.length === 0 || registered === null)
    return row.registered.length === 0 || !row.isCertain;
  return row.registered.some(({ from, until }) => registered.from <= until && from <= registered.until);
}
