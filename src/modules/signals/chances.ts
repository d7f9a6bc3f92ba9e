/** A probability with its interval and what it is compared with. */
export interface Chance {
  readonly probability: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly baseline: Baseline;
}

export interface Baseline {
  /** Key of a population. */
  readonly name: string;
  readonly rate: number;
  readonly population: number | null;
}

/** Nothing is certain: where a probability is 0 or 1, odds would have no end. */
const LEAST = 0.0001;

const rounded = (value: number, steps = 10_000): number => Math.round(value * steps) / steps;

const inside = (value: number): number => rounded(Math.min(1 - LEAST, Math.max(LEAST, value)));

/** @param observations how many observations the probability is worth */
export function chanceOf(value: number, observations: number, baseline: Baseline): Chance {
  const probability = inside(value);
  return { probability, interval: wilsonInterval(probability, observations), baseline: published(baseline) };
}

/** No finer than a probability: what a rate is past that moves every day, and would have its signals written anew. */
export const publishedRate = inside;

const published = ({ name, rate, population }: Baseline): Baseline => ({
  name,
  rate: publishedRate(rate),
  population,
});

/** A chance whose interval of 90 % confidence a model gave. */
export function chanceFrom(value: number, interval: Chance["interval"], baseline: Baseline): Chance {
  const probability = inside(value);
  const low = Math.min(probability, inside(interval.low));
  const high = Math.max(probability, inside(interval.high));
  return { probability, interval: { low, high }, baseline: published(baseline) };
}

/** Two-sided 90 %. */
const Z = 1.6449;

/** Wilson's interval of a share among so many observations. */
export function wilsonInterval(share: number, observations: number): { low: number; high: number } {
  const z2 = (Z * Z) / observations;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((share * (1 - share)) / observations + z2 / (4 * observations));
  return {
    low: rounded(Math.max(0, Math.min(share, middle - half))),
    high: rounded(Math.min(1, Math.max(share, middle + half))),
  };
}

/** How many times as likely as the baseline. */
export function liftOf({ probability, baseline }: Chance): number {
  return rounded(probability / Math.max(LEAST, baseline.rate), 1000);
}

/** 0 to 100: the ratio of the odds to the baseline's, with 50 where they are equal. */
export function scoreOf({ probability, baseline }: Chance): number {
  const odds = (value: number) => {
    const inside = Math.min(1 - LEAST, Math.max(LEAST, value));
    return inside / (1 - inside);
  };
  const ratio = odds(probability) / odds(baseline.rate);
  return Math.round((100 * ratio) / (1 + ratio));
}
