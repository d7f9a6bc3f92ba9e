import type pg from "pg";
import { openPartnerServices } from "../modules/partners/index.ts";
import { openPool } from "../platform/db/pool.ts";
import { inTransaction } from "../platform/db/transaction.ts";
import { repeatEvery } from "../platform/tasks/repeat-every.ts";
import { deleteOldUsage } from "../platform/usage/usage-log.ts";
import type { Runtime } from "./runtime.ts";

const HOUR_MS = 60 * 60 * 1000;
const RETRY_MS = 60_000;
/** Any number works, so long as nothing else in the database uses it. */
const HOUSEKEEPING_LOCK = 7_205_759_403_792_795;

export interface Worker {
  close(): Promise<void>;
}

/**
 * What has to be done now and then: ended tokens, secrets and logs go, old signing keys are replaced. Any number of
 * workers may run; one of them does it.
 */
export async function openWorker({ appUrl, keys, now, logger, config }: Runtime): Promise<Worker> {
  const onIdleError = (error: Error) => logger.warn({ err: error }, "idle connection lost");
  const pool = openPool({
    url: appUrl,
    role: "kimberlite_worker",
    max: 2,
    statementTimeoutMs: 60_000,
    onIdleError,
  });
  const issuer = config.http.publicUrl ?? "http://localhost";
  const partners = await openPartnerServices({ pool, keys, issuer, now, logger });
  const keepHouse = () =>
    alone(pool, async () => {
      await partners.deleteEnded();
      await partners.rotateOldSigningKey();
      await deleteOldUsage(pool);
    });
  const task = repeatEvery(HOUR_MS, RETRY_MS, keepHouse, (error) => {
    logger.warn({ err: error }, "housekeeping failed; it is tried again");
  });
  await keepHouse();
  return {
    async close() {
      await task.stop();
      await partners.close();
      await pool.end();
    },
  };
}

/** Runs work unless another worker does it at this moment. */
function alone(pool: pg.Pool, work: () => Promise<void>): Promise<void> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_xact_lock($1) as got", [
      HOUSEKEEPING_LOCK,
    ]);
    if (rows[0]?.got === true) await work();
  });
}
