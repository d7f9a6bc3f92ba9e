import type { OdometerUnit } from "../vocabulary/index.ts";

/** International mile, exact by definition (1959 agreement). */
export const KM_PER_MILE = 1.609344;

/** Largest clock reading we accept, in its own unit: seven digits, as buses and lorries have. */
export const MAX_ODOMETER_VALUE = 9_999_999;

/** Whether a number can be what a clock showed, in kilometres or miles: a whole number from 0 to 9 999 999. */
export function isOdometerValue(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_ODOMETER_VALUE;
}

/**
 * A reading in whole kilometres.
 * @throws {RangeError} when `isOdometerValue` refuses the value; parsers ask it first and name the row.
 */
export function kilometresOf(value: number, unit: OdometerUnit): number {
  if (!isOdometerValue(value)) throw new RangeError("An odometer value is a whole number from 0 to 9999999.");
  return unit === "MI" ? Math.round(value * KM_PER_MILE) : value;
}
