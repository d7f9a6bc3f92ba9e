import type pg from "pg";

/** Ends what partners were about to do with a vehicle; what came of earlier work is kept without it. */
export async function eraseSignalWork(client: pg.ClientBase, vehicleId: string): Promise<void> {
  await client.query("delete from signal_claims where vehicle_id = $1", [vehicleId]);
  await client.query("update signal_outcomes set signal_id = null, vehicle_id = null where vehicle_id = $1", [
    vehicleId,
  ]);
}
