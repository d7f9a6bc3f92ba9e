/** How often predictions came true: figures of backtests, kept and shown to every partner. */
export { calibrationCurve, calibrationError } from "./calibration.ts";
export type { Forecast } from "./forecast.ts";
export { auc, brierScore, meanDeviance, topDecileLift } from "./metrics.ts";
export { calibrationPlot } from "./calibration-plot.ts";
export { qualityTable } from "./quality-table.ts";
export { reportText, writeReport } from "./report.ts";
export { storeQuality, type QualityFigures } from "./store-quality.ts";
export {
  BASELINES,
  DEVIANCE_UNITS,
  type BaselineFigures,
  type CurvePoint,
  type Yardstick,
} from "./signal-quality.table.ts";
