import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";
import { appendEvents } from "../events/index.ts";
import type { WebhookPauseReason } from "../vocabulary/index.ts";

/** Stops calling an endpoint. Answers whose it is; null where it was not being called. */
export async function pauseEndpoint(
  client: pg.ClientBase,
  endpointId: string,
  reason: WebhookPauseReason,
): Promise<{ readonly partnerId: string } | null> {
  const { rows } = await client.query<{ partner_id: string }>(
    `update webhook_endpoints set status = 'PAUSED', pause_reason = $2, paused_at = now(), updated_at = now()
     where id = $1 and status = 'ACTIVE' returning partner_id`,
    [endpointId, reason],
  );
  const [row] = rows;
  return row === undefined ? null : { partnerId: row.partner_id };
}

/** Stops calling an endpoint and tells its partner, in the caller's transaction. */
export async function pauseInTransaction(
  client: pg.ClientBase,
  endpointId: string,
  reason: WebhookPauseReason,
): Promise<void> {
  const paused = await pauseEndpoint(client, endpointId, reason);
  if (paused === null) return;
  await appendEvents(client, [
    { type: "WEBHOOK_PAUSED", subjectId: endpointId, partnerId: paused.partnerId, data: { reason } },
  ]);
}

export async function pauseAndTell(
  pool: pg.Pool,
  endpointId: string,
  reason: WebhookPauseReason,
): Promise<void> {
  await inTransaction(pool, (client) => pauseInTransaction(client, endpointId, reason));
}
