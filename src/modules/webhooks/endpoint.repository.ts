import type pg from "pg";
import type { Position } from "../events/index.ts";
import type { DeliveryStatus, EventType, WebhookSignature } from "../vocabulary/index.ts";

/** Nobody else adds an endpoint of this partner until the transaction ends. Answers how many it has. */
export async function lockAndCount(client: pg.ClientBase, partnerId: string): Promise<number> {
  await client.query("select from partners where id = $1 for no key update", [partnerId]);
  const { rows } = await client.query<{ count: number }>(
    "select count(*)::int as count from webhook_endpoints where partner_id = $1",
    [partnerId],
  );
  return rows[0]?.count ?? 0;
}

export interface NewEndpoint {
  readonly id: string;
  readonly partnerId: string;
  readonly clientId: string;
  readonly url: string;
  readonly description: string | null;
  readonly types: readonly EventType[];
  readonly signalFilter: object | null;
  readonly signature: WebhookSignature;
  readonly publicKey: string | null;
  readonly position: Position;
}

export async function insertEndpoint(client: pg.ClientBase, endpoint: NewEndpoint): Promise<void> {
  const { position, signalFilter } = endpoint;
  await client.query(
    `insert into webhook_endpoints (id, partner_id, client_id, url, description, types, signal_filter, signature,
       public_key, status, tx, seq, position_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'ACTIVE', $10, $11, $12)`,
    [
      endpoint.id,
      endpoint.partnerId,
      endpoint.clientId,
      endpoint.url,
      endpoint.description,
      endpoint.types,
      signalFilter === null ? null : JSON.stringify(signalFilter),
      endpoint.signature,
      endpoint.publicKey,
      position.tx,
      position.seq,
      new Date(position.atMs),
    ],
  );
}

export interface LockedEndpoint {
  readonly id: string;
  readonly status: "ACTIVE" | "PAUSED";
  readonly signature: WebhookSignature;
}

/** The partner's endpoint, which nobody else changes until the transaction ends; null: it has none of this id. */
export async function lockEndpoint(
  client: pg.ClientBase,
  partnerId: string,
  id: string | null,
): Promise<LockedEndpoint | null> {
  const { rows } = await client.query<LockedEndpoint>(
    "select id, status, signature from webhook_endpoints where id = $1 and partner_id = $2 for update",
    [id, partnerId],
  );
  return rows[0] ?? null;
}

export interface EndpointChanges {
  readonly url?: string;
  readonly description?: string | null;
  readonly types?: readonly EventType[];
  readonly signalFilter?: object | null;
}

/** Writes what is given. */
export async function updateEndpoint(
  client: pg.ClientBase,
  id: string,
  changes: EndpointChanges,
): Promise<void> {
  const { url, description, types, signalFilter } = changes;
  await client.query(
    `update webhook_endpoints set updated_at = now(), url = coalesce($2, url), types = coalesce($3, types),
       description = case when $4 then $5 else description end,
       signal_filter = case when $6 then $7::jsonb else signal_filter end
     where id = $1`,
    [
      id,
      url ?? null,
      types ?? null,
      description !== undefined,
      description ?? null,
      signalFilter !== undefined,
      signalFilter == null ? null : JSON.stringify(signalFilter),
    ],
  );
}

/** Calls an endpoint again, for the client that asks; what waits is tried at once, with the whole schedule before it. */
export async function resumeEndpoint(client: pg.ClientBase, id: string, clientId: string): Promise<void> {
  await client.query(
    `update webhook_endpoints set status = 'ACTIVE', pause_reason = null, paused_at = null, failing_since = null,
       client_id = $2, updated_at = now() where id = $1`,
    [id, clientId],
  );
  await client.query(
    `update webhook_deliveries set next_attempt_at = now(), attempt_count = 0
     where endpoint_id = $1 and status = 'PENDING'`,
    [id],
  );
}

export async function deleteEndpoint(client: pg.ClientBase, id: string): Promise<void> {
  await client.query("delete from webhook_deliveries where endpoint_id = $1", [id]);
  await client.query("delete from webhook_secrets where endpoint_id = $1", [id]);
  await client.query("delete from webhook_endpoints where id = $1", [id]);
}

/** How many secrets count now without an end, and with one to come. */
export async function countLiveSecrets(client: pg.ClientBase, endpointId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from webhook_secrets
     where endpoint_id = $1 and (expires_at is null or expires_at > now())`,
    [endpointId],
  );
  return rows[0]?.count ?? 0;
}

/** Puts a secret in the place of those before, which count on for a while. Answers when they end. */
export async function replaceSecret(
  client: pg.ClientBase,
  secret: {
    readonly id: string;
    readonly endpointId: string;
    readonly sealed: string;
    readonly publicKey: string | null;
  },
  overlapHours: number,
): Promise<Date> {
  const { endpointId } = secret;
  const { rows } = await client.query<{ ends: Date }>("select now() + make_interval(hours => $1) as ends", [
    overlapHours,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("A question without a table has one answer.");
  await client.query(
    "update webhook_secrets set expires_at = $2 where endpoint_id = $1 and (expires_at is null or expires_at > $2)",
    [endpointId, row.ends],
  );
  await insertSecret(client, secret);
  await client.query("update webhook_endpoints set public_key = $2, updated_at = now() where id = $1", [
    endpointId,
    secret.publicKey,
  ]);
  return row.ends;
}

export async function insertSecret(
  client: pg.ClientBase,
  { id, endpointId, sealed }: { readonly id: string; readonly endpointId: string; readonly sealed: string },
): Promise<void> {
  await client.query("insert into webhook_secrets (id, endpoint_id, sealed) values ($1, $2, $3)", [
    id,
    endpointId,
    sealed,
  ]);
}

/** One event and its delivery to one endpoint only. Answers the delivery's id. */
export async function insertTest(
  client: pg.ClientBase,
  endpointId: string,
  partnerId: string,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `with test as (
       insert into events (type, subject_id, partner_id, data) values ('WEBHOOK_TEST', $1, $2, '{}') returning *
     )
     insert into webhook_deliveries (endpoint_id, partner_id, event_id, event_tx, event_seq, event_at, type)
     select $1, $2, id, tx, seq, occurred_at, type from test returning id`,
    [endpointId, partnerId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("A test that was just inserted is not there.");
  return row.id;
}

export interface ReplayChoice {
  /** Null: by the range. */
  readonly ids: readonly (string | null)[] | null;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly statuses: readonly DeliveryStatus[];
}

/** Has deliveries that are over made once more, oldest first. Answers how many. */
export async function replay(
  client: pg.ClientBase,
  endpointId: string,
  { ids, from, until, statuses }: ReplayChoice,
  most: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `update webhook_deliveries set status = 'PENDING', next_attempt_at = now(), attempt_count = 0
     where id in (
       select id from webhook_deliveries where endpoint_id = $1 and status = any ($2)
         and ($3::uuid[] is null or id = any ($3))
         and ($4::timestamptz is null or created_at >= $4) and ($5::timestamptz is null or created_at < $5)
       order by created_at, id limit $6)`,
    [endpointId, statuses, ids, from, until, most],
  );
  return rowCount ?? 0;
}
