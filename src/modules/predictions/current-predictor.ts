import type pg from "pg";
import { currentFailureModel, currentModel } from "../failure-model/index.ts";
import type { Predictor } from "../signals/index.ts";
import { failurePredictorFor } from "./failure-predictor-for.ts";
import type { HistoryParameters } from "./history-parameters.ts";

/** The versions in use are opened once in a process: a version never changes, and opening takes half a second. */
let opened: { readonly versions: string; readonly predictor: Predictor } | null = null;

/**
 * What predicts now: the cohorts that were trained last, else those that the project ships, and what ingested histories
 * taught, where they were trained.
 */
export async function currentPredictor(client: pg.ClientBase): Promise<Predictor> {
  const cohorts = await currentFailureModel(client);
  const histories = await currentModel<HistoryParameters>(client, "HISTORIES");
  const versions = `${cohorts.version}|${histories?.version}`;
  if (opened?.versions !== versions)
    opened = { versions, predictor: failurePredictorFor(cohorts, histories) };
  return opened.predictor;
}
