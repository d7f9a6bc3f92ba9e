/** Measures of predictions, see {@link trialsOf} for what counts. */
import type { Forecast } from "./forecast.ts";
import { trialsOf } from "./trials.ts";

/** Event rate of the tenth with the highest predictions against that of all; null where nothing happened. */
export function topDecileLift(forecasts: readonly Forecast[]): number | null {
  const total = sum(forecasts, ({ n }) => n);
  const events = sum(forecasts, (forecast) => trialsOf(forecast).hit);
  if (events === 0) return null;
  let left = total / 10;
  let found = 0;
  const highest = forecasts.toSorted((a, b) => b.rate - a.rate);
  for (let from = 0, to = 0; from < highest.length && left > 0; from = to) {
    // Equal predictions are not told apart: where they straddle the edge, each gives its share.
    let n = 0;
    let hits = 0;
    for (; to < highest.length && highest[to]?.rate === highest[from]?.rate; to += 1) {
      const group = trialsOf(highest[to]);
      n += group.n;
      hits += group.hit;
    }
    found += hits * Math.min(1, left / n);
    left -= n;
  }
  return found / (total / 10) / (events / total);
}

/** Mean squared distance of the probability from what happened: 0 is perfect. */
export function brierScore(forecasts: readonly Forecast[]): number {
  const total = sum(forecasts, ({ n }) => n);
  const distance = sum(forecasts, (forecast) => {
    const { n, hit } = trialsOf(forecast);
    const probability = Math.min(forecast.rate, 1);
    return hit * (1 - probability) ** 2 + (n - hit) * probability ** 2;
  });
  return distance / total;
}

/** Certainties are taken as this much less than certain, so that one surprise is not infinite. */
const CERTAIN = 1e-6;

/** Mean of −2 × log-likelihood per trial: smaller is better. */
export function meanDeviance(forecasts: readonly Forecast[]): number {
  const total = sum(forecasts, ({ n }) => n);
  const deviance = sum(forecasts, (forecast) => {
    const { n, hit } = trialsOf(forecast);
    const probability = Math.min(Math.max(forecast.rate, CERTAIN), 1 - CERTAIN);
    return -2 * (hit * Math.log(probability) + (n - hit) * Math.log1p(-probability));
  });
  return deviance / total;
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of list) total += of(item);
  return total;
}
