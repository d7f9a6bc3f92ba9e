import { FAILURE_ITEM_KEYS, FAILURE_ITEMS, type FailureItem } from "../failure-model/index.ts";
import {
  auc,
  brierScore,
  calibrationCurve,
  calibrationError,
  meanDeviance,
  topDecileLift,
  type BaselineFigures,
  type Forecast,
  type QualityFigures,
} from "../quality/index.ts";
import type { ItemForecast, ReplayedTest } from "./replay-history.ts";

/** Whose tests were replayed, and with what. */
export interface ReplayedFleet {
  readonly vehicles: number;
  readonly tests: readonly ReplayedTest[];
  readonly modelVersion: string;
  readonly trainedYears: readonly number[];
  readonly measuredAt: Date;
}

/** Fewer vehicles than this say nothing of how good predictions are. */
const ENOUGH_VEHICLES = 10_000;

/** Rows to keep and show: when visits came, all items together, and each. */
export function replayQuality(fleet: ReplayedFleet): QualityFigures[] {
  const of = (items: readonly FailureItem[]): ItemForecast[] =>
    fleet.tests.flatMap(({ forecasts }) => items.map((item) => forecasts[item]));
  return [
    visitRow(fleet),
    failureRow(fleet, null, of(FAILURE_ITEM_KEYS)),
    ...FAILURE_ITEM_KEYS.map((item) => failureRow(fleet, item, of([item]))),
  ];
}

/** What to know before reading figures of so many vehicles. */
export function replayNote(vehicles: number): string {
  const size =
    vehicles < ENOUGH_VEHICLES
      ? `${vehicles} vehicles prove plumbing, not accuracy: that real histories go through every step from the record to the figure. `
      : "";
  return `${size}Each test was predicted from the vehicle's earlier tests alone, with rates learnt from Finnish cars and published figures of when visits come: no vehicle is in both, but the years learnt from are not all before those tested. British records do not say the vehicle's category, so all are taken for passenger cars.`;
}

function shared({ vehicles, tests, modelVersion, trainedYears, measuredAt }: ReplayedFleet) {
  const days = tests.map(({ performedOn }) => performedOn).sort();
  return {
    modelVersion,
    population: "GB_MOT_HISTORIES",
    isSynthetic: false,
    attribution: "MOT history API, DVSA, Open Government Licence v3.0.",
    trainedFrom: `${trainedYears.at(0)}-01-01`,
    trainedUntil: `${trainedYears.at(-1)}-12-31`,
    testedFrom: days.at(0) ?? "",
    testedUntil: days.at(-1) ?? "",
    devianceUnit: "INSPECTION",
    intervalCoverage: null,
    ceiling: null,
    note: replayNote(vehicles),
    measuredAt,
  } as const;
}

function visitRow(fleet: ReplayedFleet): QualityFigures {
  const visits = fleet.tests.flatMap(({ visit }) => visit ?? []);
  const errors = visits.map(({ errorDays }) => errorDays).sort((left, right) => left - right);
  const inWindow = visits.filter(({ isInWindow }) => isInWindow).length;
  return {
    ...shared(fleet),
    kind: "INSPECTION_DUE",
    item: null,
    partCategories: [],
    n: visits.length,
    baseRate: null,
    auc: null,
    topDecileLift: null,
    brierScore: null,
    calibrationError: null,
    curve: [],
    meanDeviance: null,
    windowCoverage: visits.length === 0 ? null : inWindow / visits.length,
    medianDateErrorDays: errors[Math.floor(errors.length / 2)] ?? null,
    baselines: [],
  };
}

function failureRow(
  fleet: ReplayedFleet,
  item: FailureItem | null,
  forecasts: readonly ItemForecast[],
): QualityFigures {
  const curve = calibrationCurve(forecasts);
  const events = forecasts.reduce((sum, forecast) => sum + forecast.events, 0);
  return {
    ...shared(fleet),
    kind: "FAILURE_PREDICTED",
    item,
    partCategories: item === null ? [] : [...FAILURE_ITEMS[item].partCategories],
    n: forecasts.length,
    baseRate: events / forecasts.length,
    topDecileLift: topDecileLift(forecasts),
    calibrationError: calibrationError(curve),
    curve,
    ...measures(forecasts),
    baselines: [
      baseline("BASE_RATE", forecasts, ({ baseRate }) => baseRate),
      baseline("AGE", forecasts, ({ ageRate }) => ageRate),
    ],
  };
}

const measures = (forecasts: readonly Forecast[]) => ({
  auc: auc(forecasts),
  brierScore: brierScore(forecasts),
  meanDeviance: meanDeviance(forecasts),
  windowCoverage: null,
  medianDateErrorDays: null,
});

function baseline(
  name: BaselineFigures["name"],
  forecasts: readonly ItemForecast[],
  rateOf: (forecast: ItemForecast) => number,
): BaselineFigures {
  return { name, ...measures(forecasts.map((of) => ({ ...of, rate: rateOf(of) }))) };
}
