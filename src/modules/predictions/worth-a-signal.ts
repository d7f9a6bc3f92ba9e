import { liftOf, type Chance, type Prediction } from "../signals/index.ts";

/**
 * Which chances are worth a signal: at least one in twenty, and half as much again as such cars have, so that somebody
 * who calls on it is right more often than by chance; and no more than two for a vehicle, the likeliest ones, since the
 * third is not read. Ours.
 */
const LEAST_PROBABILITY = 0.05;
const LEAST_LIFT = 1.5;
const MOST_SIGNALS = 2;

export const isWorthASignal = (chance: Chance): boolean =>
  chance.probability >= LEAST_PROBABILITY && liftOf(chance) >= LEAST_LIFT;

/** Of some predictions that are worth a signal, the likeliest; of equal ones, the first given. Each part once. */
export function likeliest(predictions: readonly Prediction[]): readonly Prediction[] {
  if (predictions.length <= 1) return predictions;
  const sorted = predictions.toSorted((one, other) => other.chance.probability - one.chance.probability);
  const parts = new Set<string>();
  return sorted
    .filter(({ offer: { partCategory } }) => !parts.has(partCategory) && parts.add(partCategory))
    .slice(0, MOST_SIGNALS);
}
