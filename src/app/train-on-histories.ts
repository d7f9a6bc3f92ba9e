import type pg from "pg";
import { currentFailureModel, currentModel, storeFailureModel } from "../modules/failure-model/index.ts";
import { trainFromHistories, type TrainedHistories } from "../modules/predictions/index.ts";
import { trainVisitTiming } from "../modules/signals/index.ts";
import type { Config } from "../platform/config/config.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { say } from "./cohort-files.ts";
import { CommandError } from "./describe-failure.ts";
import { withModelStore } from "./model-store.ts";
import { describeYears } from "./years.ts";

/** Learns from the ingested vehicles what fails and when they come: both versions are put in use, or neither. */
export async function trainOnHistories(config: Config): Promise<void> {
  const { trained, timing } = await withModelStore(config, (pool) =>
    inTransaction(pool, async (client) => {
      // One snapshot for both, whatever is ingested meanwhile.
      await client.query("set transaction isolation level repeatable read");
      const failures = await learnFailures(client);
      say("Learning when vehicles come");
      return { trained: failures, timing: await trainVisitTiming(client) };
    }),
  );
  process.stdout.write(
    `${trained.version} (inspections of ${describeYears(trained.trainedYears)}) and visit timing ${timing} are in use from the next scoring on.\n`,
  );
}

/**
 * Histories were learnt beside one version of the cohorts, and mean nothing beside another: where they are in use, they
 * are learnt anew, in the transaction that puts the cohorts in use.
 * @returns their version; null where none are in use
 */
export async function relearnHistories(client: pg.ClientBase): Promise<string | null> {
  if ((await currentModel(client, "HISTORIES")) === null) return null;
  return (await learnFailures(client)).version;
}

/** @throws {CommandError} where too little is known */
async function learnFailures(client: pg.ClientBase): Promise<TrainedHistories> {
  const { parameters } = await currentFailureModel(client);
  say("Learning what fails");
  const failures = await trainFromHistories(client, parameters);
  if (failures === null) {
    throw new CommandError(
      "Too few inspections to learn from: ingest histories first. What is in use stays in use.",
    );
  }
  await storeFailureModel(client, failures);
  return failures;
}
