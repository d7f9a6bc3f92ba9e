/** How often predictions came true: figures of backtests, kept and shown to every partner. */
export { calibrationCurve, calibrationError } from "./calibration.ts";
export type { Forecast } from "./forecast.ts";
export { auc, aucDifferenceStandardError } from "./auc.ts";
export { brierScore, meanDeviance, topDecileLift } from "./metrics.ts";
export { baselineOf, measuresOf, NO_DAYS, yardstickOf, type DayFigures, type Measures } from "./measures.ts";
export { SignalJudge, type JudgedFigures, type JudgedSignal } from "./signal-judge.ts";
export { Windows, type Window } from "./windows.ts";
export { qualityTable } from "./quality-table.ts";
export { wholeYears } from "./whole-years.ts";
export { reportText, writeReport } from "./report.ts";
export { replaceQuality, storeQuality, type QualityFigures } from "./store-quality.ts";
export type { BaselineFigures, CurvePoint, Yardstick } from "./signal-quality.table.ts";
