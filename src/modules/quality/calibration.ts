import type { Forecast } from "./forecast.ts";
import type { CurvePoint } from "./signal-quality.table.ts";

const DECILES = 10;

/** Expected against observed rates by decile of the expected one. Deciles that no forecast falls in are left out. */
export function calibrationCurve(forecasts: readonly Forecast[]): CurvePoint[] {
  const total = forecasts.reduce((sum, { n }) => sum + n, 0);
  const sums = new Map<number, { n: number; expected: number; observed: number }>();
  let before = 0;
  for (const { n, events, rate } of alike(forecasts)) {
    // A group is not divided: it goes where its middle trial belongs.
    const decile = Math.floor(((before + n / 2) / total) * DECILES) + 1;
    const sum = sums.get(decile) ?? { n: 0, expected: 0, observed: 0 };
    sums.set(decile, { n: sum.n + n, expected: sum.expected + rate * n, observed: sum.observed + events });
    before += n;
  }
  return [...sums].map(([decile, { n, expected, observed }]) => ({
    decile,
    n,
    expectedRate: expected / n,
    observedRate: observed / n,
  }));
}

/** Forecasts by rate, lowest first, those with equal rates as one: nothing tells them apart. */
function alike(forecasts: readonly Forecast[]): Forecast[] {
  const groups: { n: number; events: number; rate: number }[] = [];
  for (const { n, events, rate } of forecasts.toSorted((a, b) => a.rate - b.rate)) {
    const last = groups.at(-1);
    if (last?.rate === rate) {
      last.n += n;
      last.events += events;
    } else groups.push({ n, events, rate });
  }
  return groups;
}

/** Mean distance of expected from observed rates over the curve, weighted by trials: 0 is perfect. */
export function calibrationError(curve: readonly CurvePoint[]): number {
  const total = curve.reduce((sum, { n }) => sum + n, 0);
  const distance = curve.reduce(
    (sum, { n, expectedRate, observedRate }) => sum + n * Math.abs(expectedRate - observedRate),
    0,
  );
  return distance / total;
}
