import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";
import { appendEvents } from "../events/index.ts";

/** How long before its end a secret's partner is told of it. */
const TOLD_BEFORE_DAYS = 7;

interface EndingSecret {
  id: string;
  client_id: string;
  partner_id: string;
  expires_at: Date;
}

/** Tells the partner of each secret that ends soon, once. */
export async function tellOfEndingSecrets(pool: pg.Pool, now: Date): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<EndingSecret>(
      `update client_secrets s set end_told_at = $1 from clients c
       where c.id = s.client_id and c.revoked_at is null and s.end_told_at is null
         and s.expires_at > $1 and s.expires_at <= $1 + make_interval(days => $2)
       returning s.id, s.client_id, c.partner_id, s.expires_at`,
      [now, TOLD_BEFORE_DAYS],
    );
    await appendEvents(
      client,
      rows.map((row) => ({
        type: "CLIENT_SECRET_EXPIRING",
        subjectId: row.id,
        partnerId: row.partner_id,
        data: { clientId: row.client_id, expiresAt: row.expires_at.toISOString() },
      })),
    );
  });
}
