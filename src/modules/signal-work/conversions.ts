import type pg from "pg";
import { onConnection } from "../../platform/db/overload.ts";
import type { SignalKind } from "../vocabulary/index.ts";

/** How far a partner's claims of one kind came. Each is counted once for each step that it reached. */
export interface Conversion {
  readonly kind: SignalKind;
  readonly claimed: number;
  readonly contacted: number;
  readonly quoted: number;
  readonly booked: number;
  readonly completed: number;
  readonly lost: number;
  readonly notRelevant: number;
}

const reached = (outcome: string) =>
  `count(distinct o.claim_id) filter (where o.outcome = '${outcome}')::int`;

// Claims of erased vehicles are gone, what came of them is not: so both are asked.
const CONVERSIONS = `
  with claims as (
    select c.id, s.kind from signal_claims c join intent_signals s on s.id = c.signal_id where c.partner_id = $1
    union
    select claim_id, kind from signal_outcomes where partner_id = $1
  )
  select claims.kind, count(distinct claims.id)::int as claimed, ${reached("CONTACTED")} as contacted,
    ${reached("QUOTED")} as quoted, ${reached("BOOKED")} as booked, ${reached("COMPLETED")} as completed,
    ${reached("LOST")} as lost, ${reached("NOT_RELEVANT")} as "notRelevant"
  from claims left join signal_outcomes o on o.claim_id = claims.id and o.partner_id = $1
  group by claims.kind order by claims.kind`;

/** A partner's record, by kind of signal; kinds that it never claimed are left out. */
export async function conversionsOf(pool: pg.Pool, partnerId: string): Promise<Conversion[]> {
  const { rows } = await onConnection(pool, (client) => client.query<Conversion>(CONVERSIONS, [partnerId]));
  return rows;
}
