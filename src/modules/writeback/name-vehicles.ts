import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { onOpenConnection } from "../../platform/db/transaction.ts";
import type { VehicleIdentity } from "../ingestion/index.ts";
import { readItems, type Item } from "./items.ts";
import type { WriteBackDeps } from "./write-batch.ts";

const FIND = `
  select given.place, v.id from unnest($1::text[], $2::text[], $3::text[]) with ordinality
    as given(country, registration, vin, place)
  join lateral (
    select id from vehicles where country = given.country and registration = given.registration
    union
    select id from vehicles where country = given.country and vin = given.vin and length(vin) = 17
  ) v on true`;

export const NO_SUCH_VEHICLE = "There is no such vehicle, or it is outside your contract.";

/** What each identity of a batch stands for, as far as the asker may know. */
export type Named = "VISIBLE" | "FOREIGN" | "UNKNOWN";

/** Who names a vehicle outside its contract is told what is told of one that does not exist. */
export async function nameVehicles(
  client: pg.ClientBase,
  deps: WriteBackDeps,
  asker: Principal,
  identities: readonly VehicleIdentity[],
): Promise<Named[]> {
  const found = await findIds(client, identities);
  const visible = await deps.visibleVehicles(asker, [...new Set(found.flat())]);
  return found.map((ids) => {
    if (ids.length === 0) return "UNKNOWN";
    return ids.every((id) => visible.has(id)) ? "VISIBLE" : "FOREIGN";
  });
}

/** The ids that each identity of a batch leads to. */
async function findIds(client: pg.ClientBase, identities: readonly VehicleIdentity[]): Promise<string[][]> {
  const { rows } = await client.query<{ place: string; id: string }>(FIND, [
    identities.map(({ country }) => country),
    identities.map(({ registration }) => registration),
    identities.map(({ vin }) => vin),
  ]);
  const found = Map.groupBy(rows, ({ place }) => Number(place) - 1);
  return identities.map((_, place) => (found.get(place) ?? []).map(({ id }) => id));
}

/** The stored identity of a vehicle by its id; null: there is none, or it is outside the asker's contract. */
async function identitiesOf(
  deps: WriteBackDeps,
  asker: Principal,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VehicleIdentity>> {
  const visible = await deps.visibleVehicles(asker, ids);
  const { rows } = await onOpenConnection(deps.pool, (client) =>
    client.query<VehicleIdentity & { readonly id: string }>(
      "select id, country, registration, vin from vehicles where id = any ($1::uuid[]) and erased_at is null",
      [[...visible]],
    ),
  );
  return new Map(rows.map(({ id, ...identity }) => [id, identity]));
}

/** A vehicle that an item is about. */
export interface NamedVehicle {
  readonly id: string;
  readonly country: VehicleIdentity["country"];
  readonly areaCode: string;
  readonly make: string;
}

const LOCK = `
  select id, country, area_code as "areaCode", make, registration, vin from vehicles
  where id = any ($1::uuid[]) and erased_at is null order by id for no key update`;

/**
 * Finds the vehicle of each item, by registration and then by VIN, and holds it until the transaction ends. Items
 * whose vehicle is not there, or not the asker's to see, are refused alike; so are marks of two different vehicles.
 */
export async function holdVehicles<Record extends { readonly identity: VehicleIdentity }>(
  client: pg.ClientBase,
  deps: WriteBackDeps,
  asker: Principal,
  items: readonly Item<Record>[],
): Promise<Map<Item<Record>, NamedVehicle>> {
  const asked = items.flatMap((item) => (item.isTaken && item.record !== null ? [item] : []));
  const identities = asked.flatMap(({ record }) => record?.identity ?? []);
  const found = await findIds(client, identities);
  const visible = await deps.visibleVehicles(asker, [...new Set(found.flat())]);
  const { rows } = await client.query<NamedVehicle & VehicleIdentity>(LOCK, [[...visible]]);
  const held = new Map(rows.map((row) => [row.id, row]));
  const vehicles = new Map<Item<Record>, NamedVehicle>();
  asked.forEach((item, at) => {
    const ids = found[at] ?? [];
    const named = ids.flatMap((id) => held.get(id) ?? []);
    const identity = identities[at];
    const vehicle = named.find(({ registration }) => registration === identity?.registration) ?? named[0];
    if (vehicle === undefined || named.length < ids.length) item.refuse("NOT_FOUND", NO_SUCH_VEHICLE);
    else if (contradicts(vehicle.vin, identity?.vin)) {
      item.refuse("CONFLICT", "The registration is known with another VIN.");
    } else vehicles.set(item, vehicle);
  });
  return vehicles;
}

/** An old chassis number proves nothing, so it contradicts nothing. */
const contradicts = (known: string | null, said: string | null | undefined): boolean =>
  known?.length === 17 && said?.length === 17 && known !== said;

/** An item as it was sent, with the vehicle's id where it was named by one; null where that is none. */
export interface NamedInput {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly vehicleId: string | null | undefined;
}

/** Stands for an id that is none, so that the rest of the item is read as well; it is never stored. */
const UNNAMED = { country: "FR", registration: "AA001AA" };

/** Items that name their vehicle by its marks or by its id, with the marks in either case. */
export async function readNamedItems<Record>(
  deps: WriteBackDeps,
  asker: Principal,
  inputs: readonly NamedInput[],
  read: (fields: NamedInput["fields"]) => Record,
): Promise<Item<Record>[]> {
  const ids = inputs.flatMap(({ vehicleId }) => vehicleId ?? []);
  const identities = await identitiesOf(deps, asker, ids);
  const items = readItems(inputs, ({ fields, vehicleId }) => {
    const vehicle = vehicleId === undefined ? fields["vehicle"] : identities.get(vehicleId ?? "");
    return read({ ...fields, vehicle: vehicle ?? UNNAMED });
  });
  inputs.forEach(({ vehicleId }, at) => {
    if (vehicleId === undefined || identities.has(vehicleId ?? "")) return;
    items[at]?.errors.splice(0);
    items[at]?.refuse("NOT_FOUND", NO_SUCH_VEHICLE, "vehicleId");
  });
  return items;
}
