/** Which parts will fail the next inspection: by cohorts, by what histories taught, and by the vehicle's own records. */
export { CohortLifts } from "./cohort-lifts.ts";
export { currentPredictor } from "./current-predictor.ts";
export { itemChances, type ItemChances } from "./cohort-predictions.ts";
export { failurePredictorFor, type CohortModel, type HistoryModel } from "./failure-predictor-for.ts";
export { openHistories, type HistoryChances, type HistoryReader } from "./history-chances.ts";
export type { HistoryParameters } from "./history-parameters.ts";
export { drivingOf, expectedKm } from "./expected-km.ts";
export { ANY } from "./learn-targets.ts";
export { HistoryLearner } from "./learn-histories.ts";
export { itemOf } from "./noted-items.ts";
export { pastRounds, type PastRound } from "./past-rounds.ts";
export { historyModelOf, trainFromHistories, type TrainedHistories } from "./train-from-histories.ts";
