import { kilometresOf, type OdometerReading } from "../../../src/modules/odometer/index.ts";
import type { History } from "./histories.ts";

export const SLIPS = ["changed digit", "lost digit", "added digit", "swapped digits", "wrong unit"] as const;
export type Slip = (typeof SLIPS)[number];

/** A history with one reading mistyped. */
export interface Mistyped {
  readonly history: History;
  /** In the order of time. */
  readonly readings: readonly OdometerReading[];
  readonly index: number;
  readonly trueKm: number;
}

/** Makes one slip at a random place of a random reading; null when the slip leaves the figure as it was. */
export function mistype(history: History, slip: Slip, random: () => number): Mistyped | null {
  const sorted = history.readings.toSorted(
    (one, other) => one.readOn.localeCompare(other.readOn) || one.km - other.km,
  );
  const index = Math.floor(random() * sorted.length);
  const read = sorted[index];
  if (read === undefined) return null;
  const value = slip === "wrong unit" ? inOtherUnit(read) : slipOf(String(read.value), slip, random);
  if (value === read.value || value > 9_999_999) return null;
  const readings = sorted.with(index, { ...read, value, km: kilometresOf(value, read.unit) });
  return { history, readings, index, trueKm: read.km };
}

/** Kilometres noted where the register keeps miles, or miles where it keeps kilometres. */
function inOtherUnit({ value, unit }: OdometerReading): number {
  return Math.round(unit === "MI" ? value * 1.609344 : value / 1.609344);
}

function slipOf(digits: string, slip: Slip, random: () => number): number {
  const at = Math.floor(random() * digits.length);
  const digit = String(Math.floor(random() * 10));
  const [before, here, after] = [digits.slice(0, at), digits.charAt(at), digits.slice(at + 1)];
  if (slip === "changed digit") return Number(before + digit + after);
  if (slip === "lost digit") return Number(before + after);
  if (slip === "added digit") return Number(before + digit + here + after);
  return Number(before + after.charAt(0) + here + after.slice(1));
}

/**
 * Whether a distance is materially different from the true one: by more than 5 %, the rule's own allowance, and by more than the
 * vehicle drives in a year. Inspections are yearly, so a figure in use is up to a year old anyway; a smaller error changes
 * no due service and no comparison by more than waiting for the next reading does.
 */
export function isMaterial(km: number, { history, trueKm }: Mistyped): boolean {
  const days = history.readings.map((read) => Date.parse(read.readOn) / 86_400_000);
  const distances = history.readings.map((read) => read.km);
  const years = (Math.max(...days) - Math.min(...days)) / 365.25;
  const kmPerYear = (Math.max(...distances) - Math.min(...distances)) / years;
  return Math.abs(km - trueKm) > Math.max(0.05 * trueKm, kmPerYear);
}

/**
 * Whether the record can contradict the typed figure at all: it lies under an earlier reading or over a later one by more
 * than the rule's 100 km and 1 %, or no vehicle drives that far in the time. Anything else is a possible history, and no
 * method that sees the readings alone can tell it from the true one.
 */
export function contradictsRecord({ readings, index }: Mistyped): boolean {
  const [before, typed, after] = [readings[index - 1], readings[index], readings[index + 1]];
  if (typed === undefined) return false;
  if (before !== undefined && falls(before.km, typed.km)) return true;
  if (after !== undefined) return falls(typed.km, after.km);
  const years =
    before === undefined ? 1 : (Date.parse(typed.readOn) - Date.parse(before.readOn)) / 31_557_600_000;
  return typed.km - (before?.km ?? 0) > 150_000 * Math.max(1, years);
}

function falls(from: number, to: number): boolean {
  return from - to > 100 && from - to > 0.01 * from;
}
