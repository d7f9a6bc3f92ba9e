import type pg from "pg";
import type { LoggedEvent, Position } from "../events/index.ts";
import type { AttemptOutcome, EventType } from "../vocabulary/index.ts";

/** An endpoint with events ahead of it in the log. */
export interface BehindEndpoint {
  readonly id: string;
  readonly partnerId: string;
  readonly clientId: string;
  readonly types: readonly EventType[];
  readonly signalFilter: object | null;
  readonly position: Position;
  /** How many more deliveries may wait at it. */
  readonly room: number;
}

interface BehindRow {
  id: string;
  partner_id: string;
  client_id: string;
  types: EventType[];
  signal_filter: object | null;
  tx: string;
  seq: string;
  at_ms: string;
  room: number;
}

/** How many deliveries may wait at one endpoint. */
export interface WaitingLimits {
  readonly perEndpoint: number;
  /** Where the last attempt failed. */
  readonly perFailingEndpoint: number;
}

/** Endpoints that deliveries can be made for; those that answer come first. */
export async function listBehind(pool: pg.Pool, limits: WaitingLimits): Promise<BehindEndpoint[]> {
  const { rows } = await pool.query<BehindRow>({
    name: "webhooks_behind",
    text: `
      with latest as materialized (
        select tx, seq from events where tx < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
        order by tx desc, seq desc limit 1
      )
      select e.id, e.partner_id, e.client_id, e.types, e.signal_filter, e.tx, e.seq,
        (extract(epoch from e.position_at) * 1000)::bigint as at_ms,
        most.waiting - counted.waiting as room
      from webhook_endpoints e
        join latest on (e.tx, e.seq) < (latest.tx, latest.seq)
        cross join lateral (select case when e.failing_since is null then $1::int else $2::int end as waiting) most
        cross join lateral (
          select count(*)::int as waiting from (
            select from webhook_deliveries d where d.endpoint_id = e.id and d.status = 'PENDING' limit most.waiting
          ) as pending
        ) counted
      where e.status = 'ACTIVE' and counted.waiting < most.waiting
      order by e.failing_since nulls first`,
    values: [limits.perEndpoint, limits.perFailingEndpoint],
  });
  return rows.map((row) => ({
    id: row.id,
    partnerId: row.partner_id,
    clientId: row.client_id,
    types: row.types,
    signalFilter: row.signal_filter,
    position: { tx: row.tx, seq: row.seq, atMs: Number(row.at_ms) },
    room: row.room,
  }));
}

/**
 * Makes deliveries of events and moves the endpoint's place in the log, both or neither: where another worker has moved
 * it meanwhile, nothing is done.
 */
export async function addDeliveries(
  pool: pg.Pool,
  { id, partnerId, position: from }: Pick<BehindEndpoint, "id" | "partnerId" | "position">,
  events: readonly LoggedEvent[],
  to: Position,
): Promise<void> {
  await pool.query({
    name: "webhooks_add_deliveries",
    text: `
      with moved as (
        update webhook_endpoints set tx = $5, seq = $6, position_at = $7
        where id = $1 and status = 'ACTIVE' and tx = $3 and seq = $4 returning id
      )
      insert into webhook_deliveries (endpoint_id, partner_id, event_id, event_tx, event_seq, event_at, type)
      select moved.id, $2, event.* from moved,
        unnest($8::uuid[], $9::bigint[], $10::bigint[], $11::timestamptz[], $12::text[]) as event`,
    values: [
      id,
      partnerId,
      from.tx,
      from.seq,
      to.tx,
      to.seq,
      new Date(to.atMs),
      events.map((event) => event.id),
      events.map(({ position }) => position.tx),
      events.map(({ position }) => position.seq),
      events.map(({ position }) => new Date(position.atMs)),
      events.map(({ type }) => type),
    ],
  });
}

/** A delivery that this worker holds. */
export interface HeldDelivery {
  readonly id: string;
  /** Which of its holders this one is. */
  readonly lease: number;
  readonly endpointId: string;
  readonly clientId: string;
  readonly url: string;
  readonly attemptCount: number;
  readonly event: { readonly id: string; readonly position: Position };
  /** Sealed, newest first; those that count now. */
  readonly secrets: readonly string[];
}

interface HeldRow {
  id: string;
  lease: number;
  endpoint_id: string;
  client_id: string;
  url: string;
  attempt_count: number;
  event_id: string;
  event_tx: string;
  event_seq: string;
  event_at_ms: string;
  secrets: string[];
}

export interface ClaimLimits {
  /** Deliveries at once to an endpoint that answers, and to one that does not. */
  readonly perEndpoint: number;
  readonly perFailingEndpoint: number;
  readonly leaseMs: number;
}

/**
 * Takes deliveries that are due. A delivery is held for a while only: who gives no sign of life loses it. Endpoints that do
 * not answer get few at a time, so that they take no room from the others.
 */
