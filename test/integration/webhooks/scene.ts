import { randomUUID } from "node:crypto";
import { gql } from "graphql-request";
import { pino } from "pino";
import { consentRules } from "../../../src/modules/consents/index.ts";
import { EventLog } from "../../../src/modules/events/graphql.ts";
import { appendEvents, type NewEvent } from "../../../src/modules/events/index.ts";
import {
  openWebhookDeliveries,
  type Deliveries,
  type RetrySchedule,
} from "../../../src/modules/webhooks/index.ts";
import { prepareContext } from "../../../src/platform/read/scoped-pool.ts";
import { builders } from "../../builders/index.ts";
import {
  createTestServer,
  TEST_KEYS,
  TODAY,
  type TestPartner,
  type TestServer,
} from "../../support/server.ts";
import { openReceiver, type Answer, type Receiver } from "./receiver.ts";

/** The real schedule, 40,000 times as fast. */
export const FAST: RetrySchedule = {
  pausesMs: [0, 20, 40, 60, 180, 450, 900, 1_260, 1_800, 2_160],
  retryAfterMaxMs: 1_000,
  pauseAfterMs: 60_000,
};

export const SCOPES = ["events:read", "webhooks:manage", "vehicles:read", "signals:read"] as const;

export const CREATE = gql`
  mutation ($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      endpoint {
        id
        status
        publicKey
      }
      verificationKey
      userErrors {
        code
        field
      }
    }
  }
`;

export const UPDATE = gql`
  mutation ($input: UpdateWebhookEndpointInput!) {
    updateWebhookEndpoint(input: $input) {
      endpoint {
        status
        pauseReason
        url
        types
        description
      }
      userErrors {
        code
        field
      }
    }
  }
`;

export interface Created {
  readonly id: string;
  readonly key: string;
}

interface Pace {
  readonly schedule: RetrySchedule;
  readonly attemptMs: number;
}

/** A worker that delivers what happens on a server. */
export function deliver(
  { database, api }: TestServer,
  { schedule = FAST, attemptMs = 1_000 }: Partial<Pace> = {},
): Deliveries {
  const pool = database.pool("kimberlite_worker", 8);
  const log = new EventLog({
    readPool: database.pool("kimberlite_api", 4, prepareContext),
    workerPool: pool,
    identityRules: consentRules,
    now: () => TODAY,
  });
  return openWebhookDeliveries({
    ...{ pool, log, schedule, attemptMs, keys: TEST_KEYS, partners: api.partners },
    addressRules: { allowLoopback: true },
    logger: pino({ level: "silent" }),
  });
}

/** A server, partners' receivers, and a worker that delivers. */
export async function openWebhookScene() {
  const server = await createTestServer();
  const pool = server.database.pool("kimberlite_worker", 8);
  const receivers: Receiver[] = [];
  const workers: Deliveries[] = [];

  function work(pace: Partial<Pace> = {}): Deliveries {
    const worker = deliver(server, pace);
    workers.push(worker);
    return worker;
  }

  return {
    server,
    pool,
    make: builders(pool),
    work,
    async receiver(answer?: Answer): Promise<Receiver> {
      const receiver = await openReceiver(answer);
      receivers.push(receiver);
      return receiver;
    },
    async endpoint(partner: TestPartner, input: { url: string } & Record<string, unknown>): Promise<Created> {
      const { createWebhookEndpoint: made } = await partner.client.request<{
        createWebhookEndpoint: { endpoint: { id: string } | null; verificationKey: string };
      }>(CREATE, { input });
      if (made.endpoint === null) throw new Error("The test's endpoint was refused.");
      return { id: made.endpoint.id, key: made.verificationKey };
    },
    async emit(...events: NewEvent[]): Promise<void> {
      const client = await pool.connect();
      await appendEvents(client, events);
      client.release();
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(receivers.map((receiver) => receiver.close()));
      await server.close();
    },
  };
}

export type WebhookScene = Awaited<ReturnType<typeof openWebhookScene>>;

/** An event that only this partner hears. */
export const forPartner = (partnerId: string): NewEvent => ({
  type: "WEBHOOK_PAUSED",
  subjectId: randomUUID(),
  partnerId,
  data: { reason: "BY_PARTNER" },
});

/** Asks until it is so; fails with the last answer when it never is. */
export async function until<T>(
  ask: () => T | Promise<T>,
  isSo: (answer: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > endMs) throw new Error(`Never so; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
