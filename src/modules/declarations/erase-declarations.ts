import type pg from "pg";

/** Takes from what a driver asked for the number that leads back to it. Nobody is shown these rows any more. */
export async function eraseDeclarations(client: pg.ClientBase, vehicleId: string, at: Date): Promise<void> {
  await client.query("update declarations set external_id = null, erased_at = $2 where vehicle_id = $1", [
    vehicleId,
    at,
  ]);
}
