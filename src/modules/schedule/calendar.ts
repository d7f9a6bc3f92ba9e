/**
 * Arithmetic on calendar dates (`YYYY-MM-DD`, proleptic Gregorian, no time of day and no time zone). Such strings
 * order like the dates they name, so `<` and `>` compare them.
 */

/** First and last day, both included. */
export interface DateRange {
  readonly from: string;
  readonly until: string;
}

interface Parts {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const DAYS_PER_400_YEARS = 146_097;
/** Days from 0000-03-01 to 1970-01-01; years are counted from March so that the leap day ends one. */
const EPOCH_SHIFT = 719_468;

/** Whether the text is a day that exists, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  return !Number.isNaN(packed(text));
}

/** The day `days` later; earlier when negative. */
export function addDays(date: string, days: number): string {
  return fromDayNumber(dayNumber(date) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * The same day of the month `months` later. A day that month does not have becomes its last one: 31 August plus six
 * months is the last of February, 29 February plus twelve is 28 February.
 */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = requireParts(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  return format({ ...target, day: Math.min(day, monthLength(target.year, target.month)) });
}

/**
 * The last day of a period of `months` that begins with `start`: a year from 16 June ends on 15 June. A period that
 * would have to end before a day its last month does not have ends with that month: a year from 29 February ends on 28
 * February.
 */
export function lastDayOfPeriod(start: string, months: number): string {
  const end = addMonths(start, months);
  return requireParts(end).day < requireParts(start).day ? end : addDays(end, -1);
}

export function startOfMonth(date: string): string {
  return format({ ...requireParts(date), day: 1 });
}

export function endOfMonth(date: string): string {
  const { year, month } = requireParts(date);
  return format({ year, month, day: monthLength(year, month) });
}

export function startOfYear(date: string): string {
  return format({ year: requireParts(date).year, month: 1, day: 1 });
}

export function endOfYear(date: string): string {
  return format({ year: requireParts(date).year, month: 12, day: 31 });
}

/** The same day and month in `year`; 29 February becomes 28 February in a common year. */
export function anniversaryIn(date: string, year: number): string {
  return addMonths(date, (year - requireParts(date).year) * 12);
}

/** The `count`th working day after `date`: Saturdays, Sundays and `holidays` are passed over. */
export function addWorkingDays(date: string, count: number, holidays: readonly string[]): string {
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (!isWeekend(day) && !holidays.includes(day)) left -= 1;
  }
  return day;
}

export function earlierOf(one: string, other: string): string {
  return one < other ? one : other;
}

export function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** Day 0 is 1970-01-01, a Thursday. */
function isWeekend(date: string): boolean {
  return ((((dayNumber(date) + 4) % 7) + 7) % 7) % 6 === 0;
}

function dayNumber(date: string): number {
  const digits = requirePacked(date);
  const year = Math.floor(digits / 10_000);
  const month = Math.floor(digits / 100) % 100;
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + (digits % 100) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_400_YEARS + dayOfEra - EPOCH_SHIFT;
}

/** Days as text: scoring writes the same few thousand of them for millions of vehicles. */
const known = new Map<number, string>();
const MOST_KNOWN = 100_000;

function fromDayNumber(number: number): string {
  let date = known.get(number);
  if (date === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    date = written(number);
    known.set(number, date);
  }
  return date;
}

function written(number: number): string {
  const shifted = number + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_PER_400_YEARS);
  const dayOfEra = shifted - era * DAYS_PER_400_YEARS;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((marchMonth + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return format({ year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 });
}

function monthLength(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/**
 * The date's eight digits as one number; NaN where the text is no date. By character codes and without an object, since
 * dates are taken apart a hundred times for each vehicle that is scored.
 */
function packed(text: string): number {
  if (text.length !== 10 || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return NaN;
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const month = digitsAt(text, 5);
  const day = digitsAt(text, 8);
  // A comparison with NaN is false.
  return year >= 0 && day >= 1 && day <= monthLength(year, month) ? year * 10_000 + month * 100 + day : NaN;
}

const HYPHEN = 45;
const ZERO = 48;

/** Two digits as a number; NaN where either is none. */
function digitsAt(text: string, place: number): number {
  const tens = text.charCodeAt(place) - ZERO;
  const ones = text.charCodeAt(place + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** @throws {RangeError} when the text is no calendar date: callers check what comes from outside. */
function requirePacked(date: string): number {
  const digits = packed(date);
  if (Number.isNaN(digits)) throw new RangeError(`Not a calendar date (YYYY-MM-DD): ${date}`);
  return digits;
}

function requireParts(date: string): Parts {
  const digits = requirePacked(date);
  return { year: Math.floor(digits / 10_000), month: Math.floor(digits / 100) % 100, day: digits % 100 };
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

function format({ year, month, day }: Parts): string {
  const century = TWO_DIGITS[Math.floor(year / 100)] ?? "";
  return `${century}${TWO_DIGITS[year % 100] ?? ""}-${TWO_DIGITS[month] ?? ""}-${TWO_DIGITS[day] ?? ""}`;
}
