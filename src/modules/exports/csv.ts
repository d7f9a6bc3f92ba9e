import type { ColumnPath } from "./columns.ts";

/**
 * What makes a spreadsheet take a cell for a formula, in ASCII and full width, and the apostrophe itself: so the one that
 * is put before such a text can be taken off again, and every text comes back as it was.
 */
const BEGINS_FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/u;

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What a cell may hold only between quotes. */
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Rows as CSV (RFC 4180, line feeds, UTF-8): texts that a spreadsheet would run begin with an apostrophe. Written here,
 * since a library with all its options takes as long over a row as reading it from the database and making it JSON.
 */
export function csvLines(columns: readonly ColumnPath[], rows: readonly string[]): string {
  let lines = "";
  for (const row of rows) {
    const value = JSON.parse(row) as Json;
    lines += line(columns.map((path) => cell(at(value, path))));
  }
  return lines;
}

export const csvHeader = (columns: readonly ColumnPath[]): string =>
  line(columns.map((path) => path.join(".")));

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(",")}\n`;

const quoted = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

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
