import { PgBoss } from "pg-boss";
import type pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import type { Job } from "./job.ts";
import { asDb, JOB_SCHEMA, registerJob } from "./job-store.ts";

/** Where work is asked for. */
export interface JobSender {
  /**
   * Asks for work in the caller's transaction: it is there once that commits, and never otherwise.
   * @param key what `oneAtATime` goes by; one for all where absent
   */
  send<Data extends object>(client: pg.ClientBase, job: Job<Data>, data: Data, key?: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param pool works as kimberlite_worker
 * @param jobs every kind that will be sent
 */
export async function openJobSender(
  pool: pg.Pool,
  jobs: readonly Job<object>[],
  logger: Logger,
): Promise<JobSender> {
  const boss = new PgBoss({
    db: asDb(pool),
    schema: JOB_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on("error", (error) => {
    logger.warn({ err: error }, "job queue");
  });
  await boss.start();
  for (const job of jobs) await registerJob(boss, job);
  return {
    async send(client, job, data, key) {
      await boss.send(job.name, data, {
        db: asDb(client),
        ...(key !== undefined && { singletonKey: key }),
      });
    },
    close: () => boss.stop({ graceful: false }),
  };
}
