import { auc, aucDifferenceStandardError } from "./auc.ts";
import { calibrationCurve, calibrationError } from "./calibration.ts";
import type { Forecast } from "./forecast.ts";
import { brierScore, meanDeviance, topDecileLift } from "./metrics.ts";
import type { BaselineFigures, Yardstick } from "./signal-quality.table.ts";
import type { QualityFigures } from "./store-quality.ts";

/** What forecasts of single trials amount to. */
export type Measures = Pick<
  QualityFigures,
  | "n"
  | "baseRate"
  | "auc"
  | "aucStandardError"
  | "topDecileLift"
  | "brierScore"
  | "calibrationError"
  | "curve"
  | "meanDeviance"
>;

/** How days came true: both null where none was predicted. */
export type DayFigures = Pick<QualityFigures, "windowCoverage" | "medianDateErrorDays">;

export const NO_DAYS: DayFigures = { windowCoverage: null, medianDateErrorDays: null };

/** Of no forecast: n is 0 and nothing else is known. */
export function measuresOf(forecasts: readonly Forecast[]): Measures {
  if (forecasts.length === 0) return NOTHING;
  const curve = calibrationCurve(forecasts);
  const told = auc(forecasts);
  return {
    n: forecasts.length,
    baseRate: forecasts.reduce((sum, { events }) => sum + events, 0) / forecasts.length,
    auc: told?.value ?? null,
    aucStandardError: told?.standardError ?? null,
    topDecileLift: topDecileLift(forecasts),
    brierScore: brierScore(forecasts),
    calibrationError: calibrationError(curve),
    curve,
    meanDeviance: meanDeviance(forecasts),
  };
}

const NOTHING: Measures = {
  n: 0,
  baseRate: null,
  auc: null,
  aucStandardError: null,
  topDecileLift: null,
  brierScore: null,
  calibrationError: null,
  curve: [],
  meanDeviance: null,
};

/**
 * What another prediction of the same trials reaches.
 * @param model the forecasts that it is compared with, in the same order
 */
export function yardstickOf(
  forecasts: readonly Forecast[],
  model: readonly Forecast[],
  days: DayFigures = NO_DAYS,
): Yardstick {
  if (forecasts.length === 0) return { ...NO_YARDSTICK, ...days };
  return {
    meanDeviance: meanDeviance(forecasts),
    auc: auc(forecasts)?.value ?? null,
    aucDifferenceStandardError: aucDifferenceStandardError(forecasts, model),
    brierScore: brierScore(forecasts),
    ...days,
  };
}

const NO_YARDSTICK = { meanDeviance: null, auc: null, aucDifferenceStandardError: null, brierScore: null };

/** A baseline made of each trial's rate in a simpler prediction's eyes. */
export function baselineOf(
  name: BaselineFigures["name"],
  rates: readonly number[],
  model: readonly Forecast[],
  days: DayFigures = NO_DAYS,
): BaselineFigures {
  const forecasts = model.map(({ n, events }, place) => ({ n, events, rate: rates[place] ?? 0 }));
  return { name, ...yardstickOf(forecasts, model, days) };
}
