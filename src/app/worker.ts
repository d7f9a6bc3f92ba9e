import type pg from "pg";
import { consentRules } from "../modules/consents/index.ts";
import { EventLog } from "../modules/events/graphql.ts";
import { openPartnerServices, type PartnerServices } from "../modules/partners/index.ts";
import { openWebhookDeliveries } from "../modules/webhooks/index.ts";
import { openAccessLog } from "../platform/access-log/access-log.ts";
import { openVerified } from "../platform/db/open-verified.ts";
import { openPool, type DatabaseRole, warnOfLostConnection } from "../platform/db/pool.ts";
import { openJobRunner } from "../platform/jobs/job-runner.ts";
import { openReadPool } from "./read-pool.ts";
import type { Runtime } from "./runtime.ts";
import { SCORE_FLEET } from "./rescoring.ts";
import { KEEP_HOUSE, workerJobs } from "./worker-jobs.ts";

export interface Worker {
  /** Tells what runs to end, gives it back to the queue, and closes. */
  close(): Promise<void>;
}

/** Does what waits in the queue and what its day has come for. Any number of workers may run. */
export async function openWorker(runtime: Runtime): Promise<Worker> {
  const { keys, now, logger, metrics, config } = runtime;
  const pool = openWorkerPool(runtime, "kimberlite_worker", 60_000);
  const bulkPool = openWorkerPool(runtime, "kimberlite_worker", 0);
  const readPool = openWorkerPool(runtime, "kimberlite_api", 0);
  await openVerified(readPool, [pool, bulkPool]);
  for (const [name, counted] of Object.entries({ worker: pool, bulk: bulkPool, exports: readPool }))
    metrics.watchPool(name, counted);
  const accessLog = openAccessLog(pool, logger);
  const issuer = config.http.publicUrl ?? "http://localhost";
  const partners = await openPartnerServices({ pool, keys, issuer, now, logger });
  const jobs = workerJobs({ ...runtime, pool, bulkPool, readPool, partners, accessLog });
  const webhooks = openWebhooks(runtime, partners);
  const runner = await openJobRunner({ pool, jobs, logger, metrics, tracing: runtime.tracing });
  for (const { name } of [KEEP_HOUSE, SCORE_FLEET]) await runner.send(name);
  return {
    async close() {
      await Promise.all([runner.close(), webhooks.close()]);
      await Promise.all([partners.close(), accessLog.close()]);
      await Promise.all([pool, bulkPool, readPool].map((open) => open.end()));
    },
  };
}

/** Webhooks have connections of their own: they must not queue behind bulk work. */
function openWebhooks(runtime: Runtime, partners: PartnerServices): { close(): Promise<void> } {
  const { appUrl: databaseUrl, keys, logger, now, config } = runtime;
  const pool = openWorkerPool(runtime, "kimberlite_worker", 10_000);
  const readPool = openReadPool({ databaseUrl, max: 4, logger });
  const lookingPool = openWorkerPool(runtime, "kimberlite_worker", 10_000);
  const log = new EventLog({ readPool, workerPool: lookingPool, identityRules: consentRules, now });
  const deliveries = openWebhookDeliveries({
    pool,
    log,
    partners,
    keys,
    logger,
    addressRules: config.webhooks,
  });
  return {
    async close() {
      await deliveries.close();
      await Promise.all([pool, readPool, lookingPool].map((each) => each.end()));
    },
  };
}

function openWorkerPool(
  { appUrl, logger, tracing }: Runtime,
  role: DatabaseRole,
  statementTimeoutMs: number,
): pg.Pool {
  return openPool({
    url: appUrl,
    role,
    max: 4,
    statementTimeoutMs,
    connectionTimeoutMs: 10_000,
    onIdleError: warnOfLostConnection(logger),
    tracing,
  });
}
