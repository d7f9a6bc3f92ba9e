import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import {
  addSummaries,
  foldOpenSignals,
  isFleetScored,
  noteScoringRun,
  NOTHING_SCORED,
  rangesToScore,
  SIGNALS_AS_FILLED,
  type ScoreSummary,
  type VehicleRange,
} from "../modules/signals/index.ts";
import { withDeferredIndexes } from "../platform/db/deferred-indexes.ts";
import { withBulkPool } from "./bulk-pool.ts";
import { openProgress } from "./progress.ts";
import type { Runtime } from "./runtime.ts";
import type { FromScoreThread, ScoreThreadData, ToScoreThread } from "./score-thread.ts";

/** Each thread keeps two connections busy; more than this many write in each other's way. */
const MOST_THREADS = 4;
/**
 * Megabytes for what a batch leaves behind. A batch is garbage when it is written: with room for one, little of it is
 * ever copied, and collecting garbage takes a quarter of the time that it takes with Node's 16.
 */
const YOUNG_GENERATION_MB = 96;

/** With fewer, dropping the indexes of an empty table and making them again takes longer than growing them. */
const MANY_VEHICLES = 10_000;

type OnProgress = (scored: number, total: number) => void;

/** Derives every vehicle's signals as of today, and notes that it did. Again on the same day it changes nothing. */
export async function scoreFleet(
  runtime: Runtime,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress } = {},
): Promise<ScoreSummary> {
  const today = todayOf(runtime);
  const { ranges, total } = await withBulkPool(runtime, rangesToScore);
  const waiting = ranges.values();
  let summary = NOTHING_SCORED;
  const work = async () => {
    await inThreads({ appUrl: runtime.appUrl, today }, ranges.length, {
      nextRange: () => (signal?.aborted === true ? null : (waiting.next().value ?? null)),
      onRange: (scored) => {
        summary = addSummaries(summary, scored);
        onProgress?.(summary.vehicles, total);
      },
    });
    await withBulkPool(runtime, foldOpenSignals);
  };
  if (total < MANY_VEHICLES) await work();
  else await withDeferredIndexes(runtime.ownerUrl, SIGNALS_AS_FILLED, work);
  if (signal?.aborted !== true) await withBulkPool(runtime, (pool) => noteScoringRun(pool, today, summary));
  return summary;
}

/** The same where nobody has done it today: whatever kept the workers down when the day began, it is done once. */
export async function scoreFleetOnceADay(runtime: Runtime, signal: AbortSignal): Promise<void> {
  const isDone = await withBulkPool(runtime, (pool) => isFleetScored(pool, todayOf(runtime)));
  if (!isDone) await scoreFleet(runtime, { signal });
}

const todayOf = ({ now }: Runtime): string => now().toISOString().slice(0, 10);

/** `scoreFleet` for somebody who looks on. */
export async function scoreFleetVisibly(runtime: Runtime, signal?: AbortSignal): Promise<ScoreSummary> {
  const progress = openProgress("Signals");
  const onProgress: OnProgress = (scored, total) => {
    progress.update(scored, total, `${scored} of ${total} vehicles`);
  };
  try {
    return await scoreFleet(runtime, { onProgress, ...(signal && { signal }) });
  } finally {
    progress.end();
  }
}

interface Work {
  readonly nextRange: () => VehicleRange | null;
  readonly onRange: (scored: ScoreSummary) => void;
}

/** @throws what the first thread to fail threw, when all have ended */
async function inThreads(data: ScoreThreadData, ranges: number, work: Work): Promise<void> {
  const count = Math.min(ranges, MOST_THREADS, availableParallelism());
  let hasFailed = false;
  const threads = Array.from({ length: count }, async () => {
    try {
      await runThread(data, {
        ...work,
        nextRange: () => (hasFailed ? null : work.nextRange()),
      });
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  });
  const outcomes = await Promise.allSettled(threads);
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

async function runThread(workerData: ScoreThreadData, { nextRange, onRange }: Work): Promise<void> {
  const thread = new Worker(new URL("score-thread.js", import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  thread.on("message", (said: FromScoreThread) => {
    if (said === null) thread.postMessage(nextRange() satisfies ToScoreThread);
    else onRange(said);
  });
  // Rejects with what the thread did not catch.
  await once(thread, "exit");
}
