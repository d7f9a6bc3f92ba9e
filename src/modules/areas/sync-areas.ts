import type pg from "pg";
import { AREAS } from "./areas.ts";

/**
 * Makes the table hold our areas, inside the caller's transaction. Rows that say the same already are not rewritten.
 * An area that we no longer list stays, since contracts and rows may name it.
 */
export async function syncAreas(client: pg.ClientBase): Promise<void> {
  // Foreign keys are checked at the end of the statement: a parent may come with its children.
  await client.query(
    `insert into areas (code, country, level, parent_code, name, latitude, longitude)
     select code, country, level, "parentCode", name, latitude, longitude
     from jsonb_to_recordset($1::jsonb) as given(
       code text, country text, level text, "parentCode" text, name text,
       latitude double precision, longitude double precision)
     on conflict (code) do update set
       country = excluded.country, level = excluded.level, parent_code = excluded.parent_code,
       name = excluded.name, latitude = excluded.latitude, longitude = excluded.longitude
     where (areas.country, areas.level, areas.parent_code, areas.name, areas.latitude, areas.longitude)
       is distinct from (excluded.country, excluded.level, excluded.parent_code, excluded.name,
         excluded.latitude, excluded.longitude)`,
    [JSON.stringify(AREAS)],
  );
}
