import type pg from "pg";
import { PART_CATEGORIES } from "./part-category.ts";

/**
 * Makes the table hold our categories, inside the caller's transaction. One that we no longer list stays, since
 * defects and contracts may name it.
 */
export async function syncPartCategories(client: pg.ClientBase): Promise<void> {
  const rows = PART_CATEGORIES.map(({ key, family, names, serviceOnly }, position) => {
    return { key, family, names, serviceOnly, position };
  });
  await client.query(
    `insert into part_categories (key, family, names, service_only, position)
     select key, family, names, "serviceOnly", position
     from jsonb_to_recordset($1::jsonb) as given(
       key text, family text, names jsonb, "serviceOnly" boolean, position integer)
     on conflict (key) do update set
       family = excluded.family, names = excluded.names, service_only = excluded.service_only,
       position = excluded.position
     where (part_categories.family, part_categories.names, part_categories.service_only, part_categories.position)
       is distinct from (excluded.family, excluded.names, excluded.service_only, excluded.position)`,
    [JSON.stringify(rows)],
  );
}
