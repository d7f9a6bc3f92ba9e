import type pg from "pg";
import type { Sealing } from "../../platform/auth/sealing.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import type { EventLog, LoggedEvent } from "../events/index.ts";
import type { PartnerServices } from "../partners/index.ts";
import {
  cancelDeliveries,
  markDelivered,
  markFailed,
  releaseDeliveries,
  type AttemptRecord,
  type HeldDelivery,
} from "./delivery.repository.ts";
import { messageBody, messageId } from "./message-body.ts";
import { pauseAndTell, pauseInTransaction } from "./pause-and-tell.ts";
import { pauseBeforeNext, type RetrySchedule } from "./retry-schedule.ts";
import type { Answer, Sender } from "./send-message.ts";
import { signaturesOf } from "./sign-message.ts";

export interface DeliverDeps {
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly partners: Pick<PartnerServices, "accessOf">;
  readonly sealing: Sealing;
  readonly sender: Sender;
  readonly schedule: RetrySchedule;
}

/** A delivery with what is to be said, to whom it may still be said. */
export interface Prepared {
  readonly held: HeldDelivery;
  readonly id: string;
  readonly body: string;
}

/** What a secret is sealed for. */
export const sealedFor = (endpointId: string): string => `webhook-secret:${endpointId}`;

/**
 * Makes the bodies of what is held. What its reader may no longer hear of (another contract, an erased vehicle, a
 * withdrawn consent) is cancelled, and an endpoint whose client has ended is paused.
 */
export async function prepare(deps: DeliverDeps, held: readonly HeldDelivery[]): Promise<Prepared[]> {
  const byClient = Map.groupBy(held, ({ clientId }) => clientId);
  const prepared = await Promise.all(
    [...byClient].map(([clientId, some]) => prepareFor(deps, clientId, some)),
  );
  return prepared.flat();
}

async function prepareFor(
  { pool, log, partners }: DeliverDeps,
  clientId: string,
  held: readonly HeldDelivery[],
): Promise<Prepared[]> {
  const reader = await partners.accessOf(clientId);
  if (reader?.scopes.has("events:read") !== true) {
    await releaseDeliveries(pool, held);
    for (const id of new Set(held.map(({ endpointId }) => endpointId)))
      await pauseAndTell(pool, id, "CLIENT_ENDED");
    return [];
  }
  const events = await log.find(
    reader,
    held.map(({ event }) => event.position),
  );
  const byId = new Map<string, LoggedEvent>(events.map((event) => [event.id, event]));
  const lost = held.filter(({ event }) => !byId.has(event.id));
  if (lost.length > 0) await cancelDeliveries(pool, lost);
  return held.flatMap((one) => {
    const event = byId.get(one.event.id);
    if (event === undefined) return [];
    return [{ held: one, id: messageId(reader.ids, event.id), body: messageBody(reader.ids, event) }];
  });
}

/** Tries a delivery once and notes what came of it. */
export async function deliver(
  deps: DeliverDeps,
  { held, id, body }: Prepared,
  abort: AbortSignal,
): Promise<void> {
  const startedMs = Date.now();
  const about = sealedFor(held.endpointId);
  const secrets = held.secrets
    .map((sealed) => deps.sealing.open(sealed, about))
    .filter((secret) => secret !== null);
  const timestampS = Math.floor(startedMs / 1000);
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "Kimberlite-Webhooks",
    "webhook-id": id,
    "webhook-timestamp": String(timestampS),
    "webhook-signature": signaturesOf({ id, timestampS, body }, secrets),
  };
  const answer = await deps.sender.send(held.url, headers, body, abort);
  // Whoever took it over notes what came of it there.
  if (abort.aborted) return;
  const { outcome, httpStatus } = answer;
  const durationMs = Date.now() - startedMs;
  const attempt = { at: new Date(startedMs).toISOString(), durationMs, outcome, httpStatus };
  if (outcome === "ACKNOWLEDGED") await markDelivered(deps.pool, held, attempt);
  else await noteFailure(deps, held, attempt, answer);
}

async function noteFailure(
  { pool, schedule }: DeliverDeps,
  held: HeldDelivery,
  attempt: AttemptRecord,
  { httpStatus, retryAfterMs }: Answer,
): Promise<void> {
  const pauseMs = pauseBeforeNext(schedule, held.attemptCount + 1, retryAfterMs, Math.random());
  await inTransaction(pool, async (client) => {
    const failed = await markFailed(client, held, attempt, pauseMs);
    if (failed === null) return;
    if (httpStatus === 410) await pauseInTransaction(client, failed.endpointId, "GONE");
    else if (failed.failingForMs >= schedule.pauseAfterMs)
      await pauseInTransaction(client, failed.endpointId, "FAILING");
  });
}
