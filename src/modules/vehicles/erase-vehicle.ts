import type pg from "pg";

/** Takes its identity from a vehicle's row. What describes thousands alike (make, model, colour) stays for statistics. */
export async function eraseVehicleIdentity(
  client: pg.ClientBase,
  vehicleId: string,
  at: Date,
): Promise<void> {
  await client.query(
    "update vehicles set registration = null, vin = null, erased_at = $2, updated_at = $2 where id = $1",
    [vehicleId, at],
  );
}
