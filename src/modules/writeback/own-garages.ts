import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import type { Item } from "./items.ts";

const OWN = `
  select external_id as "externalId", id from garages
  where source = 'PARTNER' and partner_id = $1 and external_id = any ($2::text[])`;

/** Rows of the garages that items name by the asker's own numbers. An item whose garage is none of them is refused. */
export async function ownGarages<Record extends { readonly garage: string | null }>(
  client: pg.ClientBase,
  { partnerId }: Principal,
  items: readonly Item<Record>[],
): Promise<ReadonlyMap<string, string>> {
  const named = items.flatMap(({ record }) => record?.garage ?? []);
  if (named.length === 0) return new Map();
  const { rows } = await client.query<{ externalId: string; id: string }>(OWN, [partnerId, named]);
  const ids = new Map(rows.map(({ externalId, id }) => [externalId, id]));
  for (const item of items) {
    const garage = item.record?.garage ?? null;
    if (garage !== null && !ids.has(garage)) {
      item.refuse("NOT_FOUND", "You have written no garage of this number.", "garage");
    }
  }
  return ids;
}
