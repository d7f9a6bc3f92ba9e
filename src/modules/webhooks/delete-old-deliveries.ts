import type pg from "pg";

/** Forgets deliveries whose events are no longer kept, a piece at a time. */
export async function deleteOldDeliveries(pool: pg.Pool, days: number): Promise<void> {
  const PIECE = 10_000;
  for (;;) {
    const { rowCount } = await pool.query(
      `delete from webhook_deliveries where id in (
         select id from webhook_deliveries where created_at < now() - make_interval(days => $1) limit $2)`,
      [days, PIECE],
    );
    if ((rowCount ?? 0) < PIECE) return;
  }
}
