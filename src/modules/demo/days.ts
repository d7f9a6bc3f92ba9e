/**
 * Calendar days as whole numbers, day 0 being 1970-01-01. The generator handles millions of them, so they become text
 * only where a row is written.
 */
const DAY_MS = 86_400_000;

/** 2049-12-31: nothing the generator dates lies later. */
const LAST_DAY = 29_219;

/** @throws {RangeError} when the text is no day from 1970 to 2049, written YYYY-MM-DD */
export function dayOf(date: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) / DAY_MS : Number.NaN;
  // Date.parse takes 30 February for 1 March.
  if (!(day >= 0 && day <= LAST_DAY) || dateOf(day) !== date) {
    throw new RangeError("A day is written YYYY-MM-DD and lies between 1970 and 2049.");
  }
  return day;
}

const texts: string[] = [];

export function dateOf(day: number): string {
  return (texts[day] ??= new Date(day * DAY_MS).toISOString().slice(0, 10));
}

/** Sunday is 0. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

const monthsByDay = new Int16Array(LAST_DAY + 1);
const daysInMonthByDay = new Int8Array(LAST_DAY + 1);
/** First day of each month since January 1970; the last entry ends the last month. */
const monthStarts: number[] = [];
for (let month = 0; monthStarts.length === 0 || (monthStarts.at(-1) ?? 0) <= LAST_DAY; month += 1) {
  const start = Date.UTC(1970, month, 1) / DAY_MS;
  const end = Date.UTC(1970, month + 1, 1) / DAY_MS;
  monthStarts.push(start);
  for (let day = start; day < Math.min(end, LAST_DAY + 1); day += 1) {
    monthsByDay[day] = month;
    daysInMonthByDay[day] = day - start;
  }
}

/** The same day of a later month; a day that month does not have becomes its last. */
export function addMonths(day: number, months: number): number {
  const target = (monthsByDay[day] ?? 0) + months;
  const start = monthStarts[target] ?? 0;
  const length = (monthStarts[target + 1] ?? 0) - start;
  return start + Math.min(daysInMonthByDay[day] ?? 0, length - 1);
}

/** The last day of a period of months that begins with `day`: a year from 16 June ends on 15 June. */
export function lastDayOfPeriod(day: number, months: number): number {
  const end = addMonths(day, months);
  const isShortened = (daysInMonthByDay[end] ?? 0) < (daysInMonthByDay[day] ?? 0);
  return isShortened ? end : end - 1;
}
