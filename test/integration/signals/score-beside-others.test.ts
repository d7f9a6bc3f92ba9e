import { expect, test } from "vitest";
import { seedFleet } from "../../../src/modules/demo/index.ts";
import { score } from "../../../src/modules/signals/index.ts";
import { openSignalScene } from "./scene.ts";

const TODAY = "2026-06-15";

test("a signal that somebody writes between the reading and the writing of the first run is kept once", async () => {
  const { database, pool } = await openSignalScene();
  const { ownerUrl } = database;
  const other = await pool.connect();
  try {
    await seedFleet({ ownerUrl, vehicles: 30, garages: 3, seed: 7, today: TODAY });
    await score({ pool, today: TODAY });
    const content = "select id, kind, probability, evidence from intent_signals order by id";
    const expected = await database.look(content);
    await other.query(
      `create temp table written as select * from intent_signals
       where id = (select id from intent_signals order by id limit 1)`,
    );
    await database.look("delete from intent_signals");
    await other.query("begin");
    await other.query("insert into intent_signals select * from written");

    const run = score({ pool, today: TODAY });
    const waiting = `select count(*)::int from pg_stat_activity
      where datname = current_database() and wait_event = 'transactionid'`;
    await expect.poll(() => database.look(waiting), { timeout: 10_000 }).toEqual([{ count: 1 }]);
    await other.query("commit");

    expect((await run).signals).toBe(expected.length);
    expect(await database.look(content)).toEqual(expected);
    expect(await database.look("select count(*)::int from events where type like 'SIGNAL%'")).toEqual([
      { count: 0 },
    ]);
  } finally {
    other.release(true);
    await database.drop();
  }
});
