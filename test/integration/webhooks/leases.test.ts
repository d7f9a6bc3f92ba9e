import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  addDeliveries,
  claimDue,
  extendLeases,
  listBehind,
  markDelivered,
  markFailed,
  type HeldDelivery,
} from "../../../src/modules/webhooks/delivery.repository.ts";
import { idsOf } from "../events/scene.ts";
import { MOST_WAITING } from "../../../src/modules/webhooks/fan-out.ts";
import { forPartner, openWebhookScene, SCOPES, until, type WebhookScene } from "./scene.ts";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
});
afterAll(() => scene.close());
beforeEach(() => scene.pool.query("update webhook_endpoints set status = 'PAUSED'"));

const ATTEMPT = {
  at: "2026-06-15T10:00:00.000Z",
  durationMs: 1,
  outcome: "ACKNOWLEDGED",
  httpStatus: 200,
} as const;

/** One delivery that waits; its worker is the test itself. */
async function waiting(): Promise<void> {
  const partner = await scene.server.partner({ scopes: SCOPES });
  await scene.endpoint(partner, { url: "http://127.0.0.1:9/" });
  await scene.emit(forPartner(partner.partnerId));
  const [endpoint] = await until(
    () => listBehind(scene.pool, MOST_WAITING),
    ({ length }) => length === 1,
  );
  const stored = await scene.server.database.look("select id, tx, seq from events where partner_id = $1", [
    partner.partnerId,
  ]);
  const events = stored.map(({ id, tx, seq }) => ({
    ...({
      id: String(id),
      type: "WEBHOOK_PAUSED",
      subjectId: "",
      vehicleId: null,
      areaCode: null,
      data: {},
    } as const),
    position: { tx: String(tx), seq: String(seq), atMs: Date.now() },
  }));
  const to = events[0]!.position;
  // Two workers saw it at once: one of them makes the delivery.
  await Promise.all([1, 2].map(() => addDeliveries(scene.pool, endpoint!, events, to)));
}

const claim = (leaseMs: number): Promise<HeldDelivery[]> =>
  claimDue(scene.pool, { perEndpoint: 10, perFailingEndpoint: 2, leaseMs }, 10);

const stateOf = async ({ id }: HeldDelivery) => {
  const [row] = await scene.server.database.look(
    "select status, attempt_count as count from webhook_deliveries where id = $1",
    [id],
  );
  return row;
};

test("a delivery that a worker holds is nobody else's, until the worker gives no sign of life", async () => {
  await waiting();
  const [first] = await claim(300);
  expect(await claim(300)).toEqual([]);
  expect(await extendLeases(scene.pool, [first!], 400)).toEqual(new Set([first?.id]));
  expect(await claim(300)).toEqual([]);
  const [second] = await until(
    () => claim(300),
    ({ length }) => length === 1,
  );
  expect(second).toMatchObject({ id: first?.id, lease: (first?.lease ?? 0) + 1 });
});

test("a worker that lost a delivery and wakes up can neither complete it nor fail it nor hold it", async () => {
  await waiting();
  const [asleep] = await claim(1);
  const [awake] = await until(
    () => claim(60_000),
    ({ length }) => length === 1,
  );
  await markDelivered(scene.pool, asleep!, ATTEMPT);
  expect(await stateOf(awake!)).toEqual({ status: "PENDING", count: 0 });
  const client = await scene.pool.connect();
  expect(await markFailed(client, asleep!, ATTEMPT, null)).toBeNull();
  client.release();
  expect(await extendLeases(scene.pool, [asleep!], 1000)).toEqual(new Set());
  expect(await stateOf(awake!)).toEqual({ status: "PENDING", count: 0 });

  await markDelivered(scene.pool, awake!, ATTEMPT);
  expect(await stateOf(awake!)).toEqual({ status: "DELIVERED", count: 1 });
});

test("five days without an acknowledgement are told by the first failure on", async () => {
  await waiting();
  const [held] = await claim(60_000);
  const client = await scene.pool.connect();
  const failed = await markFailed(client, held!, { ...ATTEMPT, outcome: "REFUSED", httpStatus: 500 }, 1);
  expect(failed?.failingForMs).toBe(0);
  await scene.pool.query(
    "update webhook_endpoints set failing_since = now() - interval '5 days' where id = $1",
    [held?.endpointId],
  );
  const [again] = await until(
    () => claim(60_000),
    ({ length }) => length === 1,
  );
  const later = await markFailed(client, again!, { ...ATTEMPT, outcome: "REFUSED", httpStatus: 500 }, 1);
  client.release();
  expect(later?.failingForMs).toBeGreaterThanOrEqual(5 * 24 * 60 * 60 * 1000);
});

test("at an endpoint that fails little may wait, and it comes after those that answer", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const [failing, well] = [
    await scene.endpoint(partner, { url: "http://127.0.0.1:9/" }),
    await scene.endpoint(partner, { url: "http://127.0.0.1:9/" }),
  ];
  await scene.pool.query("update webhook_endpoints set failing_since = now() where id = $1", [
    idsOf(partner).decode("W", failing.id),
  ]);
  await scene.emit(forPartner(partner.partnerId));
  const behind = await until(
    () => listBehind(scene.pool, MOST_WAITING),
    ({ length }) => length === 2,
  );
  expect(behind.map(({ id, room }) => [idsOf(partner).encode("W", id), room])).toEqual([
    [well.id, MOST_WAITING.perEndpoint],
    [failing.id, MOST_WAITING.perFailingEndpoint],
  ]);
});
