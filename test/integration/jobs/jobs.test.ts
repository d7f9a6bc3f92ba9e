import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type pg from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "../../../src/platform/db/transaction.ts";
import { defineJob, handledBy, type HandledJob, type JobTry } from "../../../src/platform/jobs/job.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { openJobRunner, type JobRunner } from "../../../src/platform/jobs/job-runner.ts";
import { openJobSender, type JobSender } from "../../../src/platform/jobs/job-sender.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { SLOW } from "./slow-job.ts";

const COUNT = defineJob<{ readonly number: number }>({ name: "count", retries: 2 });
const REFRESH = defineJob<{ readonly number: number }>({ name: "refresh", oneAtATime: true });
const logger = pino({ level: "silent" });

let database: TestDatabase;
let pool: pg.Pool;
let sender: JobSender;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool("kimberlite_worker", 6);
  sender = await openJobSender(pool, [COUNT, REFRESH, SLOW], logger);
});
afterAll(async () => {
  await sender.close();
  await database.drop();
});
beforeEach(() => database.look("delete from pgboss.job"));

const send = (job: typeof COUNT, number: number) =>
  inTransaction(pool, (client) => sender.send(client, job, { number }));
const states = async (name: string) =>
  (await database.look("select state::text from pgboss.job where name = $1 order by created_on", [name])).map(
    ({ state }) => state,
  );
const run = (...jobs: HandledJob[]): Promise<JobRunner> =>
  openJobRunner({ pool, jobs, logger, metrics: createMetrics() });

describe("a job", () => {
  test("is there when the transaction that asked for it commits, and never otherwise", async () => {
    const ran: number[] = [];
    await send(COUNT, 1);
    await inTransaction(pool, async (client) => {
      await sender.send(client, COUNT, { number: 2 });
      throw new Error("no");
    }).catch(() => undefined);
    const runner = await run(handledBy(COUNT, async ({ number }) => void ran.push(number)));
    await expect.poll(() => states("count"), { timeout: 10_000 }).toEqual(["completed"]);
    await runner.close();
    expect(ran).toEqual([1]);
  });

  test("that fails is tried again as often as it says, and leaves no word of the failure with the queue", async () => {
    const tries: number[] = [];
    await send(COUNT, 1);
    const runner = await run(
      handledBy(COUNT, async (_data, { tries: number }) => {
        tries.push(number);
        throw new Error("duplicate key value AB-123-CD");
      }),
    );
    await expect.poll(() => states("count"), { timeout: 15_000 }).toEqual(["failed"]);
    await runner.close();
    expect(tries).toEqual([0, 1, 2]);
    expect(JSON.stringify(await database.look("select * from pgboss.job"))).not.toContain("AB-123-CD");
  });

  test("of a kind that runs one at a time neither runs beside another nor piles up", async () => {
    for (const number of [1, 2, 3]) await send(REFRESH, number);
    expect(await states("refresh")).toEqual(["created"]);
    const ran: number[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const runner = await run(
      handledBy(REFRESH, async ({ number }) => {
        ran.push(number);
        await released;
      }),
    );
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([1]);
    for (const number of [4, 5]) await send(REFRESH, number);
    expect(await states("refresh")).toEqual(["active", "created"]);
    release();
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual([1, 4]);
    await runner.close();
  });

  test("is told to end when its worker stops, and is done by the next one", async () => {
    await send(COUNT, 1);
    const taken = Promise.withResolvers<JobTry>();
    const first = await run(
      handledBy(COUNT, (_data, attempt) => {
        taken.resolve(attempt);
        return new Promise((_resolve, reject) =>
          attempt.signal.addEventListener("abort", () => {
            reject(new Error("told to end"));
          }),
        );
      }),
    );
    await taken.promise;
    await first.close();
    const second = await run(handledBy(COUNT, () => Promise.resolve()));
    await expect.poll(() => states("count"), { timeout: 10_000 }).toEqual(["completed"]);
    await second.close();
  });
});

test("the worker's role runs the queue without the right to change its tables, and readers have none", async () => {
  await expect(pool.query("alter table pgboss.job add column x int")).rejects.toMatchObject({
    code: "42501",
  });
  await expect(database.pool("kimberlite_api", 1).query("select from pgboss.job")).rejects.toMatchObject({
    code: "42501",
  });
});

describe("a worker that", () => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  async function holdJob(): Promise<{ child: ChildProcess; lines: string[] }> {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, "worker-child.ts"), database.appUrl],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    children.push(child);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    await expect.poll(() => lines, { timeout: 10_000 }).toContain("taken");
    return { child, lines };
  }

  test("is killed or frozen loses its job to another, and cannot complete it when it wakes", async () => {
    await send(SLOW, 1);
    const killed = await holdJob();
    await send(SLOW, 2);
    const frozen = await holdJob();
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    frozen.child.kill("SIGSTOP");

    const taken: JobTry[] = [];
    const released = Promise.withResolvers<undefined>();
    const rescuer = await run({
      ...handledBy({ ...SLOW, concurrency: 2 }, async (_data, attempt) => {
        taken.push(attempt);
        await released.promise;
      }),
    });
    // 10 s of silence, then up to 3 s to be seen and taken. A loaded machine gets some more.
    await expect.poll(() => taken.length, { timeout: 20_000, interval: 100 }).toBe(2);
    expect(taken.map(({ tries }) => tries)).toEqual([1, 1]);

    frozen.child.kill("SIGCONT");
    await expect.poll(() => frozen.lines, { timeout: 10_000 }).toContain("lost");
    frozen.child.stdin!.write("done\n");
    await expect.poll(() => frozen.lines, { timeout: 10_000 }).toContain("done");
    expect(await states("slow")).toEqual(["active", "active"]);
    expect(taken.every(({ signal }) => !signal.aborted)).toBe(true);
    released.resolve(undefined);
    await expect.poll(() => states("slow"), { timeout: 10_000 }).toEqual(["completed", "completed"]);
    await rescuer.close();
  }, 60_000);
});
