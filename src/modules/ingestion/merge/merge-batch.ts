import type pg from "pg";
import type { GarageRecord } from "../record.ts";
import { addAllCounts, type Counts } from "./counting.ts";
import { findGarages, garagesIn } from "./find-garages.ts";
import { mergeGarages } from "./merge-garages.ts";
import { mergeVehicles, type MergeOptions } from "./merge-vehicles.ts";
import type { Found } from "./prepare-ahead.ts";
import type { VehicleEntry } from "./prepare-vehicles.ts";

export interface Merged extends Found {
  readonly counts: Counts;
}

/**
 * Writes garages, then vehicles with their inspections, inside the caller's transaction, and tells of it. Needs
 * `openStaging`.
 * @param options.partnerId whose numbers garages go by; null: the operator's
 */
export async function mergeBatch(
  client: pg.ClientBase,
  garages: readonly GarageRecord[],
  vehicles: readonly VehicleEntry[],
  { partnerId = null, ...options }: MergeOptions & { readonly partnerId?: string | null },
): Promise<Merged> {
  const garage = await mergeGarages(client, garages, partnerId);
  const garageIds = await findGarages(
    client,
    // An inspection whose garage is not known is kept without it.
    garagesIn(vehicles.map(({ record }) => record)),
    partnerId,
  );
  const { counts, known } = await mergeVehicles(client, vehicles, garageIds, options);
  return { counts: addAllCounts(counts, { garage }), known, garageIds };
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
