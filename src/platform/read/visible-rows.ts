import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";
import { readRows, type RowScope } from "./scoped-pool.ts";

/**
 * Which of these rows a partner may see, for services that are about to write about them. Row-level security answers,
 * so that the contract's rule stands nowhere else.
 * @param pool works as kimberlite_api
 */
export async function visibleRows(
  pool: pg.Pool,
  scope: RowScope,
  table: PgTable,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const name = getTableName(table);
  const text = `select id from ${name} where id = any ($1::uuid[])`;
  const rows = await readRows(pool, { name: `visible_${name}`, text, values: [ids] }, scope);
  return new Set(rows.map(([id]) => String(id)));
}
