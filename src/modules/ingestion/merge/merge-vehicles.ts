import type pg from "pg";
import { appendEvents } from "../../events/index.ts";
import { loadHistories } from "../../inspections/index.ts";
import { noCounts, type Counts } from "./counting.ts";
import type { GarageIds } from "./find-garages.ts";
import { loadVehicles } from "./find-vehicles.ts";
import { asForeseen, type Ahead } from "./prepare-ahead.ts";
import { prepareVehicles, type StoredVehicles, type VehicleEntry } from "./prepare-vehicles.ts";
import type { StoredVehicle } from "./vehicle-state.ts";
import { writeVehicles } from "./write-vehicles.ts";

/** What rests on vehicles' records follows, in the transaction that changed them. */
export type OnChanged = (client: pg.ClientBase, vehicleIds: readonly string[]) => Promise<void>;

export interface MergeOptions {
  /** YYYY-MM-DD */
  readonly today: string;
  /** Learns, in the same transaction, which vehicles' records are others than before. */
  readonly onChanged?: OnChanged | undefined;
  /** The same records, if they were prepared. */
  readonly ahead?: Ahead | null;
}

/**
 * Writes vehicles with their inspections. A vehicle is found by its plate, then by its VIN; an inspection by its source and
 * the key it has there. Nothing is deleted but defects that the source has replaced by others.
 */
export async function mergeVehicles(
  client: pg.ClientBase,
  entries: readonly VehicleEntry[],
  garageIds: GarageIds,
  { today, onChanged, ahead = null }: MergeOptions,
): Promise<{ counts: Counts; known: number }> {
  if (entries.length === 0) return { counts: noCounts(), known: 0 };
  const vehicles = await loadVehicles(
    client,
    entries.map(({ record }) => record),
  );
  const known = vehicles.length;
  const prepared =
    asForeseen(ahead, entries, { known, garageIds }) ??
    (await prepareVehicles(entries, await withHistories(client, vehicles), garageIds, today));
  const { rows, events, changed, counts } = prepared;
  await writeVehicles(client, rows);
  await appendEvents(client, events);
  if (changed.length > 0) await onChanged?.(client, changed);
  return { counts, known };
}

async function withHistories(
  client: pg.ClientBase,
  vehicles: readonly StoredVehicle[],
): Promise<StoredVehicles> {
  const ids = vehicles.map(({ id }) => id);
  return { vehicles, histories: await loadHistories(client, ids) };
}
