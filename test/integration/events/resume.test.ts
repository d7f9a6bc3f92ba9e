import { afterAll, beforeAll, expect, test } from "vitest";
import { appendEvents } from "../../../src/modules/events/index.ts";
import { CursorCodec } from "../../../src/platform/read/cursor.ts";
import { TEST_KEYS } from "../../support/server.ts";
import { listen, openEventScene, page, SCOPES, updated, type EventScene } from "./scene.ts";

let scene: EventScene;

beforeAll(async () => {
  scene = await openEventScene();
});
afterAll(() => scene.server.close());

test("a reader that goes on from its position hears of what commits late, once and in order", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const [slow, fast] = [await scene.make.vehicle(), await scene.make.vehicle()];
  const { nextPosition } = await page(partner, { first: 100 });
  const client = await scene.pool.connect();
  await client.query("begin");
  await appendEvents(client, [updated(slow)]);
  await scene.emit(updated(fast));

  const meanwhile = await page(partner, { after: nextPosition });
  expect(meanwhile.events).toEqual([]);
  expect(meanwhile.hasMore).toBe(false);

  await client.query("commit");
  client.release();
  const heard = await listen(partner, meanwhile.nextPosition, 2);
  const ids = new Set(heard.map(({ subject }) => subject.id));
  expect(heard).toHaveLength(2);
  expect(ids.size).toBe(2);
});

test("what a reader is told outlives a crash, though its writer did not wait for the disk", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const vehicle = await scene.make.vehicle();
  const { nextPosition } = await page(partner, { first: 100 });
  const client = await scene.pool.connect();
  const lost: number[] = [];
  for (let round = 0; round < 20; round++) {
    await client.query("begin; set local synchronous_commit = off");
    await appendEvents(client, [updated(vehicle)]);
    await client.query("commit");
    const written = await client.query<{ lsn: string }>("select pg_current_wal_insert_lsn()::text as lsn");
    await page(partner);
    const kept = await client.query<{ is: boolean }>(
      "select pg_current_wal_flush_lsn() >= $1::pg_lsn as is",
      [written.rows[0]?.lsn],
    );
    if (kept.rows[0]?.is !== true) lost.push(round);
  }
  client.release();
  expect(lost).toEqual([]);
  expect(await listen(partner, nextPosition, 20)).toHaveLength(20);
});

test("writers that commit and roll back in any order leave a steady reader neither a gap nor a twin", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const vehicle = await scene.make.vehicle();
  const { nextPosition } = await page(partner, { first: 100 });
  let committed = 0;
  const writer = async (seed: number) => {
    for (let round = 0; round < 12; round++) {
      const client = await scene.pool.connect();
      await client.query("begin");
      const count = 1 + ((seed + round) % 3);
      await appendEvents(
        client,
        Array.from({ length: count }, () => updated(vehicle)),
      );
      await new Promise((resolve) => setTimeout(resolve, (seed * 7 + round * 13) % 40));
      const isKept = (seed + round) % 4 !== 0;
      await client.query(isKept ? "commit" : "rollback");
      if (isKept) committed += count;
      client.release();
    }
  };
  let writers = 8;
  const writing = Promise.all(
    Array.from({ length: writers }, (_, seed) => writer(seed).finally(() => (writers -= 1))),
  );
  const heard: string[] = [];
  let position = nextPosition;
  while (writers > 0) {
    const { events, nextPosition: next } = await page(partner, { after: position, first: 5 });
    heard.push(...events.map(({ id }) => id));
    position = next;
  }
  await writing;
  heard.push(...(await listen(partner, position, committed - heard.length)).map(({ id }) => id));
  expect(heard).toHaveLength(committed);
  expect(new Set(heard).size).toBe(committed);
});

test("positions older than 30 days are refused and never begin anew; younger ones go on", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const codec = new CursorCodec(TEST_KEYS.derive(`cursors:${partner.partnerId}`, 16));
  const aged = (days: number) =>
    codec.seal("Query.events", ["1", "1", String(Date.now() - days * 24 * 60 * 60 * 1000)]);
  await expect(page(partner, { after: aged(30.01) })).rejects.toMatchObject({
    response: { status: 400, errors: [{ extensions: { code: "BAD_CURSOR", reason: "EXPIRED" } }] },
  });
  expect((await page(partner, { after: aged(29.9) })).nextPosition).toBeTypeOf("string");
});

test("a position that is another partner's, another list's or altered is refused", async () => {
  const [one, other] = [
    await scene.server.partner({ scopes: SCOPES }),
    await scene.server.partner({ scopes: SCOPES }),
  ];
  const { nextPosition } = await page(one);
  const flipped = `${nextPosition.slice(0, 20)}${nextPosition[20] === "A" ? "B" : "A"}${nextPosition.slice(21)}`;
  const codec = new CursorCodec(TEST_KEYS.derive(`cursors:${one.partnerId}`, 16));
  const ofList = codec.seal("Query.vehicles", ["1", "1", String(Date.now())]);
  for (const [partner, after] of [
    [other, nextPosition],
    [one, flipped],
    [one, ofList],
    [one, ""],
    [one, "x".repeat(5000)],
  ] as const) {
    await expect(page(partner, { after })).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: "BAD_CURSOR" } }] },
    });
  }
});
