import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { finished } from "node:stream/promises";

/** A value as COPY takes it. Dates are instants; calendar dates are text. */
export type CopyValue = string | number | boolean | Date | readonly string[] | null;

/** What a row of `Row` writes into one column. */
export type CopyColumns<Row> = readonly (readonly [column: string, value: (row: Row) => CopyValue])[];

/** Text is handed to the socket in pieces of about this many characters, so that what is large is never held twice. */
const PIECE_LENGTH = 128 * 1024;

/**
 * Writes rows through COPY. The table must not be under row-level security, which refuses COPY: it is a temporary
 * one, and `insert … select` takes the rows from there.
 */
export function copyRows<Row>(
  client: pg.ClientBase,
  table: string,
  columns: CopyColumns<Row>,
  rows: Iterable<Row>,
): Promise<void> {
  const names = columns.map(([column]) => column);
  return copyText(client, table, names, copyTextOf(columns, rows));
}

/** As `copyRows`, of text that `copyTextOf` has made, maybe while the connection had other work. */
export async function copyText(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  text: Iterable<string>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(", ")}) from stdin`));
  const done = finished(stream);
  // A refusal in the middle is reported by `done`; until it is awaited it must not count as unhandled.
  done.catch(() => undefined);
  for (const piece of text) {
    if (!stream.write(piece)) await Promise.race([drained(stream), done]);
  }
  stream.end();
  await done;
}

/** Rows in COPY's text format, in pieces; made as they are asked for. */
export function* copyTextOf<Row>(columns: CopyColumns<Row>, rows: Iterable<Row>): Generator<string> {
  const values = columns.map(([, value]) => value);
  let piece = "";
  for (const row of rows) {
    piece += copyLine(values, row);
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once("drain", resolve));
}

function copyLine<Row>(values: readonly ((row: Row) => CopyValue)[], row: Row): string {
  return `${values.map((value) => valueText(value(row))).join("\t")}\n`;
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** COPY's text format: tab and line feed end values, a backslash escapes, `\N` is null. */
function valueText(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (value instanceof Date) return value.toISOString();
  return escaped(arrayLiteral(value));
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? "") : text;
}

/** `{"A","B"}`: every element quoted, so that none is read as NULL or as a list. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
