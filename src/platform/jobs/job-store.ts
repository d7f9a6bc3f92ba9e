import { PgBoss, type Db } from "pg-boss";
import type pg from "pg";
import type { Job } from "./job.ts";

/** The queue's own tables; not `public`, where every table is ours. */
export const JOB_SCHEMA = "pgboss";

/** Without a heartbeat for this long, a worker has lost its job. The least that pg-boss takes. */
const HEARTBEAT_S = 10;

const DAY_S = 24 * 60 * 60;

export const asDb = (client: pg.Pool | pg.ClientBase): Db => ({
  executeSql: async (text, values = []) =>
    await (values.length === 0 ? client.query(text) : client.query(text, values)),
});

/**
 * Makes or updates the queue's tables as their owner; the product's roles get no right to change them. The reading role
 * gets none at all: jobs are nobody's rows.
 */
export async function installJobs(client: pg.ClientBase): Promise<void> {
  const boss = new PgBoss({
    db: asDb(client),
    schema: JOB_SCHEMA,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  await boss.start();
  await boss.stop({ graceful: false });
  await client.query(`
    grant usage on schema ${JOB_SCHEMA} to kimberlite_worker;
    grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to kimberlite_worker;
    grant usage on all sequences in schema ${JOB_SCHEMA} to kimberlite_worker`);
}

/** Says how jobs of a kind are kept and tried again. Again is harmless; a changed setting counts for new jobs. */
export async function registerJob(boss: PgBoss, job: Job<object>): Promise<void> {
  const settings = {
    heartbeatSeconds: HEARTBEAT_S,
    retryLimit: job.retries ?? 5,
    retryDelay: 0,
    expireInSeconds: job.expiresAfterS ?? 60 * 60,
    deleteAfterSeconds: DAY_S,
  };
  await boss.createQueue(job.name, { ...settings, policy: job.oneAtATime === true ? "stately" : "standard" });
  await boss.updateQueue(job.name, settings);
}
