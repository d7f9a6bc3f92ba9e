import { afterAll, beforeAll, expect, test } from "vitest";
import { OuterTransaction, outerTransaction } from "../../../src/platform/db/outer-transaction.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { inTransaction, onOpenConnection } from "../../../src/platform/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a connection that PostgreSQL ends while it is lent out fails its holder's next statement, and not the process", async () => {
  const pool = openPool({
    url: database.appUrl,
    role: "kimberlite_worker",
    max: 2,
    statementTimeoutMs: 5000,
    onIdleError: () => undefined,
  });
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    await database.look("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await ended;
    await expect(client.query("select 1")).rejects.toThrow();
  } finally {
    client.release(true);
  }
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test.each([
  ["a part of a transaction", inTransaction],
  ["a reading within a transaction", onOpenConnection],
])("%s whose connection PostgreSQL ends is told to come again", async (_what, run) => {
  const pool = database.pool("kimberlite_worker", 1);
  const client = await pool.connect();
  try {
    const { rows } = await client
      .query<{ pid: number }>("begin; select pg_backend_pid() as pid")
      .then((results) => (results as unknown as (typeof results)[])[1]!);
    const outer = new OuterTransaction();
    outer.open(client);
    // PostgreSQL says it while the first statement is under way.
    const part = outerTransaction.run(outer, () => run(pool, (one) => one.query("select pg_sleep(5)")));
    const refused = expect(part).rejects.toMatchObject({ code: "OVERLOADED" });
    await database.look("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await refused;
    await expect(
      outerTransaction.run(outer, () => run(pool, (one) => one.query("select 1"))),
    ).rejects.toMatchObject({ code: "OVERLOADED" });
  } finally {
    client.release(true);
  }
});
