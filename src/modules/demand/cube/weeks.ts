import { addDays, daysBetween } from "../../schedule/index.ts";

/** Weeks that are published: a quarter, as stock is planned. */
export const WEEKS = 13;

const A_MONDAY = "2024-01-01";

/** Monday of a day's ISO week. */
export function mondayOf(day: string): string {
  const days = daysBetween(A_MONDAY, day) % 7;
  return addDays(day, -(days < 0 ? days + 7 : days));
}

/** Mondays of the weeks from one on. */
export function weeksFrom(firstWeek: string, count = WEEKS): string[] {
  return Array.from({ length: count }, (_, week) => addDays(firstWeek, 7 * week));
}
