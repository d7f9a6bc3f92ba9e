import { Arg, Int, Query, Resolver } from "type-graphql";
import { AppError } from "../../../platform/errors/app-error.ts";
import { compiled, Report, type Columnwise } from "../../../platform/read/entity.ts";
import { WEEKS, weeksFrom } from "../cube/weeks.ts";
import { DemandForecast } from "./forecast.type.ts";
import { numbersOf } from "../numbers.ts";

interface ForecastArgs {
  readonly partCategory: string;
  readonly area: string;
  readonly weeks: number | null;
}

const PUBLISHED = `
  select s.published_on, s.first_week, f.p10, f.p50, f.p90, f.seasonality, f.trained_until, f.wape, f.naive_wape,
    f.seasonal_naive_wape, f.coverage
  from demand_snapshots s
  left join demand_forecasts f on f.published_on = s.published_on and f.area_code = $1 and f.part_category = $2
  where s.published_on = (select max(published_on) from demand_snapshots)`;

/** @throws {AppError} BAD_USER_INPUT for a span that is not forecast */
function requireSpan({ weeks }: ForecastArgs): void {
  if (weeks === null || (weeks >= 1 && weeks <= WEEKS)) return;
  throw new AppError("BAD_USER_INPUT", `weeks must be between 1 and ${WEEKS}.`, {
    argument: "weeks",
    min: 1,
    max: WEEKS,
  });
}

function forecastOf(
  [row]: readonly Columnwise[],
  { partCategory, area, weeks }: ForecastArgs,
): DemandForecast {
  const [publishedOn = null, firstWeek, p10] = row ?? [];
  if (row === undefined || firstWeek == null || p10 == null) {
    return { partCategory, area, publishedOn, weeks: [], backtest: null, suppressed: "DISCLOSURE_CONTROL" };
  }
  const [low = [], middle = [], high = [], season = []] = row
    .slice(2, 6)
    .map((text) => numbersOf(text) ?? []);
  return {
    partCategory,
    area,
    publishedOn,
    weeks: weeksFrom(firstWeek, weeks ?? WEEKS).map((week, place) => ({
      week,
      p10: at(low, place),
      p50: at(middle, place),
      p90: at(high, place),
      seasonality: at(season, place),
    })),
    backtest: backtestOf(row),
    suppressed: null,
  };
}

function backtestOf(row: Columnwise): DemandForecast["backtest"] {
  const [wape, naiveWape, seasonalNaiveWape, coverage] = row.slice(7).map(Number);
  if (
    wape === undefined ||
    naiveWape === undefined ||
    seasonalNaiveWape === undefined ||
    coverage === undefined
  ) {
    throw new Error("A forecast without its back-test");
  }
  return { trainedUntil: String(row[6]), weeks: WEEKS, wape, naiveWape, seasonalNaiveWape, coverage };
}

/** Every published list has a number for each week. */
function at(list: readonly number[], place: number): number {
  const value = list[place];
  if (value === undefined) throw new Error("A forecast of fewer weeks than are published");
  return value;
}

@Resolver()
export class ForecastReads {
  @Query(() => DemandForecast, {
    description:
      "How many vehicles will be found to need a part in an area, for up to 13 weeks, with what the method is worth. Of all makes together, so for contracts without a list of makes.",
  })
  @Report({
    scope: "demand:read",
    check: requireSpan,
    work: () => 1,
    statement: ({ area, partCategory }: ForecastArgs) => ({
      name: "demand_forecast",
      text: PUBLISHED,
      values: [area, partCategory],
    }),
    value: (rows, args: ForecastArgs) => forecastOf(rows, args),
  })
  demandForecast(
    @Arg("partCategory", () => String, {
      description: "Key of the part category, for example `BRAKE_PAD_SET`.",
    })
    _partCategory: string,
    @Arg("area", () => String, { description: "Code of an area of any level." }) _area: string,
    @Arg("weeks", () => Int, {
      nullable: true,
      defaultValue: WEEKS,
      description: "How many weeks, 1 to 13, from the publication's own; 13 when null.",
    })
    _weeks: number | null,
  ): DemandForecast {
    return compiled();
  }
}
