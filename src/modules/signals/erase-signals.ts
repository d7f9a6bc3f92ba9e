import type pg from "pg";

/** Takes a vehicle's signals away: whoever is not to be known is about to need nothing. */
export async function eraseSignals(client: pg.ClientBase, vehicleId: string): Promise<void> {
  await client.query(
    `with gone as (delete from intent_signals where vehicle_id = $1 returning id)
     delete from signal_history where signal_id in (select id from gone)`,
    [vehicleId],
  );
}
