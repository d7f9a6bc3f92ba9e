/** How often an item fails inspection, by make and model, age, kilometres and year, learnt from cohorts. */
export {
  backtestCohorts,
  type BacktestFigures,
  type CohortBacktest,
  type Compared,
  type ItemBacktest,
} from "./backtest-cohorts.ts";
export { cohortQuality } from "./cohort-quality.ts";
export { DEFAULT_FAILURE_PARAMETERS } from "./default-parameters.ts";
export {
  FAILURE_ITEM_KEYS,
  FAILURE_ITEMS,
  findFailureItem,
  type FailureItem,
  type FailureItemFacts,
} from "./failure-items.ts";
export { FAILURE_FEATURES } from "./features.ts";
export { FailureModelError, type FailureModelErrorCode } from "./failure-model-error.ts";
export { packNumbers, unpackNumbers, type FailureParameters } from "./failure-parameters.ts";
export {
  failurePredictor,
  failureRate,
  INTERVAL_SPREAD,
  type FailureBaseline,
  type FailurePredictor,
  type InspectionRates,
  type FailureQuery,
  type FailureRate,
} from "./failure-predictor.ts";
export type { KnownCar } from "./match-car.ts";
export { readCohortDefects, readCohorts, type Cohort, type CohortDefects } from "./read-cohorts.ts";
export { trainFailureModel } from "./train-failure-model.ts";
export {
  cohortModelVersion,
  currentFailureModel,
  currentModel,
  SHIPPED_MODEL,
  storeFailureModel,
  type NewModel,
  type StoredModel,
  type TrainedOn,
} from "./stored-models.ts";
export { SHIPPED_QUALITY } from "./shipped-quality.ts";
