import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import type { Sealing } from "../../platform/auth/sealing.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import { done, refusal, type Outcome } from "../../platform/errors/outcome.ts";
import { LIMITS } from "../../platform/limits.ts";
import type { EventLog } from "../events/index.ts";
import type { DeliveryStatus, EventType, WebhookSignature, WebhookStatus } from "../vocabulary/index.ts";
import { checkUrl } from "./check-url.ts";
import { sealedFor } from "./deliver.ts";
import { pauseEndpoint } from "./pause-and-tell.ts";
import * as stored from "./endpoint.repository.ts";
import type { AddressRules } from "./public-address.ts";
import { newSecret } from "./sign-message.ts";

/** Endpoints that a partner may have. */
const LIVE_SECRETS_MAX = 2;
const LONGEST_OVERLAP_HOURS = 7 * 24;
const LONGEST_DESCRIPTION = 200;
/** Deliveries of one call to replay. */
export const REPLAY_MAX = 10_000;

export interface EndpointDeps {
  /** Connections as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly sealing: Sealing;
  readonly addressRules: AddressRules;
}

export interface CreateEndpointInput {
  readonly url: string;
  readonly description?: string;
  readonly types?: readonly EventType[];
  readonly signals?: object;
  readonly signature?: WebhookSignature;
}

export interface CreatedEndpoint {
  readonly id: string;
  /** Told this once: `whsec_…`, or `whpk_…` which is no secret. */
  readonly verificationKey: string;
}

const NO_SUCH_ENDPOINT = refusal("NOT_FOUND", "id", "There is no such endpoint.");

function checkDescription(description: string | null | undefined): Outcome<null> {
  if (description == null || (description.length <= LONGEST_DESCRIPTION && !/\p{Cc}/u.test(description)))
    return done(null);
  return refusal("BAD_USER_INPUT", "description", `At most ${LONGEST_DESCRIPTION} characters on one line.`);
}

/** Adds an endpoint that hears of what happens from now on. */
export async function createEndpoint(
  deps: EndpointDeps,
  { partnerId, clientId }: Principal,
  input: CreateEndpointInput,
): Promise<Outcome<CreatedEndpoint>> {
  const described = checkDescription(input.description);
  if (described.userErrors.length > 0) return described as Outcome<never>;
  const url = await checkUrl(deps.addressRules, input.url);
  if (url.value === null) return url;
  const href = url.value;
  const signature = input.signature ?? "HMAC";
  const { signing, publicKey } = newSecret(signature);
  const position = await deps.log.end();
  return inTransaction(deps.pool, async (client): Promise<Outcome<CreatedEndpoint>> => {
    if ((await stored.lockAndCount(client, partnerId)) >= LIMITS.webhookEndpoints) {
      return refusal(
        "CONFLICT",
        null,
        `A partner has at most ${LIMITS.webhookEndpoints} endpoints. Delete one first.`,
      );
    }
    const id = uuidV7();
    const { description = null, types = [], signals: signalFilter = null } = input;
    await stored.insertEndpoint(client, {
      ...{ id, partnerId, clientId, url: href, description },
      ...{ types, signalFilter, signature, publicKey, position },
    });
    const sealed = deps.sealing.seal(signing, sealedFor(id));
    await stored.insertSecret(client, { id: uuidV7(), endpointId: id, sealed });
    return done({ id, verificationKey: publicKey ?? signing });
  });
}

export interface UpdateEndpointInput {
  /** Null where the id that was sent is none. */
  readonly id: string | null;
  readonly url?: string;
  readonly description?: string | null;
  readonly types?: readonly EventType[];
  readonly signals?: object | null;
  readonly status?: WebhookStatus;
}

/** Changes what is given. Resumed, it goes on behind what it acknowledged last, for the client that asks. */
export async function updateEndpoint(
  deps: EndpointDeps,
  { partnerId, clientId }: Principal,
  input: UpdateEndpointInput,
): Promise<Outcome<{ readonly id: string }>> {
  const described = checkDescription(input.description);
  if (described.userErrors.length > 0) return described as Outcome<never>;
  const url = input.url === undefined ? null : await checkUrl(deps.addressRules, input.url);
  if (url !== null && url.value === null) return url;
  return inTransaction(deps.pool, async (client): Promise<Outcome<{ readonly id: string }>> => {
    const endpoint = await stored.lockEndpoint(client, partnerId, input.id);
    if (endpoint === null) return NO_SUCH_ENDPOINT;
    const { description, types, signals, status } = input;
    await stored.updateEndpoint(client, endpoint.id, {
      ...(url !== null && { url: url.value }),
      ...(description !== undefined && { description }),
      ...(types !== undefined && { types }),
      ...(signals !== undefined && { signalFilter: signals }),
    });
    if (status === "PAUSED") await pauseEndpoint(client, endpoint.id, "BY_PARTNER");
    if (status === "ACTIVE" && endpoint.status === "PAUSED")
      await stored.resumeEndpoint(client, endpoint.id, clientId);
    return done({ id: endpoint.id });
  });
}

