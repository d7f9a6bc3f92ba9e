import { gql } from "graphql-request";
import { afterAll, beforeAll, expect, test } from "vitest";
import { intentSignals } from "../../../src/modules/signals/signal.table.ts";
import { drizzle } from "drizzle-orm/node-postgres";
import type { TestPartner } from "../../support/server.ts";
import { ok, status } from "./receiver.ts";
import { CREATE, forPartner, openWebhookScene, SCOPES, until, UPDATE, type WebhookScene } from "./scene.ts";
import { signalRow } from "./signal-row.ts";

let scene: WebhookScene;
beforeAll(async () => {
  scene = await openWebhookScene();
  scene.work({ attemptMs: 300, schedule: { pausesMs: [0, 20], retryAfterMaxMs: 10, pauseAfterMs: 60_000 } });
});
afterAll(() => scene.close());

const DELIVERIES = gql`
  query ($endpoint: ID, $status: [DeliveryStatus!]) {
    webhookDeliveries(endpoint: $endpoint, status: $status) {
      edges {
        node {
          id
          type
          status
          attemptCount
          nextAttemptAt
          attempts {
            outcome
            httpStatus
          }
        }
      }
    }
  }
`;

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly attemptCount: number;
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly object[];
}

async function deliveriesOf(partner: TestPartner, variables: object = {}): Promise<Delivery[]> {
  const { webhookDeliveries } = await partner.client.request<{
    webhookDeliveries: { edges: { node: Delivery }[] };
  }>(DELIVERIES, variables);
  return webhookDeliveries.edges.map(({ node }) => node);
}

const REPLAY = gql`
  mutation ($input: ReplayWebhookDeliveriesInput!) {
    replayWebhookDeliveries(input: $input) {
      replayed
      userErrors {
        code
        field
      }
    }
  }
`;

test("E99: what failed to its last attempt is listed with its attempts, and replayed by id or by range under the id it had", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const receiver = await scene.receiver(status(500));
  const { id } = await scene.endpoint(partner, { url: receiver.url });
  await scene.emit(forPartner(partner.partnerId), forPartner(partner.partnerId));
  const failed = await until(
    () => deliveriesOf(partner, { endpoint: id, status: ["FAILED"] }),
    ({ length }) => length === 2,
  );
  const refused = { outcome: "REFUSED", httpStatus: 500 };
  expect(failed[0]).toMatchObject({ attemptCount: 2, nextAttemptAt: null, attempts: [refused, refused] });
  const before = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));

  receiver.answer = ok;
  const replay = (input: object) => partner.client.request(REPLAY, { input: { endpointId: id, ...input } });
  expect(await replay({ deliveryIds: [failed[0]?.id] })).toMatchObject({
    replayWebhookDeliveries: { replayed: 1 },
  });
  await until(
    () => receiver.acknowledged,
    ({ length }) => length === 1,
  );
  expect(await replay({ from: "2020-01-01T00:00:00Z" })).toMatchObject({
    replayWebhookDeliveries: { replayed: 1 },
  });
  await until(
    () => receiver.acknowledged,
    ({ length }) => length === 2,
  );
  expect(new Set(receiver.acknowledged)).toEqual(before);
  expect(await replay({})).toMatchObject({
    replayWebhookDeliveries: { replayed: null, userErrors: [{ code: "BAD_USER_INPUT", field: "from" }] },
  });
});

test("an endpoint hears of the types it names, and of signals that its filter finds", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES, areas: ["FR-69"] });
  const receiver = await scene.receiver();
  await scene.endpoint(partner, {
    url: receiver.url,
    types: ["SIGNAL_CREATED"],
    signals: { partCategory: "BRAKE_PAD_SET", minProbability: 0.5, area: "FR-69" },
  });
  const vehicle = await scene.make.vehicle();
  const rows = [
    signalRow(vehicle, { partCategory: "BRAKE_PAD_SET", probability: 0.9 }),
    signalRow(vehicle, { partCategory: "BRAKE_PAD_SET", probability: 0.1 }),
    signalRow(vehicle, { partCategory: "TYRE", probability: 0.9 }),
  ];
  await drizzle(scene.pool).insert(intentSignals).values(rows);
  const about = { vehicleId: vehicle.id, areaCode: vehicle.areaCode, make: vehicle.make };
  const data = { signalKind: "WEAR_REPORTED", signalStatus: "OPEN", partCategory: null } as const;
  await scene.emit(
    ...rows.map(({ id }) => ({ type: "SIGNAL_CREATED" as const, subjectId: id, ...about, data })),
    { type: "VEHICLE_UPDATED", subjectId: vehicle.id, ...about, data: {} },
    { type: "SIGNAL_CREATED", subjectId: rows[0]?.id ?? "", ...about, data },
  );
  await until(
    () => receiver.received,
    ({ length }) => length === 2,
  );
  const subjects = receiver.received.map(
    ({ body }) => (JSON.parse(body) as { data: { subject: { id: string } } }).data.subject.id,
  );
  expect(new Set(subjects).size).toBe(1);
  expect((await deliveriesOf(partner)).map(({ type }) => type)).toEqual(["SIGNAL_CREATED", "SIGNAL_CREATED"]);
});

