import type pg from "pg";
import { openPartnerServices } from "../modules/partners/index.ts";
import { openPool } from "../platform/db/pool.ts";
import { openJobRunner } from "../platform/jobs/job-runner.ts";
import type { Runtime } from "./runtime.ts";
import { KEEP_HOUSE, workerJobs } from "./worker-jobs.ts";

export interface Worker {
  /** Tells what runs to end, gives it back to the queue, and closes. */
  close(): Promise<void>;
}

/** Does what waits in the queue and what its day has come for. Any number of workers may run. */
export async function openWorker(runtime: Runtime): Promise<Worker> {
  const { keys, now, logger, config } = runtime;
  const pool = openWorkerPool(runtime, 4, 60_000);
  const bulkPool = openWorkerPool(runtime, 4, 0);
  const issuer = config.http.publicUrl ?? "http://localhost";
  const partners = await openPartnerServices({ pool, keys, issuer, now, logger });
  const jobs = workerJobs({ ...runtime, pool, bulkPool, partners });
  const runner = await openJobRunner({ pool, jobs, logger });
  await runner.send(KEEP_HOUSE.name);
  return {
    async close() {
      await runner.close();
      await partners.close();
      await Promise.all([pool.end(), bulkPool.end()]);
    },
  };
}

function openWorkerPool({ appUrl, logger }: Runtime, max: number, statementTimeoutMs: number): pg.Pool {
  return openPool({
    url: appUrl,
    role: "kimberlite_worker",
    max,
    statementTimeoutMs,
    connectionTimeoutMs: 10_000,
    onIdleError: (error) => logger.warn({ err: error }, "idle connection lost"),
  });
}
