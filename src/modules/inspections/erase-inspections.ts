import type pg from "pg";

/**
 * Takes from a vehicle's history what leads back to it: numbers of certificates, the sources' numbers of its records,
 * and what inspectors typed in freely, which may name anything. Nobody is shown these rows any more.
 */
export async function eraseInspectionIdentity(
  client: pg.ClientBase,
  vehicleId: string,
  at: Date,
): Promise<void> {
  await client.query(
    `update inspections set certificate_number = null, source_key = 'erased ' || id, erased_at = $2, updated_at = $2
     where vehicle_id = $1`,
    [vehicleId, at],
  );
  await client.query("update defects set text = null, erased_at = $2 where vehicle_id = $1", [vehicleId, at]);
  await client.query("update odometer_readings set erased_at = $2 where vehicle_id = $1", [vehicleId, at]);
}
