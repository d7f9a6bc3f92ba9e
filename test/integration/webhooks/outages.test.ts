import { afterAll, beforeAll, expect, test } from "vitest";
import { ok, status, type Answer } from "./receiver.ts";
import { forPartner, openWebhookScene, SCOPES, until, UPDATE, type WebhookScene } from "./scene.ts";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
  scene.work({ attemptMs: 150 });
});
afterAll(() => scene.close());

/** Misbehaves at the first attempts of each message. */
function atFirst(attempts: number, bad: Answer): Answer {
  const seen = new Map<string, number>();
  return (response, request, received) => {
    const id = received.headers["webhook-id"] ?? "";
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    (count > attempts ? ok : bad)(response, request, received);
  };
}

const BAD: Readonly<Record<string, Answer>> = {
  hangs: () => undefined,
  drips: (response) => {
    const timer = setInterval(() => response.socket?.write("H"), 20);
    response.on("close", () => {
      clearInterval(timer);
    });
  },
  "answers 500": status(500),
  "answers 429": status(429, { "retry-after": "1" }),
  "answers 404": status(404),
  resets: (response) => response.socket?.resetAndDestroy(),
};

test("receivers that fail for nearly the whole schedule get every event in the end, under its id, and healthy ones have theirs meanwhile", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const healthy = await scene.receiver();
  await scene.endpoint(partner, { url: healthy.url });
  const failing = await Promise.all(
    Object.entries(BAD).map(async ([name, bad]) => {
      const receiver = await scene.receiver(atFirst(name === "answers 429" ? 2 : 8, bad));
      await scene.endpoint(partner, { url: receiver.url });
      return { name, receiver };
    }),
  );
  const EVENTS = 4;
  await scene.emit(...Array.from({ length: EVENTS }, () => forPartner(partner.partnerId)));

  const ids = await until(
    () => new Set(healthy.acknowledged),
    ({ size }) => size === EVENTS,
  );
  for (const { name, receiver } of failing) {
    await until(
      () => new Set(receiver.acknowledged).size,
      (size) => size === EVENTS,
      40_000,
    );
    expect(new Set(receiver.acknowledged), name).toEqual(ids);
    const tried = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));
    expect(tried, name).toEqual(ids);
    const bodies = new Set(receiver.received.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`));
    expect(bodies.size, name).toBe(EVENTS);
  }
  expect(new Set(healthy.acknowledged)).toEqual(ids);
}, 60_000);

test("E99: Retry-After is honoured", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const receiver = await scene.receiver(atFirst(1, status(503, { "retry-after": "1" })));
  await scene.endpoint(partner, { url: receiver.url });
  await scene.emit(forPartner(partner.partnerId));
  await until(
    () => receiver.acknowledged.length,
    (length) => length === 1,
  );
  const [first, second] = receiver.received.map(({ atMs }) => atMs);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(900);
});

test("E99: 410 pauses the endpoint, and the partner's others are told; resumed, it goes on where it stood", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const [gone, other] = [await scene.receiver(status(410)), await scene.receiver()];
  const { id } = await scene.endpoint(partner, { url: gone.url });
  await scene.endpoint(partner, { url: other.url, types: ["WEBHOOK_PAUSED"] });
  await scene.emit(forPartner(partner.partnerId));
  const notice = await until(
    () => other.received.find(({ body }) => body.includes('"GONE"')),
    (found) => found !== undefined,
  );
  expect(JSON.parse(notice?.body ?? "")).toMatchObject({
    type: "webhook.paused",
    data: { subject: { type: "WEBHOOK_ENDPOINT", id }, reason: "GONE" },
  });
  await scene.emit(forPartner(partner.partnerId));
  await until(
    () => other.acknowledged.length,
    (length) => length === 3,
  );
  const tried = gone.received.length;

  gone.answer = ok;
  await partner.client.request(UPDATE, { input: { id, status: "ACTIVE" } });
  // What was refused, what happened meanwhile, and the notice about itself.
  await until(
    () => new Set(gone.acknowledged).size,
    (size) => size === 3,
  );
  expect(new Set(gone.acknowledged)).toEqual(new Set(other.acknowledged));
  expect(tried).toBeGreaterThanOrEqual(1);
});

test("E99: an endpoint that acknowledges nothing for its time is paused, never deleted, and what it missed waits", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const receiver = await scene.receiver(status(500));
  await scene.endpoint(partner, { url: receiver.url });
  await scene.pool.query(
    "update webhook_endpoints set failing_since = now() - interval '6 days' where partner_id = $1",
    [partner.partnerId],
  );
  await scene.emit(forPartner(partner.partnerId));
  const paused = await until(
    () =>
      scene.server.database.look("select status, pause_reason from webhook_endpoints where partner_id = $1", [
        partner.partnerId,
      ]),
    (rows) => rows[0]?.["status"] === "PAUSED",
  );
  expect(paused).toEqual([{ status: "PAUSED", pause_reason: "FAILING" }]);
  const waiting = "select status from webhook_deliveries where partner_id = $1";
  expect(await scene.server.database.look(waiting, [partner.partnerId])).toEqual([{ status: "PENDING" }]);
});
