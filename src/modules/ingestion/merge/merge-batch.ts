import type pg from "pg";
import type { GarageRecord } from "../record.ts";
import { addAllCounts, type Counts } from "./counting.ts";
import { findGarages } from "./find-garages.ts";
import { mergeGarages } from "./merge-garages.ts";
import { mergeVehicles, type OnChanged, type VehicleEntry } from "./merge-vehicles.ts";

/**
 * Writes garages, then vehicles with their inspections, inside the caller's transaction, and tells of it. Needs
 * `openStaging`.
 * @param today YYYY-MM-DD
 * @param onChanged learns, in the same transaction, which vehicles' records are others than before
 * @param partnerId whose numbers garages go by; null: the operator's
 */
export async function mergeBatch(
  client: pg.ClientBase,
  garages: readonly GarageRecord[],
  vehicles: readonly VehicleEntry[],
  today: string,
  onChanged: OnChanged = () => Promise.resolve(),
  partnerId: string | null = null,
): Promise<Counts> {
  const garage = await mergeGarages(client, garages, partnerId);
  const garageIds = await findGarages(
    client,
    // An inspection whose garage is not known is kept without it.
    vehicles.flatMap(({ record }) => record.inspections.map(({ garage: name }) => name)),
    partnerId,
  );
  return addAllCounts(await mergeVehicles(client, vehicles, garageIds, today, onChanged), { garage });
}

/**
 * Serialization failure, deadlock, and a unique violation, as SQLSTATE. The last one is another writer making the same
 * row at the same moment: taken again, the batch finds it there.
 */
const PASSING_TROUBLES: ReadonlySet<unknown> = new Set(["40001", "40P01", "23505"]);

/** Whether the same batch is likely to succeed when it is tried again. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof Error && "code" in error && PASSING_TROUBLES.has(error.code);
}