test("testWebhookEndpoint reaches the endpoint it names and no other", async () => {
  const partner = await scene.server.partner({ scopes: SCOPES });
  const [one, other] = [await scene.receiver(), await scene.receiver()];
  const { id } = await scene.endpoint(partner, { url: one.url });
  await scene.endpoint(partner, { url: other.url });
  await partner.client.request(
    gql`
      mutation ($id: ID!) {
        testWebhookEndpoint(id: $id) {
          delivery {
            status
          }
        }
      }
    `,
    { id },
  );
  await until(
    () => one.received,
    ({ length }) => length === 1,
  );
  await scene.emit(forPartner(partner.partnerId));
  await until(
    () => other.received,
    ({ length }) => length === 1,
  );
  expect(one.received[0]?.body).toContain('"webhook.test"');
  expect(other.received[0]?.body).not.toContain('"webhook.test"');
});

test("an endpoint whose client is revoked is called no more, and another client takes it over", async () => {
  const { partnerId, ...partner } = await scene.server.partner({ scopes: [...SCOPES] });
  const receiver = await scene.receiver();
  await scene.endpoint({ partnerId, ...partner }, { url: receiver.url });
  await scene.server.api.partners.revokeClient(partner.clientId);
  await scene.emit(forPartner(partnerId));
  const paused = await until(
    () =>
      scene.server.database.look("select status, pause_reason from webhook_endpoints where partner_id = $1", [
        partnerId,
      ]),
    (rows) => rows[0]?.["status"] === "PAUSED",
  );
  expect(paused).toEqual([{ status: "PAUSED", pause_reason: "CLIENT_ENDED" }]);
  expect(receiver.received).toEqual([]);
});

test("a partner changes, pauses and deletes its own endpoints only, and has at most 20", async () => {
  const [partner, rival] = [
    await scene.server.partner({ scopes: SCOPES }),
    await scene.server.partner({ scopes: SCOPES }),
  ];
  const { url } = await scene.receiver();
  const { id } = await scene.endpoint(partner, { url, description: "ours" });
  const notFound = { endpoint: null, userErrors: [{ code: "NOT_FOUND", field: "id" }] };
  expect(await rival.client.request(UPDATE, { input: { id, status: "PAUSED" } })).toEqual({
    updateWebhookEndpoint: notFound,
  });
  expect(
    await partner.client.request(UPDATE, {
      input: { id, status: "PAUSED", types: ["VEHICLE_ERASED"], description: null },
    }),
  ).toEqual({
    updateWebhookEndpoint: {
      endpoint: {
        status: "PAUSED",
        pauseReason: "BY_PARTNER",
        url,
        types: ["VEHICLE_ERASED"],
        description: null,
      },
      userErrors: [],
    },
  });
  for (let made = 1; made < 20; made++) await scene.endpoint(partner, { url });
  expect(await partner.client.request(CREATE, { input: { url } })).toMatchObject({
    createWebhookEndpoint: { endpoint: null, verificationKey: null, userErrors: [{ code: "CONFLICT" }] },
  });
  const remove = gql`
    mutation ($id: ID!) {
      deleteWebhookEndpoint(id: $id) {
        deletedId
        userErrors {
          code
        }
      }
    }
  `;
  expect(await rival.client.request(remove, { id })).toEqual({
    deleteWebhookEndpoint: { deletedId: null, userErrors: [{ code: "NOT_FOUND" }] },
  });
  expect(await partner.client.request(remove, { id })).toEqual({
    deleteWebhookEndpoint: { deletedId: id, userErrors: [] },
  });
});
