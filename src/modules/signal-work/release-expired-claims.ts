import type pg from "pg";
import { appendEventsFrom } from "../events/index.ts";

const RELEASE = `
  with due as (
    select id from intent_signals where status = 'CLAIMED' and claimed_until <= $1
    order by id limit 1000 for no key update skip locked
  ), released as (
    update intent_signals s set status = 'OPEN', claimed_until = null, updated_at = now()
    from due where s.id = due.id
    returning s.id, s.area_code, s.make, s.part_family
  ), ended as (
    update signal_claims c set ended_at = c.expires_at from released r where c.signal_id = r.id and c.ended_at is null
  )
  insert into signal_history
    (signal_id, ordinal, area_code, make, part_family, at, from_status, to_status, reason, changed_by)
  select id, 1 + coalesce((select max(ordinal) from signal_history h where h.signal_id = r.id), 0),
    area_code, make, part_family, $1, 'CLAIMED', 'OPEN', 'CLAIM_EXPIRED', 'PARTNER'
  from released r
  returning signal_id`;

const TELL = `
  select 'SIGNAL_UPDATED', id, vehicle_id, area_code, make, part_family, null::uuid, jsonb_build_object(
    'signalKind', kind, 'signalStatus', status, 'partCategory', part_category)
  from intent_signals where id = any ($1::uuid[])`;

/**
 * Notes that claims have run out, and tells those who may read their signals. They have not held since their time: this
 * only makes it known, and counted.
 * @param client in a transaction
 * @returns how many; a thousand means that there are more
 */
export async function releaseExpiredClaims(client: pg.ClientBase, now: Date): Promise<number> {
  const { rows } = await client.query<{ signal_id: string }>(RELEASE, [now]);
  if (rows.length > 0) await appendEventsFrom(client, TELL, [rows.map(({ signal_id: id }) => id)]);
  return rows.length;
}
