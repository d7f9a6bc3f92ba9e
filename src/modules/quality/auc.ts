import type { Forecast } from "./forecast.ts";
import { trialsOf } from "./trials.ts";

/** An area under the ROC curve, and how far that of another sample would lie by chance. */
export interface Auc {
  readonly value: number;
  /** Infinite never: null where there are not two trials with an event and two without. */
  readonly standardError: number | null;
}

/**
 * Chance that a trial with an event was given a higher rate than one without; equal rates count half. 0.5 is no better
 * than a coin. Null where all trials, or none, had an event. The standard error is DeLong's (Biometrics 44, 1988), which
 * takes trials as independent of each other.
 */
export function auc(forecasts: readonly Forecast[]): Auc | null {
  const places = placements(forecasts);
  return places && { value: places.auc, standardError: spread(forecasts, places, null) };
}

/**
 * Standard error of the difference between two AUCs of the same trials: smaller than either's own, since what is easy
 * for one is easy for the other. Null as in {@link auc}.
 * @param ones and others predictions of the same trials in the same order
 */
export function aucDifferenceStandardError(
  ones: readonly Forecast[],
  others: readonly Forecast[],
): number | null {
  const [one, other] = [placements(ones), placements(others)];
  return one && other && spread(ones, one, other);
}

interface Placements {
  readonly auc: number;
  /** By forecast: part of the trials without an event that were given less, and of those with one that were given more. */
  readonly below: Float64Array;
  readonly above: Float64Array;
}

/** One list is compared with several others, and putting it in order is what takes time. */
const known = new WeakMap<readonly Forecast[], Placements | null>();

function placements(forecasts: readonly Forecast[]): Placements | null {
  const placed = known.get(forecasts) ?? placementsOf(forecasts);
  known.set(forecasts, placed);
  return placed;
}

function placementsOf(forecasts: readonly Forecast[]): Placements | null {
  const below = new Float64Array(forecasts.length);
  const above = new Float64Array(forecasts.length);
  let [hitsBefore, missesBefore, ordered] = [0, 0, 0];
  for (const places of byRate(forecasts)) {
    let [hits, misses] = [0, 0];
    for (const place of places) {
      const { n, hit } = trialsOf(forecasts[place]);
      hits += hit;
      misses += n - hit;
    }
    for (const place of places) {
      below[place] = missesBefore + misses / 2;
      above[place] = hitsBefore + hits / 2;
    }
    ordered += hits * (missesBefore + misses / 2);
    hitsBefore += hits;
    missesBefore += misses;
  }
  if (hitsBefore === 0 || missesBefore === 0) return null;
  return {
    auc: ordered / (hitsBefore * missesBefore),
    below: below.map((misses) => misses / missesBefore),
    above: above.map((hits) => 1 - hits / hitsBefore),
  };
}

/** Places of forecasts with equal rates together, lowest rates first. */
function* byRate(forecasts: readonly Forecast[]): Generator<Uint32Array> {
  const rates = Float64Array.from(forecasts, ({ rate }) => rate);
  const order = Uint32Array.from(rates, (_, place) => place);
  order.sort((one, other) => (rates[one] ?? 0) - (rates[other] ?? 0));
  for (let from = 0, to = 0; from < order.length; from = to) {
    const rate = rates[order[from] ?? 0];
    while (to < order.length && rates[order[to] ?? 0] === rate) to += 1;
    yield order.subarray(from, to);
  }
}

/** Of one AUC, or of the difference to another's. */
function spread(forecasts: readonly Forecast[], one: Placements, other: Placements | null): number | null {
  let [hits, misses, ofHits, ofMisses] = [0, 0, 0, 0];
  const mean = one.auc - (other?.auc ?? 0);
  forecasts.forEach((forecast, place) => {
    const { n, hit } = trialsOf(forecast);
    hits += hit;
    misses += n - hit;
    ofHits += hit * ((one.below[place] ?? 0) - (other?.below[place] ?? 0) - mean) ** 2;
    ofMisses += (n - hit) * ((one.above[place] ?? 0) - (other?.above[place] ?? 0) - mean) ** 2;
  });
  if (hits < 2 || misses < 2) return null;
  return Math.sqrt(ofHits / (hits - 1) / hits + ofMisses / (misses - 1) / misses);
}
