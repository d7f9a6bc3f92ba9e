import { PgBoss, type Job as TakenJob } from "pg-boss";
import type pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import type { HandledJob } from "./job.ts";
import { asDb, JOB_SCHEMA, registerJob } from "./job-store.ts";

/** How often a worker says that it still has its job, and looks for workers that no longer say so. */
const BEAT_S = 2;
/** How often a worker looks for work. */
const POLL_S = 1;
/** How long an orderly stop waits for work that was told to end. */
const STOP_MS = 8_000;
/** An unreachable database is reported this often. */
const REPORT_MS = 10_000;

export interface JobRunner {
  /** Asks for work now, beside its schedule. */
  send(name: string): Promise<void>;
  /** Tells what runs to end, gives it back to the queue, and closes. */
  close(): Promise<void>;
}

export interface JobRunnerSettings {
  /** Works as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly jobs: readonly HandledJob[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Absent: jobs are not traced. */
  readonly tracing?: Tracing | undefined;
}

/**
 * Runs jobs until closed. Of a worker that is killed, another one (or the next) has the job 15 seconds later: 10 until its
 * heartbeat counts as missed, 2 until somebody looks, 1 until it is taken.
 */
export async function openJobRunner(settings: JobRunnerSettings): Promise<JobRunner> {
  const { pool, jobs, logger } = settings;
  const boss = new PgBoss({
    db: asDb(pool),
    schema: JOB_SCHEMA,
    migrate: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: BEAT_S,
    monitorIntervalSeconds: BEAT_S,
  });
  reportErrors(boss, logger);
  await boss.start();
  const stopping = new AbortController();
  for (const handled of jobs) await startWork(boss, handled, stopping.signal, settings);
  return {
    async send(name) {
      await boss.send(name, {});
    },
    async close() {
      stopping.abort(new Error("The worker stops."));
      await boss.stop({ timeout: STOP_MS });
    },
  };
}

async function startWork(
  boss: PgBoss,
  { job, run }: HandledJob,
  stopping: AbortSignal,
  { logger, metrics, tracing }: Pick<JobRunnerSettings, "logger" | "metrics" | "tracing">,
): Promise<void> {
  await registerJob(boss, job);
  if (job.schedule === undefined) await boss.unschedule(job.name);
  else await boss.schedule(job.name, job.schedule);
  const options = {
    localConcurrency: job.concurrency ?? 1,
    heartbeatRefreshSeconds: BEAT_S,
    pollingIntervalSeconds: POLL_S,
  };
  await boss.work(job.name, options, async ([taken]: TakenJob[]) => {
    if (taken === undefined) return;
    const ended = metrics.jobSeconds.startTimer({ job: job.name });
    const span = tracing?.begin(`job ${job.name}`, "CONSUMER", { "kimberlite.tries": taken.retryCount });
    const facts = {
      job: job.name,
      jobId: taken.id,
      tries: taken.retryCount,
      ...(span && { traceId: span.traceId }),
    };
    try {
      const signal = AbortSignal.any([taken.signal, stopping]);
      const attempt = { jobId: taken.id, tries: taken.retryCount, signal };
      const work = () => run(taken.data as never, attempt);
      await (span === undefined ? work() : span.run(work));
      span?.end();
      logger.info({ ...facts, durationMs: Math.round(ended({ outcome: "done" }) * 1000) }, "job done");
    } catch (error) {
      span?.end("failed");
      ended({ outcome: "failed" });
      logger.warn({ ...facts, err: error }, "job failed");
      // The queue keeps what it is told, causes too; messages of PostgreSQL repeat values.
      // eslint-disable-next-line preserve-caught-error -- as said
      throw new Error("See the log.");
    }
  });
}

function reportErrors(boss: PgBoss, logger: Logger): void {
  let reportedAt = -REPORT_MS;
  boss.on("error", (error) => {
    const now = performance.now();
    if (now - reportedAt < REPORT_MS) return;
    reportedAt = now;
    logger.warn({ err: error }, "job queue");
  });
  boss.on("warning", ({ message }) => {
    logger.warn({ warning: message }, "job queue");
  });
}
