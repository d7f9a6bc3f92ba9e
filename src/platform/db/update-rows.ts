import type pg from "pg";
import { arrayLiteral, type CopyValue } from "./copy-rows.ts";

/** A column with its PostgreSQL type and what a row writes into it. */
export type TypedColumns<Row> = readonly (readonly [
  column: string,
  type: string,
  value: (row: Row) => CopyValue,
])[];

/**
 * Updates many rows in one statement, each found by its key columns. One parameter per column, whatever the number of
 * rows, so the statement's text is always the same.
 * @param also set beside the columns, for example `updated_at = now()`
 */
export async function updateRows<Row>(
  client: pg.ClientBase,
  table: string,
  keys: TypedColumns<Row>,
  columns: TypedColumns<Row>,
  rows: readonly Row[],
  also: readonly string[] = [],
): Promise<void> {
  if (rows.length === 0) return;
  const all = [...keys, ...columns];
  // unnest would flatten a list of lists: lists travel as text and are cast one by one.
  const parameters = all.map(([, type], index) => `$${index + 1}::${isList(type) ? "text" : type}[]`);
  const names = all.map(([column]) => column);
  const sets = columns.map(
    ([column, type]) => `${column} = given.${column}${isList(type) ? `::${type}` : ""}`,
  );
  const found = keys.map(([column]) => `${table}.${column} = given.${column}`);
  await client.query(
    `update ${table} set ${[...sets, ...also].join(", ")}
     from unnest(${parameters.join(", ")}) as given(${names.join(", ")})
     where ${found.join(" and ")}`,
    all.map(([, , value]) => rows.map((row) => parameterOf(value(row)))),
  );
}

const isList = (type: string) => type.endsWith("[]");

function parameterOf(value: CopyValue): string | number | boolean | null {
  if (value === null || typeof value !== "object") return value;
  return value instanceof Date ? value.toISOString() : arrayLiteral(value);
}
