import { createHash } from "node:crypto";
import type pg from "pg";
import { DEFAULT_FAILURE_PARAMETERS } from "./default-parameters.ts";
import type { FailureModelRow } from "./failure-model.table.ts";
import type { FailureParameters } from "./failure-parameters.ts";

/** What a model was trained on: cohorts and histories are kept beside each other, each with one version in use. */
export type TrainedOn = FailureModelRow["trainedOn"];

export interface StoredModel<P extends object> {
  /** Signals name it. */
  readonly version: string;
  readonly parameters: P;
}

export interface NewModel extends StoredModel<object> {
  readonly trainedOn: TrainedOn;
  readonly attribution: string;
  readonly trainedYears: readonly number[];
}

/** Equal parameters have equal versions: `fi-2018-2021-` and the beginning of their hash. */
export function cohortModelVersion(parameters: FailureParameters): string {
  const years = parameters.trainedYears;
  const hash = createHash("sha256").update(JSON.stringify(parameters)).digest("hex").slice(0, 8);
  return `fi-${years.at(0)}-${years.at(-1)}-${hash}`;
}

/** What scores until something has been trained. Its version says that it was not. */
export const SHIPPED_MODEL: StoredModel<FailureParameters> = {
  version: `shipped-${cohortModelVersion(DEFAULT_FAILURE_PARAMETERS)}`,
  parameters: DEFAULT_FAILURE_PARAMETERS,
};

/** Opened versions by kind of training: parameters are large, and a version never changes. */
const opened = new Map<TrainedOn, StoredModel<object>>();

/** The cohort model in use: what was trained last, else what the project ships. The same object while it is the same. */
export async function currentFailureModel(client: pg.ClientBase): Promise<StoredModel<FailureParameters>> {
  return (await currentModel<FailureParameters>(client, "COHORTS")) ?? SHIPPED_MODEL;
}

/** The version in use of what was trained in that way; null before the first. */
export async function currentModel<P extends object>(
  client: pg.ClientBase,
  trainedOn: TrainedOn,
): Promise<StoredModel<P> | null> {
  const current = await client.query<{ version: string }>(
    "select version from failure_models where trained_on = $1 and is_current",
    [trainedOn],
  );
  const version = current.rows[0]?.version;
  if (version === undefined) return null;
  const known = opened.get(trainedOn);
  if (known?.version === version) return known as StoredModel<P>;
  const { rows } = await client.query<{ parameters: P }>(
    "select parameters from failure_models where version = $1",
    [version],
  );
  const parameters = rows[0]?.parameters;
  if (parameters === undefined) return null;
  const model = { version, parameters };
  opened.set(trainedOn, model);
  return model;
}

/**
 * Keeps a model and puts it in use. A version that is there already is not written again, since its name says what it
 * holds.
 * @param client inside the caller's transaction
 */
export async function storeFailureModel(client: pg.ClientBase, model: NewModel): Promise<void> {
  const { version, trainedOn, attribution, trainedYears, parameters } = model;
  // Two that store at once: the later waits here, and its version is the one in use.
  await client.query("select pg_advisory_xact_lock(hashtext('failure_models'))");
  await client.query("update failure_models set is_current = false where trained_on = $1 and is_current", [
    trainedOn,
  ]);
  await client.query(
    `insert into failure_models (version, trained_on, attribution, trained_years, parameters, is_current)
     values ($1, $2, $3, $4, $5::jsonb, true)
     on conflict (version) do update set is_current = true`,
    [version, trainedOn, attribution, trainedYears, JSON.stringify(parameters)],
  );
}
