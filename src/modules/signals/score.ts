import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import type { Predictor } from "./derived-signal.ts";
import { readRange, readVehicles, type RangeFacts } from "./fact-source.ts";
import { noChanges, planChanges, scoringOf, type Changes, type Scoring } from "./plan-changes.ts";
import type { ReadVehicle } from "./assemble-facts.ts";
import { GarageRouter, NOWHERE, type Route } from "./route-garages.ts";
import { readVisitTiming } from "./stored-timing.ts";
import { vehicleRanges, type VehicleRange, type VehicleRanges } from "./vehicle-ranges.ts";
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
  /** Stops after the batches under way. A later run begins anew; what is done is not done again. */
  readonly signal?: AbortSignal;
}

export interface ScoreProgress {
  readonly vehicles: number;
  readonly total: number;
}

export interface ScoreSummary {
  readonly vehicles: number;
  /** Signals that can be acted on. */
  readonly signals: number;
  /** New ones, and those of which anything changed. */
  readonly written: number;
  /** Closed or opened again. */
  readonly moved: number;
}

export const NOTHING_SCORED: ScoreSummary = { vehicles: 0, signals: 0, written: 0, moved: 0 };

export function addSummaries(one: ScoreSummary, other: ScoreSummary): ScoreSummary {
  return {
    vehicles: one.vehicles + other.vehicles,
    signals: one.signals + other.signals,
    written: one.written + other.written,
    moved: one.moved + other.moved,
  };
}

/** Enough that statements cost little, few enough that two batches take some ten megabytes. */
const BATCH_VEHICLES = 1000;

/**
 * Brings the signals of every vehicle up to date. Deterministic: the same data, day and parameters give the same
 * signals, and a second run writes nothing.
 */
export async function score(settings: ScoreSettings): Promise<ScoreSummary> {
  const { pool, today, predictor = null, onProgress, signal } = settings;
  const { ranges, total } = await rangesToScore(pool);
  const waiting = ranges.values();
  let summary = NOTHING_SCORED;
  await scoreRanges({
    pool,
    today,
    predictor,
    nextRange: () => Promise.resolve(signal?.aborted === true ? null : (waiting.next().value ?? null)),
    onRange: (scored) => {
      summary = addSummaries(summary, scored);
      onProgress?.({ vehicles: summary.vehicles, total });
    },
  });
  return summary;
}

/** All vehicles, in batches. */
export const rangesToScore = (pool: pg.Pool): Promise<VehicleRanges> => vehicleRanges(pool, BATCH_VEHICLES);

export interface RangeSettings {
  /** As in ScoreSettings. */
  readonly pool: pg.Pool;
  readonly today: string;
  readonly predictor: Predictor | null;
  /** Null: no more. */
  readonly nextRange: () => Promise<VehicleRange | null>;
  /** When its vehicles are derived; the last two may not be written yet, until `scoreRanges` resolves. */
  readonly onRange: (scored: ScoreSummary) => void;
}

/**
 * Brings ranges of vehicles up to date, on three connections: the next range is read, and garages are found, while the
 * changes of the last one are written.
 */
export async function scoreRanges(settings: RangeSettings): Promise<void> {
  const { pool, today, predictor, nextRange, onRange } = settings;
  const [reader, writer, finder] = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
  const router = new GarageRouter(finder);
  const readNext = async (): Promise<RangeFacts | null> => {
    const range = await nextRange();
    if (range === null) return null;
    const read = await readRange(reader, range);
    await router.learn(read.garages, read.areas);
    return read;
  };
  let isDone = false;
  try {
    await prepareStaging(writer);
    const scoring = scoringOf(today, { timing: await readVisitTiming(reader), predictor });
    let written: Promise<void> = Promise.resolve();
    let next = readNext();
    for (let read = await next; read !== null; read = await next) {
      next = readNext();
      next.catch(() => undefined);
      const changes = noChanges();
      for (const vehicles of read.vehicles) {
        addChanges(changes, vehicles, await router.routesOf(vehicles), scoring);
        // The database is answered in between: it would wait for a thread that derives a whole range at once.
        await setImmediate();
      }
      await written;
      written = apply(writer, changes);
      // Both are awaited on the next turn; a failure until then is not an unhandled one.
      written.catch(() => undefined);
      onRange(summaryOf(changes));
    }
    await written;
    isDone = true;
  } finally {
    // A connection in an unknown state, or with a staging table, does not go back into the pool.
    reader.release(!isDone);
    finder.release(!isDone);
    writer.release(true);
  }
}

/** @param routes of the vehicles, in their order */
function addChanges(
  changes: Changes,
  vehicles: readonly ReadVehicle[],
  routes: readonly Route[],
  scoring: Scoring,
): void {
  vehicles.forEach((vehicle, place) => {
    planChanges(changes, vehicle, routes[place] ?? NOWHERE, scoring);
  });
}

async function apply(client: pg.ClientBase, { contents, statuses }: Changes): Promise<void> {
  if (contents.length === 0 && statuses.length === 0) return;
  await client.query("begin");
  await writeManySignals(client, contents);
  await changeStatuses(client, statuses);
  await client.query("commit");
}

function summaryOf({ vehicles, signals, contents, statuses }: Changes): ScoreSummary {
  return { vehicles, signals, written: contents.length, moved: statuses.length };
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
  const routes = await new GarageRouter(client).routesOf(vehicles);
  const changes = noChanges();
  addChanges(changes, vehicles, routes, scoring);
  await writeSignals(client, changes.contents);
  await changeStatuses(client, changes.statuses);
}
