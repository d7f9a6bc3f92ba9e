import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  appendEvents,
  appendEventsFrom,
  keepEvents,
  type NewEvent,
} from "../../../src/modules/events/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool("kimberlite_worker");
});
afterAll(() => database.drop());

const updated = (subjectId: string): NewEvent => ({
  type: "VEHICLE_UPDATED",
  subjectId,
  vehicleId: subjectId,
  areaCode: "FR-69",
  make: "RENAULT",
  data: {},
});

async function within(end: "commit" | "rollback", work: (client: pg.ClientBase) => Promise<unknown>) {
  const client = await pool.connect();
  await client.query("begin");
  await work(client);
  await client.query(end);
  client.release();
}

const stored = (id: string) => database.look("select type, data from events where subject_id = $1", [id]);

test("an event is in the log when its transaction commits, and never when it does not", async () => {
  const [kept, lost] = [randomUUID(), randomUUID()];
  await within("commit", (client) => appendEvents(client, [updated(kept)]));
  await within("rollback", (client) => appendEvents(client, [updated(lost)]));
  expect(await stored(kept)).toEqual([{ type: "VEHICLE_UPDATED", data: {} }]);
  expect(await stored(lost)).toEqual([]);
});

test("events of one call keep their order and what they say", async () => {
  const partnerId = randomUUID();
  const data = { clientId: 'kbc_"{},\\', expiresAt: "2026-06-20T00:00:00.000Z" };
  const subjects = Array.from({ length: 50 }, () => randomUUID());
  await within("commit", (client) =>
    appendEvents(
      client,
      subjects.map((subjectId) => ({ type: "CLIENT_SECRET_EXPIRING", subjectId, partnerId, data })),
    ),
  );
  const rows = await database.look(
    "select subject_id as id, data from events where partner_id = $1 order by tx, seq",
    [partnerId],
  );
  expect(rows).toEqual(subjects.map((id) => ({ id, data })));
});

test("many events are made by one statement from where they are", async () => {
  const partnerId = randomUUID();
  await within("commit", async (client) => {
    const count = await appendEventsFrom(
      client,
      `select 'WEBHOOK_TEST', gen_random_uuid(), null, null, null, null, $1::uuid, '{}'::jsonb from generate_series(1, 1000)`,
      [partnerId],
    );
    expect(count).toBe(1000);
  });
});

test("an event that nobody could hear of is refused", async () => {
  const nobody = `insert into events (type, subject_id, data) values ('WEBHOOK_TEST', $1, '{}')`;
  await expect(pool.query(nobody, [randomUUID()])).rejects.toThrow("events_listener_check");
});

test("what was told cannot be changed or taken back", async () => {
  await expect(pool.query("update events set type = type")).rejects.toThrow("permission denied");
  await expect(pool.query("delete from events")).rejects.toThrow("permission denied");
});

test("partitions of days past are dropped, those of the last 30 stay, and late ones take over what waited", async () => {
  for (const age of [40, 29]) {
    await database.look(
      `do $$ declare day date := (now() at time zone 'UTC')::date - ${age}; begin
         execute format('create table public.%I (like events including all)', 'events_' || to_char(day, 'YYYY_MM_DD'));
         execute format('alter table events attach partition public.%I for values from (%L) to (%L)',
           'events_' || to_char(day, 'YYYY_MM_DD'), day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
       end $$`,
    );
  }
  await database.look(
    `do $$ begin execute format('drop table public.%I', 'events_' || to_char((now() at time zone 'UTC')::date, 'YYYY_MM_DD')); end $$`,
  );
  const waiting = randomUUID();
  await within("commit", (client) => appendEvents(client, [updated(waiting)]));
  expect(await database.look("select from events_rest where subject_id = $1", [waiting])).toHaveLength(1);

  await keepEvents(pool);
  await keepEvents(pool);

  const ages = await database.look(
    `select ((now() at time zone 'UTC')::date - to_date(right(c.relname, 10), 'YYYY_MM_DD'))::int as age
     from pg_inherits join pg_class c on c.oid = inhrelid
     where inhparent = 'events'::regclass and c.relname <> 'events_rest' order by age`,
  );
  expect(ages.map(({ age }) => age)).toEqual([-2, -1, 0, 29]);
  expect(await database.look("select from events_rest")).toEqual([]);
  expect(await stored(waiting)).toHaveLength(1);
});
