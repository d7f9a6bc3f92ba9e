import type { VehicleRecord } from "../record.ts";
import type { Rejection } from "../rejection.ts";
import { GarageIds, garagesIn, type GarageName } from "./find-garages.ts";
import { prepareVehicles, type PreparedVehicles, type VehicleEntry } from "./prepare-vehicles.ts";

/** What records come to if none of their vehicles is stored and their garages have these ids. */
export interface Ahead {
  /** How many records. */
  readonly count: number;
  readonly garages: readonly { readonly name: GarageName; readonly id: string | null }[];
  readonly refusals: readonly { readonly place: number; readonly rejection: Rejection }[];
  readonly prepared: PreparedVehicles;
}

/** What a batch found in the database. */
export interface Found {
  /** How many of its vehicles were stored before. */
  readonly known: number;
  readonly garageIds: GarageIds;
}

/**
 * Prepares batches of a file while the one before is being written, so that this process and PostgreSQL work at the same
 * time. It cannot look into the database, where the other batch is not to be seen yet: it takes all vehicles for new,
 * which they are where a fleet is taken in for the first time, and leaves it once they are not.
 */
export class Outlook {
  readonly #garageIds = new GarageIds();
  #known = 0;

  learn({ known, garageIds }: Found): void {
    this.#known = known;
    this.#garageIds.addAll(garageIds);
  }

  /** Null where the guess would be wrong. @param today YYYY-MM-DD */
  async prepare(records: readonly VehicleRecord[], today: string): Promise<Ahead | null> {
    if (this.#known > 0) return null;
    const garages = garagesIn(records).map((name) => ({ name, id: this.#garageIds.of(name) }));
    const refusals: { place: number; rejection: Rejection }[] = [];
    const entries = records.map((record, place): VehicleEntry => {
      return { record, reject: (rejection) => void refusals.push({ place, rejection }) };
    });
    const nothing = { vehicles: [], histories: new Map() };
    const prepared = await prepareVehicles(entries, nothing, this.#garageIds, today);
    return { count: records.length, garages, refusals, prepared };
  }
}

/**
 * What was prepared of the same records, where the guess was right: now it is what becomes of them.
 * @returns null where they have to be looked at again
 */
export function asForeseen(
  ahead: Ahead | null,
  entries: readonly VehicleEntry[],
  { known, garageIds }: Found,
): PreparedVehicles | null {
  // Of those that were erased, the entries are missing.
  if (ahead === null || known > 0 || entries.length < ahead.count) return null;
  if (ahead.garages.some(({ name, id }) => garageIds.of(name) !== id)) return null;
  for (const { place, rejection } of ahead.refusals) entries[place]?.reject(rejection);
  return ahead.prepared;
}
