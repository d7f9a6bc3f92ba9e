import { addDays } from "../../schedule/index.ts";

/** What a series is forecast to do, week by week from its end. */
export interface SeriesForecast {
  readonly mean: readonly number[];
  readonly p10: readonly number[];
  readonly p90: readonly number[];
  readonly seasonality: readonly number[];
}

const YEAR_WEEKS = 52;
/** Weight of the newest week in the level: some 20 weeks count, as the fleet changes slowly. */
const LEVEL_WEIGHT = 0.1;
/** Weeks on either side that a season's index is smoothed over. */
const SEASON_REACH = 2;
/** Counts that a season's index must rest on to be believed by half; below, it is drawn to 1. */
const SEASON_PRIOR = 200;
/** Of the standard normal distribution, for 10 and 90 %. */
const Z = 1.2816;

/** No level is lower: what is divided by it must not be nothing. */
const LEAST_LEVEL = 0.01;

const sumOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);

/** The week of a series' year that lies `weeks` after its start. Years of 52 weeks lose a day a year: no matter here. */
const weekOfYear = (place: number): number => ((place % YEAR_WEEKS) + YEAR_WEEKS) % YEAR_WEEKS;

/**
 * How much each week of the year is above or below its year's average: of all whole years at the end of the series,
 * smoothed over its neighbours, and drawn to 1 where few were counted. All 1 with less than two years.
 */
export function seasonalIndices(series: readonly number[]): number[] {
  const years = Math.floor(series.length / YEAR_WEEKS);
  if (years < 2) return Array<number>(YEAR_WEEKS).fill(1);
  const used = series.slice(series.length - years * YEAR_WEEKS);
  const start = series.length - used.length;
  const counted = Array<number>(YEAR_WEEKS).fill(0);
  const expected = Array<number>(YEAR_WEEKS).fill(0);
  used.forEach((value, place) => {
    // The average of the year around it, so that growth is not taken for a season.
    const from = Math.max(0, Math.min(used.length - YEAR_WEEKS, place - YEAR_WEEKS / 2));
    const average = sumOf(used.slice(from, from + YEAR_WEEKS)) / YEAR_WEEKS;
    const week = weekOfYear(start + place);
    counted[week] = (counted[week] ?? 0) + value;
    expected[week] = (expected[week] ?? 0) + average;
  });
  const around = (list: readonly number[], week: number) =>
    sumOf(
      Array.from({ length: 2 * SEASON_REACH + 1 }, (_, i) => list[weekOfYear(week - SEASON_REACH + i)] ?? 0),
    );
  return counted.map(
    (_, week) => (around(counted, week) + SEASON_PRIOR) / (around(expected, week) + SEASON_PRIOR),
  );
}

/**
 * Level, growth and season of weekly counts. The level is an exponentially weighted mean of what remains without the
 * season, growth the change from year to year, damped by half. The interval holds the spread of counts around the level as it
 * was so far (never less than that of independent events), and that the level may drift.
 */
export function forecastSeries(series: readonly number[], weeks: number): SeriesForecast {
  const season = seasonalIndices(series);
  const plain = series.map((value, place) => value / (season[weekOfYear(place)] ?? 1));
  const growth = weeklyGrowth(series);
  let level = sumOf(plain.slice(0, YEAR_WEEKS)) / Math.max(1, Math.min(YEAR_WEEKS, plain.length));
  let squares = 0;
  let counted = 0;
  plain.forEach((value, place) => {
    if (place >= YEAR_WEEKS) {
      const expected = Math.max(LEAST_LEVEL, level) * (season[weekOfYear(place)] ?? 1);
      squares += ((series[place] ?? 0) - expected) ** 2 / expected;
      counted += 1;
    }
    level = (1 - LEVEL_WEIGHT) * level * (1 + growth) + LEVEL_WEIGHT * value;
  });
  // Residuals hold the level's own error already: it is taken out again, since it is added for each week ahead.
  const levelVariance = LEVEL_WEIGHT / (2 - LEVEL_WEIGHT);
  const dispersion = Math.max(1, counted === 0 ? 1 : squares / counted / (1 + levelVariance));
  const seasonality = Array.from(
    { length: weeks },
    (_, week) => season[weekOfYear(series.length + week)] ?? 1,
  );
  const mean = seasonality.map(
    (index, week) => Math.max(LEAST_LEVEL, level) * (1 + growth) ** (week + 1) * index,
  );
  const reach = mean.map((value) => Z * Math.sqrt(dispersion * value * (1 + levelVariance)));
  return {
    mean,
    p10: mean.map((value, week) => Math.max(0, value - (reach[week] ?? 0))),
    p90: mean.map((value, week) => value + (reach[week] ?? 0)),
    seasonality,
  };
}

/** Growth of a week over the one before, as the last year over the one before that, damped by half. */
function weeklyGrowth(series: readonly number[]): number {
  const last = sumOf(series.slice(-YEAR_WEEKS));
  const before = sumOf(series.slice(-2 * YEAR_WEEKS, -YEAR_WEEKS));
  if (series.length < 2 * YEAR_WEEKS || last === 0 || before === 0) return 0;
  const years = Math.log(last / before);
  return Math.exp(Math.max(-0.2, Math.min(0.2, years)) / 2 / YEAR_WEEKS) - 1;
}

/** What a method would have been worth on the last weeks of a series, which it is not shown. */
export interface Backtest {
  /** Sums of absolute errors, of this method, of repeating the last week, and of repeating the year before. */
  readonly errors: number;
  readonly naiveErrors: number;
  readonly seasonalNaiveErrors: number;
  /** What came. */
  readonly total: number;
  /** Weeks that lay between p10 and p90. */
  readonly covered: number;
  readonly weeks: number;
}

/** @param weeks at the end of the series to hold out */
export function backtestSeries(series: readonly number[], weeks: number): Backtest {
  const shown = series.slice(0, -weeks);
  const held = series.slice(-weeks);
  const { mean, p10, p90 } = forecastSeries(shown, weeks);
  const errorsOf = (guess: (week: number) => number) =>
    sumOf(held.map((value, week) => Math.abs(value - guess(week))));
  return {
    errors: errorsOf((week) => mean[week] ?? 0),
    naiveErrors: errorsOf(() => shown.at(-1) ?? 0),
    seasonalNaiveErrors: errorsOf((week) => shown[shown.length - YEAR_WEEKS + week] ?? 0),
    total: sumOf(held),
    covered: held.filter((value, week) => (p10[week] ?? 0) <= value && value <= (p90[week] ?? 0)).length,
    weeks,
  };
}

/** Day before the first held-out week. */
export const trainedUntil = (firstWeek: string, weeks: number): string => addDays(firstWeek, -7 * weeks - 1);
