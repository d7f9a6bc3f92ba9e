import { createHash } from "node:crypto";
import type pg from "pg";
import type { FailureParameters } from "../failure-model/index.ts";
import { sampleVehicles } from "../signals/index.ts";
import type { HistoryModel } from "./failure-predictor-for.ts";
import type { HistoryParameters } from "./history-parameters.ts";
import { HistoryLearner } from "./learn-histories.ts";

/** A model of histories with what storing it asks for. */
export interface TrainedHistories extends HistoryModel {
  readonly trainedOn: "HISTORIES";
  readonly attribution: string;
  /** Years of the inspections, in order. */
  readonly trainedYears: readonly number[];
}

const ATTRIBUTION =
  "Learnt from the inspections that this installation ingested, under their suppliers' terms.";

/** Equal parameters have equal versions: `histories-` with the last inspection's year, and the beginning of their hash. */
export function historyModelOf(parameters: HistoryParameters): TrainedHistories {
  const days = Object.values(parameters.countries).flatMap(({ from, until }) => [from, until]);
  const years = days.map((day) => Number(day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const trainedYears = days.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const hash = createHash("sha256").update(JSON.stringify(parameters)).digest("hex").slice(0, 8);
  return {
    version: `histories-${trainedYears.at(-1) ?? "none"}-${hash}`,
    parameters,
    trainedOn: "HISTORIES",
    attribution: ATTRIBUTION,
    trainedYears,
  };
}

/**
 * Learns from the stored vehicles' histories (of more than 200,000 vehicles from an even sample). Deterministic: the
 * same data give the same version.
 * @param client as kimberlite_worker without a statement timeout
 * @param cohorts what is known beforehand of makes and models; scoring has to go by the same
 * @returns null where no country has enough inspections to learn from
 */
export async function trainFromHistories(
  client: pg.ClientBase,
  cohorts: FailureParameters,
): Promise<TrainedHistories | null> {
  const learner = new HistoryLearner(cohorts);
  for await (const facts of sampleVehicles(client)) learner.add(facts);
  const parameters = learner.learn();
  return parameters.inspections === 0 ? null : historyModelOf(parameters);
}
