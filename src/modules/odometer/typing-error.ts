import type { OdometerReason, OdometerUnit } from "../vocabulary/index.ts";
import { kilometresOf, MAX_ODOMETER_VALUE } from "./kilometres.ts";
import { costOfReading } from "./likelihood.ts";
import type { Window } from "./windows.ts";

/** What a reading would be without its error. */
export interface Repair {
  readonly reason: Extract<OdometerReason, "DIGIT_TYPO" | "UNIT_SWITCH">;
  readonly km: number;
  /** Of the true reading and the slip together, as `likelihood.ts` counts. */
  readonly cost: number;
}

/**
 * Minus the logarithm of the chance of one particular slip, given that a slip was made: the four kinds are taken as equally
 * common, and a six-digit number offers 54 wrong digits, 60 extra digits, 6 lost digits and 5 swaps.
 * The wrong unit has one form only, and is taken to be as common as each kind.
 */
const COST = { WRONG_DIGIT: 5.6, EXTRA_DIGIT: 5.7, LOST_DIGIT: 3.4, SWAPPED_DIGITS: 3.2, UNIT: 1.6 };

/** The rule's allowance for a wrong unit: a ratio of 1.609 within 3 %. */
export const UNIT_RATIO_ALLOWANCE = 0.03;

/**
 * The likeliest single slip that turns a true reading inside the window into what was typed; null when no single slip
 * does. One slip is a digit changed, lost, added or two neighbours swapped, or miles written as kilometres or the
 * other way round.
 */
export function likeliestRepair(value: number, unit: OdometerUnit, window: Window): Repair | null {
  // Zero is what is entered for a clock that could not be read.
  if (value === 0) return null;
  let best = unitRepair(value, unit, window);
  forEachIntended(value, (intended, cost) => {
    const km = kilometresOf(intended, unit);
    if (km < window.lowKm || km > window.highKm) return;
    const total = cost + costOfReading(km, window);
    if (best === null || total < best.cost) best = { reason: "DIGIT_TYPO", km, cost: total };
  });
  return best;
}

/** The same number read in the other unit, when that falls where it should. */
function unitRepair(value: number, unit: OdometerUnit, window: Window): Repair | null {
  const km = kilometresInOtherUnit(value, unit);
  const isInWindow = km >= window.lowKm && km <= window.highKm;
  if (!isInWindow && Math.abs(km - window.expectedKm) > UNIT_RATIO_ALLOWANCE * window.expectedKm) return null;
  return { reason: "UNIT_SWITCH", km, cost: COST.UNIT + costOfReading(km, window) };
}

/** The number of a KM reading taken as miles, that of an MI reading as kilometres. */
export function kilometresInOtherUnit(value: number, unit: OdometerUnit): number {
  return kilometresOf(value, unit === "KM" ? "MI" : "KM");
}

/** Every number that one slip of the finger turns into the typed one. */
function forEachIntended(typed: number, visit: (intended: number, cost: number) => void): void {
  let place = 1;
  for (; place <= typed || place === 1; place *= 10) {
    const [above, digit, below] = [
      Math.floor(typed / (place * 10)),
      Math.floor(typed / place) % 10,
      typed % place,
    ];
    visit(above * place + below, COST.EXTRA_DIGIT);
    for (let other = 0; other <= 9; other += 1) {
      if (other !== digit) visit(typed + (other - digit) * place, COST.WRONG_DIGIT);
      visitLost(typed, place, other, visit);
    }
    const next = above % 10;
    if (above > 0 && next !== digit) visit(typed + (digit - next) * 9 * place, COST.SWAPPED_DIGITS);
  }
  // A digit lost in front of all others; zeros behind it vanish with it, as 30 931 becomes 931.
  for (; place <= MAX_ODOMETER_VALUE; place *= 10) {
    for (let lost = 1; lost <= 9; lost += 1) visit(typed + lost * place, COST.LOST_DIGIT);
  }
}

function visitLost(
  typed: number,
  place: number,
  lost: number,
  visit: (intended: number, cost: number) => void,
): void {
  const intended = (Math.floor(typed / place) * 10 + lost) * place + (typed % place);
  if (intended <= MAX_ODOMETER_VALUE) visit(intended, COST.LOST_DIGIT);
}
