import type pg from "pg";
import type { SignalKind } from "../vocabulary/index.ts";

/** What a partner found to be true of a signal that it had claimed. */
export interface SettledOutcome {
  readonly kind: SignalKind;
  /** Null: the signal is of no part. */
  readonly partCategory: string | null;
  /** When it was reported. */
  readonly probability: number;
  /** What the population that it was compared with does. */
  readonly baselineRate: number;
  /** Whether there was such a need, whoever got the work. */
  readonly wasNeeded: boolean;
  readonly partnerId: string;
  readonly vehicleId: string;
  /** `YYYY-MM-DD`. */
  readonly reportedOn: string;
}

// Outcomes of erased vehicles name no signal any more, and are left out.
const SETTLED = `
  select o.kind, o.part_category as "partCategory", o.probability, s.baseline_rate as "baselineRate",
    o.outcome <> 'NOT_RELEVANT' as "wasNeeded", o.partner_id as "partnerId", o.vehicle_id as "vehicleId",
    to_char(o.reported_at, 'YYYY-MM-DD') as "reportedOn"
  from signal_outcomes o join intent_signals s on s.id = o.signal_id
  where o.outcome in ('COMPLETED', 'LOST', 'NOT_RELEVANT') and o.vehicle_id is not null
    and o.reported_at > $1::timestamptz - interval '1 year' and o.reported_at <= $1
  order by o.reported_at, o.id`;

/**
 * The last year's outcomes that settled a claim, of every partner.
 * @param client works as kimberlite_worker
 */
export async function settledOutcomes(client: pg.ClientBase, now: Date): Promise<SettledOutcome[]> {
  const { rows } = await client.query<SettledOutcome>(SETTLED, [now]);
  return rows;
}
