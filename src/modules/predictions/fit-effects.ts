/** One feature of every row, in steps. */
export interface FeatureLevels {
  readonly levels: Uint8Array | Uint16Array | Int32Array;
  readonly count: number;
}

export interface FittedEffects {
  /** Of the base rate, from which effects are counted. */
  readonly logOdds: number;
  /** By feature, by level. */
  readonly effects: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
  /** By row. */
  readonly odds: Float64Array;
}

const SWEEPS = 8;
/** Variance of effects to begin with, and the least that is believed in. */
const FIRST_SPREAD = 0.5;
const LEAST_SPREAD = 0.0005;
/** One step never moves an effect further. */
const LONGEST_STEP = 1.5;

/** A feature while it is fitted. */
interface Fitting extends FeatureLevels {
  readonly effect: Float64Array;
  readonly variance: Float64Array;
  spread: number;
}

/**
 * Logistic regression on steps of features, one feature after the other (Newton steps, round and round). Effects of a
 * feature are drawn towards 0 as much as they turn out to differ (empirical Bayes): what was seen rarely says little.
 * Deterministic.
 * @param happened 1 by row where it did
 */
export function fitEffects(happened: Uint8Array, features: readonly FeatureLevels[]): FittedEffects {
  let events = 0;
  for (const one of happened) events += one;
  const base = (events + 0.5) / (happened.length - events + 0.5);
  const odds = new Float64Array(happened.length).fill(base);
  const fittings = features.map(({ levels, count }): Fitting => {
    const variance = new Float64Array(count).fill(FIRST_SPREAD);
    return { levels, count, effect: new Float64Array(count), variance, spread: FIRST_SPREAD };
  });
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const fitting of fittings) improve(happened, odds, fitting);
  }
  return {
    logOdds: Math.log(base),
    effects: fittings.map(({ effect }) => effect),
    variances: fittings.map(({ variance }) => variance),
    odds,
  };
}

/** One Newton step for each level of a feature, and how much they differ; brings `odds` up to date. */
function improve(happened: Uint8Array, odds: Float64Array, fitting: Fitting): void {
  const { levels, count, effect, variance } = fitting;
  const { gradient, weight } = derivatives(happened, odds, levels, count);
  const factors = new Float64Array(count);
  const prior = 1 / fitting.spread;
  let [squares, seen] = [0, 0];
  for (let level = 0; level < count; level += 1) {
    const now = effect[level] ?? 0;
    const precision = (weight[level] ?? 0) + prior;
    const step = bounded(((gradient[level] ?? 0) - now * prior) / precision);
    effect[level] = now + step;
    variance[level] = 1 / precision;
    factors[level] = Math.exp(step);
    if (weight[level] === 0) continue;
    squares += (now + step) ** 2 + 1 / precision;
    seen += 1;
  }
  if (seen > 0) fitting.spread = Math.max(LEAST_SPREAD, squares / seen);
  for (let row = 0; row < odds.length; row += 1) {
    odds[row] = (odds[row] ?? 0) * (factors[levels[row] ?? 0] ?? 1);
  }
}

const bounded = (step: number): number => Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));

/** First and second derivative of the log-likelihood by level, the second turned about. */
function derivatives(
  happened: Uint8Array,
  odds: Float64Array,
  levels: FeatureLevels["levels"],
  count: number,
): { gradient: Float64Array; weight: Float64Array } {
  const gradient = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let row = 0; row < odds.length; row += 1) {
    const miss = 1 / (1 + (odds[row] ?? 0));
    const level = levels[row] ?? 0;
    gradient[level] = (gradient[level] ?? 0) + (happened[row] ?? 0) - 1 + miss;
    weight[level] = (weight[level] ?? 0) + miss * (1 - miss);
  }
  return { gradient, weight };
}
