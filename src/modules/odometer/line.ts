import type { CountryCode, OdometerUnit } from "../vocabulary/index.ts";

/** One reading as judged: what the clock showed, when, and where it was read. */
export interface OdometerReading {
  /** YYYY-MM-DD. */
  readonly readOn: string;
  /** As read, in `unit`: a whole number from 0 to 9 999 999. */
  readonly value: number;
  readonly unit: OdometerUnit;
  /** `kilometresOf(value, unit)`. */
  readonly km: number;
  /** Where it was read; null or absent when unknown. Only a change between two known countries means something. */
  readonly country?: CountryCode | null;
}

/** A reading in the order of time. */
export interface Point {
  /** Position in the caller's list. */
  readonly index: number;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly km: number;
  readonly value: number;
  readonly unit: OdometerUnit;
  readonly country: CountryCode | null;
}

/** A stretch of distance: at `day` the clock stood at `km`. */
export interface Mark {
  readonly day: number;
  readonly km: number;
}

/** Readings in the order of date, then distance, so that the order of the list plays no part. */
export function pointsOf(readings: readonly OdometerReading[]): Point[] {
  const points = readings.map((reading, index) => ({
    index,
    day: dayNumberOf(reading.readOn),
    km: reading.km,
    value: reading.value,
    unit: reading.unit,
    country: reading.country ?? null,
  }));
  return points.sort(inOrder);
}

/** Total up to readings that are alike in everything, so that the order of the caller's list cannot show. */
function inOrder(one: Point, other: Point): number {
  return one.day - other.day || one.km - other.km || one.value - other.value || compareCountries(one, other);
}

function compareCountries(one: Point, other: Point): number {
  const [country, otherCountry] = [one.country ?? "", other.country ?? ""];
  if (country === otherCountry) return 0;
  return country < otherCountry ? -1 : 1;
}

/** Howard Hinnant's days_from_civil, without the cost of a Date. */
export function dayNumberOf(date: string): number {
  const month = twoDigits(date, 5);
  const year = twoDigits(date, 0) * 100 + twoDigits(date, 2) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + twoDigits(date, 8) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/**
 * A fall that is no news: clocks are read askance, and a retest may be noted from the first sheet. Only a fall of
 * more than 100 km and of more than 1 % contradicts an earlier reading.
 */
export function fallsFrom(earlierKm: number, laterKm: number): boolean {
  const fall = earlierKm - laterKm;
  return fall > 100 && fall > earlierKm * 0.01;
}

/** The farthest a reading may lie under an earlier one, or above a later one, without contradicting it. */
export function toleranceKm(km: number): number {
  return Math.max(100, km * 0.01);
}

/**
 * Most kilometres by number of days, both ends counted: 2 000 in a day, 7 000 in a week, 20 000 in a month of 30, 45 000 in a
 * quarter of 91, 150 000 in a year. After the multi-horizon idea of RDW; the figures are ours. Longest first.
 */
const HORIZONS = [
  { days: 91, km: 45_000, kmPerDay: 105_000 / 274 },
  { days: 30, km: 20_000, kmPerDay: 25_000 / 61 },
  { days: 7, km: 7_000, kmPerDay: 13_000 / 23 },
] as const;
const FIRST_DAY_KM = 2_000;
const FIRST_WEEK_KM_PER_DAY = 5_000 / 6;

/**
 * Most kilometres a vehicle can cover between two dates `days` apart. Straight between the horizons and concave over all, so
 * that a reading on the straight line between two possible ones is possible too; the slope up to a year goes on.
 */
export function farthestKm(days: number): number {
  const span = days + 1;
  for (const horizon of HORIZONS) {
    if (span >= horizon.days) return horizon.km + (span - horizon.days) * horizon.kmPerDay;
  }
  return FIRST_DAY_KM + (span - 1) * FIRST_WEEK_KM_PER_DAY;
}

/** Whether the later mark can follow the earlier one. */
export function canFollow(earlier: Mark, later: Mark): boolean {
  const distance = later.km - earlier.km;
  if (distance < 0) return !fallsFrom(earlier.km, later.km);
  return distance <= FIRST_DAY_KM || distance <= farthestKm(later.day - earlier.day);
}

/** Whether every mark can follow every earlier one. */
export function isConsistent(marks: readonly Mark[]): boolean {
  return marks.every((later, position) => {
    for (let before = 0; before < position; before += 1) {
      const earlier = marks[before];
      if (earlier !== undefined && !canFollow(earlier, later)) return false;
    }
    return true;
  });
}
