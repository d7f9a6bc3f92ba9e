import type pg from "pg";
import type { Predictor } from "./derived-signal.ts";
import { readNextVehicles, readVehicles, START, type FactBatch } from "./fact-source.ts";
import { noChanges, planChanges, scoringOf, type Changes, type Scoring } from "./plan-changes.ts";
import type { ReadVehicle } from "./assemble-facts.ts";
import { GarageRouter } from "./route-garages.ts";
import { readVisitTiming } from "./stored-timing.ts";
import { changeStatuses, prepareStaging, writeManySignals, writeSignals } from "./write-signals.ts";

export interface ScoreSettings {
  /** Connections as kimberlite_worker without a statement timeout; two are used. */
  readonly pool: pg.Pool;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Without one no failure is predicted, and earlier predictions are left as they are. */
  readonly predictor?: Predictor | null;
  /** After each batch. */
  readonly onProgress?: (progress: ScoreProgress) => void;
  /** Stops after the batch under way. A later run begins anew; what is done is not done again. */
  readonly signal?: AbortSignal;
}

export interface ScoreProgress {
  readonly vehicles: number;
  readonly total: number;
}

export interface ScoreSummary {
  vehicles: number;
  /** Signals that can be acted on. */
  signals: number;
  /** New ones, and those of which anything changed. */
  written: number;
  /** Closed or opened again. */
  moved: number;
}

/** Enough that statements cost little, few enough that two batches take some ten megabytes. */
const BATCH_VEHICLES = 1000;

/**
 * Brings the signals of every vehicle up to date. The next vehicles are read while the changes of the last ones are
 * written. Deterministic: the same data, day and parameters give the same signals, and a second run writes nothing.
 */
export async function score(settings: ScoreSettings): Promise<ScoreSummary> {
  const { pool, today, predictor = null, onProgress, signal } = settings;
  const [reader, writer] = await Promise.all([pool.connect(), pool.connect()]);
  const summary: ScoreSummary = { vehicles: 0, signals: 0, written: 0, moved: 0 };
  let isDone = false;
  try {
    await prepareStaging(writer);
    const scoring = scoringOf(today, { timing: await readVisitTiming(reader), predictor });
    const total = await countVehicles(reader);
    const router = new GarageRouter(reader);
    let written: Promise<void> = Promise.resolve();
    let next = readNextVehicles(reader, START, BATCH_VEHICLES);
    for (let batch = await next; batch.last !== null && signal?.aborted !== true; batch = await next) {
      await router.prepare(batch.vehicles);
      next = readNextVehicles(reader, batch.last, BATCH_VEHICLES);
      next.catch(() => undefined);
      const changes = changesOf(batch.vehicles, router, scoring);
      await written;
      written = apply(writer, changes);
      // Both are awaited on the next turn; a failure until then is not an unhandled one.
      written.catch(() => undefined);
      count(summary, batch, changes);
      onProgress?.({ vehicles: summary.vehicles, total });
    }
    await next;
    await written;
    isDone = true;
    return summary;
  } finally {
    // A connection in an unknown state, or with a staging table, does not go back into the pool.
    reader.release(!isDone);
    writer.release(true);
  }
}

/** @param router prepared for these vehicles */
function changesOf(vehicles: readonly ReadVehicle[], router: GarageRouter, scoring: Scoring): Changes {
  const changes = noChanges();
  for (const vehicle of vehicles) planChanges(changes, vehicle, router.routeOf(vehicle.facts), scoring);
  return changes;
}

async function apply(client: pg.ClientBase, { contents, statuses }: Changes): Promise<void> {
  if (contents.length === 0 && statuses.length === 0) return;
  await client.query("begin");
  await writeManySignals(client, contents);
  await changeStatuses(client, statuses);
  await client.query("commit");
}

function count(summary: ScoreSummary, { vehicles }: FactBatch, changes: Changes): void {
  summary.vehicles += vehicles.length;
  summary.signals += changes.signals;
  summary.written += changes.contents.length;
  summary.moved += changes.statuses.length;
}

async function countVehicles(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ total: string }>(
    "select count(*) as total from vehicles where erased_at is null",
  );
  return Number(rows[0]?.total ?? 0);
}

export interface RescoreSettings {
  readonly today: string;
  readonly predictor?: Predictor | null;
}

/**
 * Brings the signals of some vehicles up to date, in the caller's transaction and after whatever it wrote about them.
 * Unknown and erased vehicles are passed over.
 */
export async function rescoreVehicles(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
  { today, predictor = null }: RescoreSettings,
): Promise<void> {
  if (vehicleIds.length === 0) return;
  const scoring = scoringOf(today, { timing: await readVisitTiming(client), predictor });
  const vehicles = await readVehicles(client, vehicleIds);
  const router = new GarageRouter(client);
  await router.prepare(vehicles);
  const changes = changesOf(vehicles, router, scoring);
  await writeSignals(client, changes.contents);
  await changeStatuses(client, changes.statuses);
}
