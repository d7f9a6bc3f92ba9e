import { daysBetween } from "../schedule/index.ts";
import type { InspectionFact, VehicleFacts } from "../signals/index.ts";

export const DAYS_PER_YEAR = 365.25;

/** Rates of less than half a year of driving are chance. */
const SHORTEST_YEARS = 0.5;

/** What is known of the distance that a vehicle runs. */
export interface Driving {
  /** The last believable reading: km, and its day. */
  readonly km: number;
  readonly readOn: string;
  readonly kmPerYear: number;
}

/** From its own readings; null where there is none, or the vehicle was too young at it. */
export function drivingOf(
  { firstRegisteredOn, odometerKmPerYear }: Pick<VehicleFacts, "firstRegisteredOn" | "odometerKmPerYear">,
  inspections: readonly InspectionFact[],
): Driving | null {
  const last = inspections.findLast(({ km }) => km !== null);
  if (last === undefined || last.km === null) return null;
  const { km, performedOn: readOn } = last;
  const years = firstRegisteredOn === null ? 0 : daysBetween(firstRegisteredOn, readOn) / DAYS_PER_YEAR;
  const kmPerYear = years >= SHORTEST_YEARS ? km / years : odometerKmPerYear;
  return kmPerYear === null ? null : { km, readOn, kmPerYear };
}

/** Km that the vehicle will have on a day; null where nothing was read. */
export function expectedKm(driving: Driving | null, on: string): number | null {
  if (driving === null) return null;
  const years = Math.max(0, daysBetween(driving.readOn, on)) / DAYS_PER_YEAR;
  return driving.km + driving.kmPerYear * years;
}
