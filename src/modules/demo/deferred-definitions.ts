import type pg from "pg";
import { COPY_COLUMNS } from "./copy-rows.ts";

/** A definition that waits until the rows are there: building an index once is cheaper than growing it row by row. */
export interface DeferredDefinition {
  readonly drop: string;
  readonly create: string;
}

const TABLES = Object.keys(COPY_COLUMNS);

/**
 * What of the filled tables can wait: their foreign keys, their unique constraints and their indexes that are no
 * constraint's. Primary keys stay, because other tables refer to them and rows arrive in their order anyway. In the
 * order of dropping; they are made again in the reverse order.
 */
export async function findDeferredDefinitions(client: pg.ClientBase): Promise<DeferredDefinition[]> {
  const found = await client.query<{ drop: string; create: string }>(
    `with filled as (select oid from pg_class where oid = any ($1::regclass[]))
     select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
              as create,
            case contype when 'f' then 0 else 1 end as place, conname as name
     from pg_constraint
     where conrelid in (select oid from filled) and contype in ('f', 'u') and conparentid = 0
     union all
     -- Of a partitioned table the definition says ONLY, which would leave its partitions without.
     select format('drop index %s', indexrelid::regclass),
            replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON '), 2, indexrelid::regclass::text
     from pg_index
     where indrelid in (select oid from filled)
       and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
     order by place, name`,
    [TABLES],
  );
  return found.rows.map(({ drop, create }) => ({ drop, create }));
}
