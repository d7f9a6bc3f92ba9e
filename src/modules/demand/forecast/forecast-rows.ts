import type pg from "pg";
import { copyRows, type CopyColumns } from "../../../platform/db/copy-rows.ts";
import { findPartCategory } from "../../parts/index.ts";
import { WEEKS, weeksFrom } from "../cube/weeks.ts";
import { areasAround } from "../disclosure/dimensions.ts";
import type { Rounding } from "../disclosure/rounding.ts";
import { ROUNDING, type DisclosureRules } from "../disclosure/rules.ts";
import { ALL } from "../makes.ts";
import { numbersOf } from "../numbers.ts";
import { backtestSeries, forecastSeries, trainedUntil, type Backtest } from "./forecast-series.ts";
import { updateHistory } from "./need-history.ts";

export interface ForecastSettings {
  readonly publishedOn: string;
  readonly firstWeek: string;
  readonly rules: DisclosureRules;
  readonly rounding: Rounding;
}

interface ForecastRow {
  readonly areaCode: string;
  readonly partCategory: string;
  readonly p10: readonly number[];
  readonly p50: readonly number[];
  readonly p90: readonly number[];
  readonly seasonality: readonly number[];
  readonly backtest: Backtest;
}

const listText = (list: readonly number[]) => `{${list.join()}}`;
const hundredths = (value: number) => Math.round(value * 100) / 100;
const wapeOf = (errors: number, { total }: Backtest) => hundredths(errors / Math.max(1, total));

const columnsOf = ({ publishedOn, firstWeek }: ForecastSettings): CopyColumns<ForecastRow> => [
  ["published_on", () => publishedOn],
  ["area_code", ({ areaCode }) => areaCode],
  ["part_category", ({ partCategory }) => partCategory],
  ["part_family", ({ partCategory }) => findPartCategory(partCategory)?.family ?? ""],
  ["p10", ({ p10 }) => listText(p10)],
  ["p50", ({ p50 }) => listText(p50)],
  ["p90", ({ p90 }) => listText(p90)],
  ["seasonality", ({ seasonality }) => listText(seasonality)],
  ["trained_until", () => trainedUntil(firstWeek, WEEKS)],
  ["wape", ({ backtest }) => wapeOf(backtest.errors, backtest)],
  ["naive_wape", ({ backtest }) => wapeOf(backtest.naiveErrors, backtest)],
  ["seasonal_naive_wape", ({ backtest }) => wapeOf(backtest.seasonalNaiveErrors, backtest)],
  ["coverage", ({ backtest }) => hundredths(backtest.covered / backtest.weeks)],
];

/**
 * Forecasts each part in each area of every level, and stages those that can be shown: where the same day's demand of
 * area and part is published, so its vehicles are enough, of enough sources and without one that dominates, and where
 * the last weeks found enough vehicles. @returns how many
 */
export async function stageForecasts(client: pg.ClientBase, settings: ForecastSettings): Promise<number> {
  const { firstWeek, rules } = settings;
  const shown = await shownAreas(client);
  const previous = await previousMedians(client, settings.publishedOn);
  const rows: ForecastRow[] = [];
  for (const [key, series] of rolledUp(await updateHistory(client, firstWeek))) {
    const recent = series.slice(-WEEKS).reduce((sum, value) => sum + value, 0);
    if (shown.has(key) && recent >= rules.vehicles) rows.push(rowOf(key, series, settings, previous));
  }
  await copyRows(client, "staged_demand_forecasts", columnsOf(settings), rows);
  return rows.length;
}

/** Of leaf areas and everything around them, by `area|part`. */
function rolledUp(
  leaves: readonly {
    readonly areaCode: string;
    readonly partCategory: string;
    readonly needs: readonly number[];
  }[],
): Map<string, number[]> {
  const sums = new Map<string, number[]>();
  for (const { areaCode, partCategory, needs } of leaves) {
    if (findPartCategory(partCategory) === null) continue;
    for (const area of areasAround(areaCode)) {
      const key = `${area}|${partCategory}`;
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, [...needs]);
      else needs.forEach((value, week) => (sum[week] = (sum[week] ?? 0) + value));
    }
  }
  return sums;
}

function rowOf(
  key: string,
  series: readonly number[],
  { firstWeek, rounding }: ForecastSettings,
  previous: ReadonlyMap<string, number>,
): ForecastRow {
  const [areaCode = "", partCategory = ""] = key.split("|");
  const { mean, p10, p90, seasonality } = forecastSeries(series, WEEKS);
  const weeks = weeksFrom(firstWeek);
  const p50 = mean.map((value, week) => {
    const name = `${key}|${weeks[week] ?? ""}`;
    return rounding.round(value, `forecast|${name}`, previous.get(name) ?? null);
  });
  return {
    areaCode,
    partCategory,
    p10: p10.map((value, week) => Math.min(p50[week] ?? 0, ROUNDING * Math.floor(value / ROUNDING))),
    p50,
    p90: p90.map((value, week) => Math.max(p50[week] ?? 0, ROUNDING * Math.ceil(value / ROUNDING))),
    seasonality: seasonality.map(hundredths),
    backtest: backtestSeries(series, WEEKS),
  };
}

async function shownAreas(client: pg.ClientBase): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ key: string }>(
    "select area_code || '|' || part_category as key from staged_demand_cells where make = $1",
    [ALL],
  );
  return new Set(rows.map(({ key }) => key));
}

/** What was last published, by `area|part|Monday`. */
async function previousMedians(
  client: pg.ClientBase,
  publishedOn: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ key: string; first: string; p50: string }>(
    `select f.area_code || '|' || f.part_category as key, s.first_week::text as first, f.p50::text as p50
     from demand_forecasts f join demand_snapshots s using (published_on)
     where s.published_on = (select max(published_on) from demand_snapshots where published_on < $1)`,
    [publishedOn],
  );
  return new Map(
    rows.flatMap(({ key, first, p50 }) => {
      const weeks = weeksFrom(first);
      return (numbersOf(p50) ?? []).map((value, week) => [`${key}|${weeks[week] ?? ""}`, value] as const);
    }),
  );
}
