/** A prediction for a cohort beside what was found. */
export interface Forecast {
  readonly inspections: number;
  readonly failures: number;
  /** Failures per inspection. */
  readonly rate: number;
}

/** A tenth of the inspections, those with the lowest predicted rates first. */
export interface CalibrationDecile {
  /** 1 to 10. */
  readonly decile: number;
  readonly inspections: number;
  /** Failures per inspection. */
  readonly expectedRate: number;
  readonly observedRate: number;
}

const DECILES = 10;

/** Expected against observed rates by decile of the expected one. Deciles that no cohort falls in are left out. */
export function calibrationByDecile(forecasts: readonly Forecast[]): CalibrationDecile[] {
  const total = forecasts.reduce((sum, { inspections }) => sum + inspections, 0);
  const sums = new Map<number, { inspections: number; expected: number; observed: number }>();
  let before = 0;
  for (const { inspections, failures, rate } of forecasts.toSorted((a, b) => a.rate - b.rate)) {
    // A cohort is not divided: it goes where its middle inspection belongs.
    const decile = Math.floor(((before + inspections / 2) / total) * DECILES) + 1;
    const sum = sums.get(decile) ?? { inspections: 0, expected: 0, observed: 0 };
    sums.set(decile, {
      inspections: sum.inspections + inspections,
      expected: sum.expected + rate * inspections,
      observed: sum.observed + failures,
    });
    before += inspections;
  }
  return [...sums].map(([decile, { inspections, expected, observed }]) => ({
    decile,
    inspections,
    expectedRate: expected / inspections,
    observedRate: observed / inspections,
  }));
}

/** Mean distance of expected from observed rates over the deciles, weighted by inspections. */
export function calibrationError(deciles: readonly CalibrationDecile[]): number {
  const total = deciles.reduce((sum, { inspections }) => sum + inspections, 0);
  const distance = deciles.reduce(
    (sum, { inspections, expectedRate, observedRate }) =>
      sum + inspections * Math.abs(expectedRate - observedRate),
    0,
  );
  return distance / total;
}
