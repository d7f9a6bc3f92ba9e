import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import type { VehicleIdentity } from "../ingestion/index.ts";
import type { WriteBackDeps } from "./write-batch.ts";

const FIND = `
  select given.place, v.id from unnest($1::text[], $2::text[], $3::text[]) with ordinality
    as given(country, registration, vin, place)
  join lateral (
    select id from vehicles where country = given.country and registration = given.registration
    union
    select id from vehicles where country = given.country and vin = given.vin and length(vin) = 17
  ) v on true`;

/** What each identity of a batch stands for, as far as the asker may know. */
export type Named = "VISIBLE" | "FOREIGN" | "UNKNOWN";

/** Who names a vehicle outside its contract is told what is told of one that does not exist. */
export async function nameVehicles(
  client: pg.ClientBase,
  deps: WriteBackDeps,
  asker: Principal,
  identities: readonly VehicleIdentity[],
): Promise<Named[]> {
  const { rows } = await client.query<{ place: string; id: string }>(FIND, [
    identities.map(({ country }) => country),
    identities.map(({ registration }) => registration),
    identities.map(({ vin }) => vin),
  ]);
  const visible = await deps.visibleVehicles(asker, [...new Set(rows.map(({ id }) => id))]);
  const found = Map.groupBy(rows, ({ place }) => Number(place) - 1);
  return identities.map((_, place) => {
    const ids = found.get(place) ?? [];
    if (ids.length === 0) return "UNKNOWN";
    return ids.every(({ id }) => visible.has(id)) ? "VISIBLE" : "FOREIGN";
  });
}

/** The stored identity of a vehicle by its id; null: there is none, or it is outside the asker's contract. */
export async function identitiesOf(
  deps: WriteBackDeps,
  asker: Principal,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VehicleIdentity>> {
  const visible = await deps.visibleVehicles(asker, ids);
  const { rows } = await deps.pool.query<VehicleIdentity & { readonly id: string }>(
    "select id, country, registration, vin from vehicles where id = any ($1::uuid[]) and erased_at is null",
    [[...visible]],
  );
  return new Map(rows.map(({ id, ...identity }) => [id, identity]));
}
