/** How often predictions came true: figures of backtests, kept and shown to every partner. */
export { storeQuality, type QualityFigures } from "./store-quality.ts";
export {
  BASELINES,
  DEVIANCE_UNITS,
  type BaselineFigures,
  type CurvePoint,
  type Yardstick,
} from "./signal-quality.table.ts";
