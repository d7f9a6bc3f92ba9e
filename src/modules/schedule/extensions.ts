import { addMonths, type DateRange } from "./calendar.ts";
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

function extend({ range, isCertain }: Extended, row: ExtensionRow): Extended {
  const reachesFrom = reaches(row, range.from);
  const reachesUntil = reaches(row, range.until);
  if (!reachesFrom && !reachesUntil) return { range, isCertain };
  const until = reachesUntil ? addMonths(range.until, row.months) : laterEnd(range, row);
  const from = reachesFrom && row.isCertain ? addMonths(range.from, row.months) : range.from;
  return { range: { from, until }, isCertain: isCertain && row.isCertain };
}

/** Only the early part of the range is extended: its last extended day may now be the latest. */
function laterEnd(range: DateRange, row: ExtensionRow): string {
  const moved = addMonths(row.expiresUntil, row.months);
  return moved > range.until ? moved : range.until;
}

function reaches(row: ExtensionRow, day: string): boolean {
  return row.expiresFrom <= day && day <= row.expiresUntil;
}

function concerns(row: ExtensionRow, { input, registered }: Question): boolean {
  if (row.country !== input.country || !row.categories.includes(input.category)) return false;
  if (row.regions !== null && (input.region === null || !row.regions.includes(input.region))) return false;
  if (input.region !== null && row.exceptRegions.includes(input.region)) return false;
  if (row.registered.length === 0 || registered === null)
    return row.registered.length === 0 || !row.isCertain;
  return row.registered.some(({ from, until }) => registered.from <= until && from <= registered.until);
}
