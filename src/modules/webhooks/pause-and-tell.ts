import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";
import { appendEvents } from "../events/index.ts";
import type { WebhookPauseReason } from "../vocabulary/index.ts";
import { pauseEndpoint } from "./delivery.repository.ts";

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
