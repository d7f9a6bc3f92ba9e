import type pg from "pg";

/** Tables of this session alone, emptied by every commit. COPY goes here: it is refused on tables under row-level security. */
const STAGED = ["garages", "vehicles", "inspections", "odometer_readings", "defects"] as const;

/** Call once, before any other use of temporary tables on the connection. */
export async function openStaging(client: pg.ClientBase): Promise<void> {
  // A batch of two thousand inspections with their defects stays in memory.
  await client.query("set temp_buffers = '32MB'");
  for (const table of STAGED) {
    await client.query(
      `create temp table staged_${table} (like ${table} including defaults) on commit delete rows`,
    );
  }
  await client.query("create temp table staged_rejected_rows (like rejected_rows) on commit delete rows");
}
