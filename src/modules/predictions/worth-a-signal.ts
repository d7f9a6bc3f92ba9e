import type { FailureItem, InspectionRates } from "../failure-model/index.ts";
import { liftOf, type Chance, type Prediction } from "../signals/index.ts";

/**
 * Which chances are worth a signal: at least one in twenty, and half as much again as such cars have, so that somebody
 * who calls on it is right more often than by chance; and no more than two for a vehicle, the likeliest ones, since the
 * third is not read. Ours.
 */
export const LEAST_PROBABILITY = 0.05;
export const LEAST_LIFT = 1.5;
const MOST_SIGNALS = 2;

/** Chances are rounded to four places. */
const ROUNDING = 0.0001;

/** Of a chance's quotient with its baseline, which are both rounded, at a twentieth and more. */
const LIFT_ROUNDING = 0.01;

/**
 * Whether a chance that is at most as likely as an item's rate makes it may be worth a signal: for passing over what
 * cannot, before it is made. The lift of chances, which grow more slowly than rates, is no higher than that of the rates
 * where that is above 1.
 */
export const mayBeWorthASignal = (rates: InspectionRates, item: FailureItem): boolean =>
  rates.probability(item) >= LEAST_PROBABILITY - ROUNDING &&
  rates.lift(item) >= LEAST_LIFT * (1 - LIFT_ROUNDING);

export const isWorthASignal = (chance: Chance): boolean =>
  chance.probability >= LEAST_PROBABILITY && liftOf(chance) >= LEAST_LIFT;

/**
 * Of some predictions that are worth a signal, the likeliest; of equal ones, the first given. One for each family of
 * parts: one defect often asks for several of a family, and a call about the first finds the others.
 */
export function likeliest(predictions: readonly Prediction[]): readonly Prediction[] {
  if (predictions.length <= 1) return predictions;
  const sorted = predictions.toSorted((one, other) => other.chance.probability - one.chance.probability);
  const families = new Set<string>();
  return sorted
    .filter(({ offer: { partFamily } }) => !families.has(partFamily) && families.add(partFamily))
    .slice(0, MOST_SIGNALS);
}
