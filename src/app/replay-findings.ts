import type pg from "pg";
import { currentFailureModel } from "../modules/failure-model/index.ts";
import { readHistories } from "../modules/ingestion/index.ts";
import {
  openReplay,
  replayHistory,
  replayNote,
  replayQuality,
  replaySignals,
  type ReplayedSignal,
  type ReplayedTest,
} from "../modules/replay/index.ts";
import { openVisitTiming } from "../modules/signals/index.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { LIMITS } from "../platform/limits.ts";
import { say } from "./cohort-files.ts";
import { CommandError } from "./describe-failure.ts";
import type { Findings } from "./findings.ts";

/** Predicts each test of a file of MOT histories from the tests before it, with the model in use. */
export async function replayFindings(pool: pg.Pool, file: string, measuredAt: Date): Promise<Findings> {
  const { version, parameters } = await inTransaction(pool, currentFailureModel);
  const timing = openVisitTiming();
  const models = openReplay(parameters, timing);
  const today = measuredAt.toISOString().slice(0, 10);
  const tests: ReplayedTest[] = [];
  const signals: ReplayedSignal[] = [];
  let vehicles = 0;
  say(`Replaying ${file}`);
  for await (const history of readHistories("uk-mot-history", file, { stdin: process.stdin, today })) {
    vehicles += 1;
    tests.push(...replayHistory(history, models));
    signals.push(...replaySignals(history, timing));
  }
  if (tests.length === 0) {
    throw new CommandError(
      `${file} has no vehicle with two tests. It takes the MOT history API's bulk records, one vehicle a line.`,
    );
  }
  const { trainedYears } = parameters;
  const fleet = { vehicles, tests, signals, modelVersion: version, trainedYears, measuredAt };
  const figures = replayQuality(fleet);
  const note = replayNote(vehicles);
  return {
    json: { vehicles, tests: tests.length, note, figures },
    title: `${tests.length} tests of ${vehicles} vehicles, each predicted from those before it.\n${note}`,
    figures,
    isKept: vehicles >= LIMITS.aggregate.vehicles,
  };
}
