import type pg from "pg";
import { currentFailureModel } from "../failure-model/index.ts";
import type { Predictor } from "../signals/index.ts";
import { failurePredictorFor } from "./failure-predictor-for.ts";

/** The version in use is opened once in a process: a version never changes, and opening takes half a second. */
let opened: Predictor | null = null;

/** What predicts now: the model that was trained last, else the one that the project ships. */
export async function currentPredictor(client: pg.ClientBase): Promise<Predictor> {
  const model = await currentFailureModel(client);
  if (opened?.version !== model.version) opened = failurePredictorFor(model);
  return opened;
}
