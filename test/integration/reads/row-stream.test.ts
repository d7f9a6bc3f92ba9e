import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RowStream } from "../../../src/platform/db/row-stream.ts";
import { openSnapshot } from "../../../src/platform/read/snapshot.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const ROWS = 200_000;
const NUMBERED = `select g, repeat('x', 1000) from generate_series(1, $1::int) g`;
const EVERYTHING = { areas: "{*}", makes: "{*}", partFamilies: "{*}", partner: "" };
/** Of 200 MB: what is held, the socket's own, and a piece on its way. */
const HELD_BYTES = 2_000_000;

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool("kimberlite_api", 1);
});
afterAll(() => database.drop());

/** The backend has rows that nobody reads. */
const untilBlocked = (pid: number) =>
  expect
    .poll(() => database.look("select wait_event from pg_stat_activity where pid = $1", [pid]), {
      timeout: 20_000,
    })
    .toEqual([{ wait_event: "ClientWrite" }]);

const pidOf = async (client: pg.ClientBase): Promise<number> =>
  (await client.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]!.pid;

describe("a stream of rows", () => {
  let client: pg.PoolClient;
  beforeEach(async () => {
    client = await pool.connect();
    return () => {
      client.release(true);
    };
  });

  test("hands out every row once and in order, and reads none ahead of who takes them", async () => {
    const { stream: socket } = (client as unknown as { connection: { stream: { bytesRead: number } } })
      .connection;
    const pid = await pidOf(client);
    const before = socket.bytesRead;
    const rows = client.query(new RowStream(NUMBERED, [ROWS]));
    await untilBlocked(pid);
    expect(socket.bytesRead - before).toBeLessThan(HELD_BYTES);

    const first = await rows.next();
    expect(first[0]).toEqual(["1", "x".repeat(1000)]);
    await untilBlocked(pid);
    expect(socket.bytesRead - before).toBeLessThan(HELD_BYTES);

    let last = first.length;
    for (let batch = await rows.next(); batch.length > 0; batch = await rows.next())
      for (const [number] of batch) {
        last += 1;
        if (number !== String(last)) expect(number).toBe(String(last));
      }
    expect(last).toBe(ROWS);
    expect(rows.isOver).toBe(true);
    expect(await rows.next()).toEqual([]);
  });

  test("that came whole before anybody took it gives its connection free", async () => {
    const rows = client.query(new RowStream("select g from generate_series(1, 300) g", []));
    await expect.poll(() => rows.isOver).toBe(true);
    expect(await pidOf(client)).toBeGreaterThan(0);
    expect(await rows.next()).toHaveLength(300);
    expect(await rows.next()).toEqual([]);
  });

  test("fails where its statement fails, after the rows before it, and leaves the connection in use", async () => {
    const rows = client.query(new RowStream("select 1 / (500 - g) from generate_series(1, 1000) g", []));
    let taken = 0;
    const all = async () => {
      for (let batch = await rows.next(); batch.length > 0; batch = await rows.next()) taken += batch.length;
    };
    await expect(all()).rejects.toMatchObject({ code: "22012" });
    expect(taken).toBeLessThan(500);
    await expect(rows.next()).rejects.toMatchObject({ code: "22012" });
    expect(await pidOf(client)).toBeGreaterThan(0);
  });

  test("fails where the connection is lost", async () => {
    const own = database.pool("kimberlite_api", 1);
    const lost = await own.connect();
    lost.on("error", () => undefined);
    const pid = await pidOf(lost);
    const rows = lost.query(new RowStream(NUMBERED, [ROWS]));
    await untilBlocked(pid);
    await database.look("select pg_terminate_backend($1)", [pid]);
    const all = async () => {
      while ((await rows.next()).length > 0);
    };
    await expect(all()).rejects.toThrow();
    lost.release(true);
  });

  test("is worked out by several processes where that pays", async () => {
    await client.query("begin");
    await client.query(
      `select set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true),
         set_config('min_parallel_table_scan_size', '0', true)`,
    );
    const pid = await pidOf(client);
    const rows = client.query(
      new RowStream("select a.*, b.objid from pg_depend a, (select objid from pg_depend limit 200) b", []),
    );
    await untilBlocked(pid);
    expect(await database.look("select from pg_stat_activity where leader_pid = $1", [pid])).not.toEqual([]);
    while ((await rows.next()).length > 0);
    await client.query("rollback");
  });
});

describe("a snapshot", () => {
  test("knows how many rows there will be", async () => {
    const snapshot = await openSnapshot(pool, { text: NUMBERED, values: [4321] }, EVERYTHING);
    expect(snapshot.rowCount).toBe(4321);
    await snapshot.close();
  });

  test("that is left before its end takes its backend along, and its pool goes on", async () => {
    const snapshot = await openSnapshot(pool, { text: NUMBERED, values: [ROWS] }, EVERYTHING);
    await snapshot.next();
    const backends = () =>
      database.look(
        "select from pg_stat_activity where datname = $1 and query like '%repeat%' and state = 'active' and pid <> pg_backend_pid()",
        [database.name],
      );
    expect(await backends()).toHaveLength(1);
    await snapshot.close();
    await expect.poll(backends, { timeout: 20_000 }).toEqual([]);
    const client = await pool.connect();
    expect(await pidOf(client)).toBeGreaterThan(0);
    client.release();
  });
});
