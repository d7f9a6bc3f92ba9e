import type pg from "pg";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import { appendEvents, type NewEvent, type SignalEventData } from "../events/index.ts";
import type {
  Currency,
  PartFamily,
  SignalChange,
  SignalKind,
  SignalOutcome,
  SignalOutcomeReason,
  SignalStatus,
} from "../vocabulary/index.ts";

/** Whose work it is: a partner, and which of its credentials. */
export interface Worker {
  readonly partnerId: string;
  readonly clientId: string;
}

/** A signal as far as work on it goes. */
export interface LockedSignal {
  readonly id: string;
  readonly vehicleId: string;
  readonly areaCode: string;
  readonly make: string;
  readonly kind: SignalKind;
  readonly partCategory: string | null;
  readonly partFamily: PartFamily | null;
  readonly probability: number;
  readonly modelVersion: string;
  readonly status: SignalStatus;
  /** The claim that has not ended, though it may have run out; null: there is none. */
  readonly claim: { readonly id: string; readonly partnerId: string; readonly expiresAt: Date } | null;
}

const SIGNAL = `
  select id, vehicle_id as "vehicleId", area_code as "areaCode", make, kind, part_category as "partCategory",
    part_family as "partFamily", probability, model_version as "modelVersion", status
  from intent_signals where id = $1 for no key update`;

const CLAIM = `
  select id, partner_id as "partnerId", expires_at as "expiresAt" from signal_claims
  where signal_id = $1 and ended_at is null`;

/** The signal, which nobody else works until the transaction ends; null: there is none. */
export async function lockSignal(client: pg.ClientBase, id: string): Promise<LockedSignal | null> {
  const { rows: signals } = await client.query<Omit<LockedSignal, "claim">>(SIGNAL, [id]);
  const [signal] = signals;
  if (signal === undefined) return null;
  // A statement of its own: it sees what the one that held the lock before has written.
  const { rows } = await client.query<NonNullable<LockedSignal["claim"]>>(CLAIM, [id]);
  return { ...signal, claim: rows[0] ?? null };
}

/** The id of the partner's last claim of a signal, running or not; null: it never had one. */
export async function findLastClaim(
  client: pg.ClientBase,
  signalId: string,
  partnerId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select id from signal_claims where signal_id = $1 and partner_id = $2
     order by claimed_at desc, id desc limit 1`,
    [signalId, partnerId],
  );
  return rows[0]?.id ?? null;
}

/** The end of a claim never lies before its beginning, nor after its time. */
export async function endClaim(client: pg.ClientBase, claimId: string, at: Date): Promise<void> {
  await client.query("update signal_claims set ended_at = least(expires_at, $2) where id = $1", [
    claimId,
    at,
  ]);
}

export async function insertClaim(
  client: pg.ClientBase,
  signal: LockedSignal,
  { partnerId, clientId }: Worker,
  claimedAt: Date,
  expiresAt: Date,
): Promise<void> {
  await client.query(
    `insert into signal_claims (id, signal_id, vehicle_id, partner_id, client_id, claimed_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [uuidV7(), signal.id, signal.vehicleId, partnerId, clientId, claimedAt, expiresAt],
  );
}

export async function renewClaim(
  client: pg.ClientBase,
  signal: LockedSignal,
  claimId: string,
  expiresAt: Date,
): Promise<void> {
  await client.query("update signal_claims set expires_at = $2 where id = $1", [claimId, expiresAt]);
  await client.query("update intent_signals set claimed_until = $2 where id = $1", [signal.id, expiresAt]);
}

export interface StatusMove {
  readonly status: SignalStatus;
  readonly reason: SignalChange;
  /** Null unless it is claimed. */
  readonly claimedUntil: Date | null;
  readonly event: "SIGNAL_CLAIMED" | "SIGNAL_FULFILLED" | "SIGNAL_UPDATED";
}

const MOVE = `
  with moved as (
    update intent_signals set status = $2, status_by = 'PARTNER', claimed_until = $3, updated_at = now()
    where id = $1 returning id, area_code, make, part_family
  )
  insert into signal_history
    (signal_id, ordinal, area_code, make, part_family, at, from_status, to_status, reason, changed_by)
  select id, 1 + coalesce((select max(ordinal) from signal_history h where h.signal_id = moved.id), 0),
    area_code, make, part_family, $6, $4, $2, $5, 'PARTNER'
  from moved`;

/** Moves a locked signal to another status, notes why, and tells everybody who may read it. */
export async function moveSignal(
  client: pg.ClientBase,
  signal: LockedSignal,
  move: StatusMove,
  at: Date,
): Promise<void> {
  const { status, reason, claimedUntil, event } = move;
  await client.query(MOVE, [signal.id, status, claimedUntil, signal.status, reason, at]);
  const { id: subjectId, vehicleId, areaCode, make, partFamily } = signal;
  const data: SignalEventData = {
    signalKind: signal.kind,
    signalStatus: status,
    partCategory: signal.partCategory,
  };
  const told = { type: event, subjectId, vehicleId, areaCode, make, partFamily, data };
  // Each type of the move takes the same data.
  await appendEvents(client, [told as NewEvent]);
}

export interface NewOutcome {
  readonly claimId: string;
  readonly outcome: SignalOutcome;
  readonly reason: SignalOutcomeReason | null;
  readonly amountMinor: number | null;
  readonly currency: Currency | null;
}

export async function insertOutcome(
  client: pg.ClientBase,
  signal: LockedSignal,
  { partnerId, clientId }: Worker,
  { claimId, outcome, reason, amountMinor, currency }: NewOutcome,
  reportedAt: Date,
): Promise<void> {
  await client.query(
    `insert into signal_outcomes (id, signal_id, vehicle_id, claim_id, partner_id, client_id, kind, part_category,
       part_family, area_code, make, probability, model_version, outcome, reason, amount_minor, currency, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      uuidV7(),
      signal.id,
      signal.vehicleId,
      claimId,
      partnerId,
      clientId,
      signal.kind,
      signal.partCategory,
      signal.partFamily,
      signal.areaCode,
      signal.make,
      signal.probability,
      signal.modelVersion,
      outcome,
      reason,
      amountMinor,
      currency,
      reportedAt,
    ],
  );
}

/** Whether an outcome that ends it was reported of a claim. */
export async function isSettled(client: pg.ClientBase, claimId: string): Promise<boolean> {
  const { rows } = await client.query(
    `select from signal_outcomes where claim_id = $1 and signal_id is not null
       and outcome in ('COMPLETED', 'LOST', 'NOT_RELEVANT') limit 1`,
    [claimId],
  );
  return rows.length > 0;
}
