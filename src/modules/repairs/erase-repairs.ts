import type pg from "pg";

/** Takes from a vehicle's repair orders what leads back to it. They count in statistics and are shown to nobody. */
export async function eraseRepairs(client: pg.ClientBase, vehicleId: string, at: Date): Promise<void> {
  await client.query(
    `update repair_orders set source_key = 'erased ' || id, erased_at = $2, updated_at = $2 where vehicle_id = $1`,
    [vehicleId, at],
  );
  await client.query("update repair_lines set erased_at = $2 where vehicle_id = $1", [vehicleId, at]);
}