/** Ends an endpoint with its deliveries. */
export async function deleteEndpoint(
  { pool }: EndpointDeps,
  { partnerId }: Principal,
  id: string | null,
): Promise<Outcome<{ readonly id: string }>> {
  return inTransaction(pool, async (client): Promise<Outcome<{ readonly id: string }>> => {
    const endpoint = await stored.lockEndpoint(client, partnerId, id);
    if (endpoint === null) return NO_SUCH_ENDPOINT;
    await stored.deleteEndpoint(client, endpoint.id);
    return done({ id: endpoint.id });
  });
}

export interface RotatedKey {
  readonly id: string;
  /** Told this once. */
  readonly verificationKey: string;
  /** Until when the one before signs as well. */
  readonly previousExpiresAt: Date;
}

/** Makes a new secret; for a while deliveries carry the signatures of both. */
export async function rotateSecret(
  { pool, sealing }: EndpointDeps,
  { partnerId }: Principal,
  { id, overlapHours = 24 }: { readonly id: string | null; readonly overlapHours?: number },
): Promise<Outcome<RotatedKey>> {
  if (overlapHours < 0 || overlapHours > LONGEST_OVERLAP_HOURS) {
    return refusal("BAD_USER_INPUT", "overlapHours", `Between 0 and ${LONGEST_OVERLAP_HOURS} hours.`);
  }
  return inTransaction(pool, async (client): Promise<Outcome<RotatedKey>> => {
    const endpoint = await stored.lockEndpoint(client, partnerId, id);
    if (endpoint === null) return NO_SUCH_ENDPOINT;
    const live = await stored.countLiveSecrets(client, endpoint.id);
    if (overlapHours > 0 && live >= LIVE_SECRETS_MAX) {
      const message = "Two secrets sign already. The older one has to end before there can be another.";
      return refusal("CONFLICT", "id", message);
    }
    const { signing, publicKey } = newSecret(endpoint.signature);
    const sealed = sealing.seal(signing, sealedFor(endpoint.id));
    const secret = { id: uuidV7(), endpointId: endpoint.id, sealed, publicKey };
    const previousExpiresAt = await stored.replaceSecret(client, secret, overlapHours);
    return done({ id: endpoint.id, verificationKey: publicKey ?? signing, previousExpiresAt });
  });
}

/** Sends an endpoint an event that says nothing, by the way that all take. */
export async function testEndpoint(
  { pool }: EndpointDeps,
  { partnerId }: Principal,
  id: string | null,
): Promise<Outcome<{ readonly deliveryId: string }>> {
  return inTransaction(pool, async (client): Promise<Outcome<{ readonly deliveryId: string }>> => {
    const endpoint = await stored.lockEndpoint(client, partnerId, id);
    if (endpoint === null) return NO_SUCH_ENDPOINT;
    if (endpoint.status === "PAUSED")
      return refusal("CONFLICT", "id", "The endpoint is paused. Resume it first.");
    return done({ deliveryId: await stored.insertTest(client, endpoint.id, partnerId) });
  });
}

export interface ReplayInput {
  readonly endpointId: string | null;
  /** Null items are ids that are none. */
  readonly deliveryIds?: readonly (string | null)[];
  readonly from?: Date;
  readonly until?: Date;
  readonly statuses?: readonly DeliveryStatus[];
}

const OVER: readonly DeliveryStatus[] = ["DELIVERED", "FAILED", "CANCELLED"];

/** Has deliveries that are over made once more, with the ids that they had. */
export async function replayDeliveries(
  { pool }: EndpointDeps,
  { partnerId }: Principal,
  { endpointId, deliveryIds, from, until, statuses = ["FAILED"] }: ReplayInput,
): Promise<Outcome<{ readonly replayed: number }>> {
  if (deliveryIds === undefined && from === undefined) {
    return refusal("BAD_USER_INPUT", "from", "Name the deliveries, or from when on.");
  }
  return inTransaction(pool, async (client): Promise<Outcome<{ readonly replayed: number }>> => {
    const endpoint = await stored.lockEndpoint(client, partnerId, endpointId);
    if (endpoint === null) return refusal("NOT_FOUND", "endpointId", "There is no such endpoint.");
    const choice = {
      ids: deliveryIds ?? null,
      from: from ?? null,
      until: until ?? null,
      statuses: deliveryIds === undefined ? statuses.filter((status) => OVER.includes(status)) : OVER,
    };
    return done({ replayed: await stored.replay(client, endpoint.id, choice, REPLAY_MAX) });
  });
}
