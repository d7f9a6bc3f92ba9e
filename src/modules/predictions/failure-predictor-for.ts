import type { FailureParameters } from "../failure-model/index.ts";
import type { Predictor } from "../signals/index.ts";
import { cohortPredictions } from "./cohort-predictions.ts";
import type { HistoryParameters } from "./history-parameters.ts";
import { historyPredictions } from "./history-predictions.ts";

/** Failure rates learnt from cohorts, under the version that signals name. */
export interface CohortModel {
  readonly version: string;
  readonly parameters: FailureParameters;
}

/** What ingested vehicles' own histories taught. */
export interface HistoryModel {
  readonly version: string;
  readonly parameters: HistoryParameters;
}

/**
 * Predicts which parts fail at a vehicle's next inspection: by what its country's histories taught or, where too few of
 * them are known, by its model's cohort.
 * @param histories null: none has been learnt
 * @throws {FailureModelError} PARAMETERS_UNREADABLE
 */
export function failurePredictorFor(cohorts: CohortModel, histories: HistoryModel | null = null): Predictor {
  const byCohort = cohortPredictions(cohorts.parameters);
  if (histories === null) {
    return { version: cohorts.version, predictions: (facts, _, likelyOn) => byCohort(facts, likelyOn) };
  }
  const byHistory = historyPredictions(histories.parameters, cohorts.parameters);
  return {
    version: `${cohorts.version}+${histories.version}`,
    predictions: (facts, _, likelyOn) => byHistory(facts, likelyOn) ?? byCohort(facts, likelyOn),
  };
}
