import type { Mark } from "./line.ts";
import { DAYS_PER_YEAR, spacedMarks, yearlyRateOf } from "./yearly-rate.ts";

/*
 * Costs are minus the natural logarithm of a likelihood, for a reading per kilometre, so that explanations of one history
 * can be added up and compared: a cost lower by 2.3 is ten times as likely.
 */

/** Taken where a history shows no rate of its own: about what a European car covers in a year. */
export const USUAL_KM_PER_YEAR = 12_000;

/** Vehicles differ, and years of one vehicle differ, by these standard deviations on the logarithmic scale. */
const VEHICLE_SIGMA = 0.7;
const YEAR_SIGMA = 0.5;

/** Keeps the logarithm tame for vehicles that hardly move. */
const SOFTENING_KM_PER_YEAR = 1_500;

/** Where a reading is expected. All in kilometres. */
export interface Expectation {
  readonly expectedKm: number;
  /** Standard deviation around the expected value. */
  readonly spreadKm: number;
}

/** The cost of a reading under Student's density with three degrees of freedom. */
export function costOfReading(km: number, { expectedKm, spreadKm }: Expectation): number {
  // The density at its peak is 0.3676 / spread.
  return Math.log(spreadKm / 0.3676) + surprise((km - expectedKm) / spreadKm);
}

/**
 * The cost of the paces of a line, whose stretches are not joined, up to a constant: steady and of a usual rate is cheap.
 */
export function costOfPace(stretches: readonly (readonly Mark[])[], kmPerYear: number): number {
  let cost = surprise(logRatio(kmPerYear, USUAL_KM_PER_YEAR) / VEHICLE_SIGMA);
  for (const marks of stretches) {
    let from = marks[0];
    for (const mark of marks) {
      if (from === undefined || mark.day - from.day < 30) continue;
      const pace = (Math.max(0, mark.km - from.km) * DAYS_PER_YEAR) / (mark.day - from.day);
      cost += surprise(logRatio(pace, kmPerYear) / YEAR_SIGMA);
      from = mark;
    }
  }
  return cost;
}

/** Kilometres a year along stretches that are not joined, or the usual rate when they show none. */
export function rateAlong(stretches: readonly (readonly Mark[])[]): number {
  const marks = stretches.flatMap((stretch, number) =>
    stretch.map((mark) => ({ day: mark.day, km: mark.km, stretch: number, isUsable: true })),
  );
  return Math.max(500, yearlyRateOf(spacedMarks(marks))?.value ?? USUAL_KM_PER_YEAR);
}

/**
 * Heavy tails, because vehicles change hands, stand still and go abroad far more often than a normal distribution allows.
 */
function surprise(deviations: number): number {
  return 2 * Math.log(1 + deviations ** 2 / 3);
}

function logRatio(kmPerYear: number, other: number): number {
  return Math.log((kmPerYear + SOFTENING_KM_PER_YEAR) / (other + SOFTENING_KM_PER_YEAR));
}