export async function claimDue(pool: pg.Pool, limits: ClaimLimits, most: number): Promise<HeldDelivery[]> {
  const { rows } = await pool.query<HeldRow>({
    name: "webhooks_claim",
    text: `
      with due as (
        select waiting.id from webhook_endpoints e cross join lateral (
          select d.id from webhook_deliveries d
          where d.endpoint_id = e.id and d.status = 'PENDING' and d.next_attempt_at <= now()
            and (d.leased_until is null or d.leased_until <= now())
          order by d.next_attempt_at
          limit greatest(0, case when e.failing_since is null then $1::int else $2::int end - (
            select count(*) from webhook_deliveries held
            where held.endpoint_id = e.id and held.status = 'PENDING' and held.leased_until > now()))
          for update of d skip locked
        ) waiting
        where e.status = 'ACTIVE' limit $4
      ), held as (
        update webhook_deliveries d set lease = d.lease + 1, leased_until = now() + make_interval(secs => $3::float8 / 1000)
        from due where d.id = due.id
        returning d.*
      )
      select held.id, held.lease, held.endpoint_id, e.client_id, e.url, held.attempt_count, held.event_id,
        held.event_tx, held.event_seq, (extract(epoch from held.event_at) * 1000)::bigint as event_at_ms,
        array(select s.sealed from webhook_secrets s
          where s.endpoint_id = e.id and (s.expires_at is null or s.expires_at > now())
          order by s.expires_at desc nulls first) as secrets
      from held join webhook_endpoints e on e.id = held.endpoint_id`,
    values: [limits.perEndpoint, limits.perFailingEndpoint, limits.leaseMs, most],
  });
  return rows.map((row) => ({
    id: row.id,
    lease: row.lease,
    endpointId: row.endpoint_id,
    clientId: row.client_id,
    url: row.url,
    attemptCount: row.attempt_count,
    event: {
      id: row.event_id,
      position: { tx: row.event_tx, seq: row.event_seq, atMs: Number(row.event_at_ms) },
    },
    secrets: row.secrets,
  }));
}

type Hold = Pick<HeldDelivery, "id" | "lease">;

/** Holds deliveries for longer. Answers the ids of those that are still held. */
export async function extendLeases(
  pool: pg.Pool,
  held: readonly Hold[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `update webhook_deliveries d set leased_until = now() + make_interval(secs => $3::float8 / 1000)
     from unnest($1::uuid[], $2::int[]) as held(id, lease)
     where d.id = held.id and d.lease = held.lease and d.status = 'PENDING' returning d.id`,
    [held.map(({ id }) => id), held.map(({ lease }) => lease), leaseMs],
  );
  return new Set(rows.map(({ id }) => id));
}

/** One attempt as the log keeps it. */
export interface AttemptRecord {
  readonly at: string;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
}

/** Notes that a delivery was acknowledged, unless its holder has lost it. */
export async function markDelivered(
  pool: pg.Pool,
  { id, lease }: Hold,
  attempt: AttemptRecord,
): Promise<void> {
  await pool.query({
    name: "webhooks_delivered",
    text: `
      with done as (
        update webhook_deliveries set status = 'DELIVERED', delivered_at = now(), next_attempt_at = null,
          leased_until = null, attempt_count = attempt_count + 1, attempts = attempts || $3::jsonb
        where id = $1 and lease = $2 and status = 'PENDING' returning endpoint_id
      )
      update webhook_endpoints e set failing_since = null from done
      where e.id = done.endpoint_id and e.failing_since is not null`,
    values: [id, lease, JSON.stringify([attempt])],
  });
}

export interface FailedEndpoint {
  readonly endpointId: string;
  readonly failingForMs: number;
}

/**
 * Notes that an attempt failed, and when the next one is. Answers how long its endpoint has failed; null where the
 * holder has lost the delivery.
 * @param pauseMs null: there is no further attempt
 */
export async function markFailed(
  client: pg.ClientBase,
  { id, lease }: Hold,
  attempt: AttemptRecord,
  pauseMs: number | null,
): Promise<FailedEndpoint | null> {
  const { rows } = await client.query<{ id: string; failing_ms: string }>(
    `with failed as (
       update webhook_deliveries set attempt_count = attempt_count + 1, attempts = attempts || $3::jsonb,
         leased_until = null, status = case when $4::float8 is null then 'FAILED' else 'PENDING' end,
         next_attempt_at = now() + make_interval(secs => $4::float8 / 1000)
       where id = $1 and lease = $2 and status = 'PENDING' returning endpoint_id
     )
     update webhook_endpoints e set failing_since = coalesce(e.failing_since, now()) from failed
     where e.id = failed.endpoint_id
     returning e.id, (extract(epoch from now() - e.failing_since) * 1000)::bigint as failing_ms`,
    [id, lease, JSON.stringify([attempt]), pauseMs],
  );
  const [row] = rows;
  return row === undefined ? null : { endpointId: row.id, failingForMs: Number(row.failing_ms) };
}

/** Ends deliveries of what is no longer their reader's to hear of. */
export async function cancelDeliveries(pool: pg.Pool, held: readonly Hold[]): Promise<void> {
  await pool.query(
    `update webhook_deliveries d set status = 'CANCELLED', next_attempt_at = null, leased_until = null
     from unnest($1::uuid[], $2::int[]) as held(id, lease)
     where d.id = held.id and d.lease = held.lease and d.status = 'PENDING'`,
    [held.map(({ id }) => id), held.map(({ lease }) => lease)],
  );
}

/** Gives deliveries back untried. */
export async function releaseDeliveries(pool: pg.Pool, held: readonly Hold[]): Promise<void> {
  await pool.query(
    `update webhook_deliveries d set leased_until = null from unnest($1::uuid[], $2::int[]) as held(id, lease)
     where d.id = held.id and d.lease = held.lease and d.status = 'PENDING'`,
    [held.map(({ id }) => id), held.map(({ lease }) => lease)],
  );
}
