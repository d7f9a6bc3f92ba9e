import { stringify } from "csv-stringify/sync";
import type { ColumnPath } from "./columns.ts";

/**
 * What makes a spreadsheet take a cell for a formula, in ASCII and full width, and the apostrophe itself: so the one that
 * is put before such a text can be taken off again, and every text comes back as it was.
 */
const BEGINS_FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/u;

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Rows as CSV (RFC 4180, line feeds, UTF-8): texts that a spreadsheet would run begin with an apostrophe. */
export function csvLines(columns: readonly ColumnPath[], rows: readonly string[]): string {
  return stringify(
    rows.map((row) => {
      const value = JSON.parse(row) as Json;
      return columns.map((path) => cell(at(value, path)));
    }),
  );
}

export const csvHeader = (columns: readonly ColumnPath[]): string =>
  stringify([columns.map((path) => path.join("."))]);

function at(value: Json, path: ColumnPath): Json {
  let here: Json = value;
  for (const name of path) {
    if (here === null) return null;
    here = (here as Readonly<Record<string, Json>>)[name] ?? null;
  }
  return here;
}

/** Lists as JSON. Only texts can hold a formula: a number may begin with a minus sign. */
function cell(value: Json): string {
  if (value === null) return "";
  if (typeof value === "string") return BEGINS_FORMULA.test(value) ? `'${value}` : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
