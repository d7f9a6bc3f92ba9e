import type pg from "pg";
import type { InspectionRecord, VehicleRecord } from "../record.ts";

export type GarageName = InspectionRecord["garage"];

/** Ids of garages by what inspections call them. */
export class GarageIds {
  readonly #ids = new Map<string, string>();

  add(garage: NonNullable<GarageName>, id: string): void {
    this.#ids.set(keyOf(garage), id);
  }

  addAll(others: GarageIds): void {
    for (const [key, id] of others.#ids) this.#ids.set(key, id);
  }

  /** Null where none is named, or where it is not known (yet). */
  of(garage: GarageName): string | null {
    return garage === null ? null : (this.#ids.get(keyOf(garage)) ?? null);
  }
}

const IDS = `
  select id, source, external_id as "externalId" from garages
  join (select distinct * from unnest($1::text[], $2::text[])) as given(source, external_id)
    using (source, external_id)
  where partner_id is not distinct from (case when source = 'PARTNER' then $3::uuid end)`;

/** Every garage that an inspection of the records names. */
export function garagesIn(records: Iterable<Pick<VehicleRecord, "inspections">>): NonNullable<GarageName>[] {
  const names: NonNullable<GarageName>[] = [];
  for (const { inspections } of records) {
    for (const { garage } of inspections) if (garage !== null) names.push(garage);
  }
  return names;
}

/** Looks up garages by their names. @param partnerId whose numbers they are; null: the operator's */
export async function findGarages(
  client: pg.ClientBase,
  names: readonly GarageName[],
  partnerId: string | null,
): Promise<GarageIds> {
  const named = names.filter((name) => name !== null);
  const ids = new GarageIds();
  if (named.length > 0) {
    const keys = [named.map(({ source }) => source), named.map(({ externalId }) => externalId), partnerId];
    const { rows } = await client.query<NonNullable<GarageName> & { readonly id: string }>(IDS, keys);
    for (const row of rows) ids.add(row, row.id);
  }
  return ids;
}

const keyOf = ({ source, externalId }: NonNullable<GarageName>) => `${source} ${externalId}`;
