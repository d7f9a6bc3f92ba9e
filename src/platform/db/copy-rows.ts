import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { finished } from "node:stream/promises";

/** A value as COPY takes it. Dates are instants; calendar dates are text. */
export type CopyValue = string | number | boolean | Date | readonly string[] | null;

/** What a row of `Row` writes into one column. */
export type CopyColumns<Row> = readonly (readonly [column: string, value: (row: Row) => CopyValue])[];

/** Text is handed to the socket in pieces of about this many characters, so that a batch is never held twice. */
const PIECE_LENGTH = 128 * 1024;

/**
 * Writes rows through COPY. The table must not be under row-level security, which refuses COPY: it is a temporary
 * one, and `insert … select` takes the rows from there.
 */
export async function copyRows<Row>(
  client: pg.ClientBase,
  table: string,
  columns: CopyColumns<Row>,
  rows: Iterable<Row>,
): Promise<void> {
  const names = columns.map(([column]) => column).join(", ");
  await sendPieces(client, `copy ${table} (${names}) from stdin`, linesOf(columns, rows));
}

/** Runs a COPY statement and hands it its input. */
export async function sendPieces(
  client: pg.ClientBase,
  statement: string,
  pieces: Iterable<string | Buffer>,
): Promise<void> {
  const stream = client.query(copyFrom(statement));
  const done = finished(stream);
  // A refusal in the middle is reported by `done`; until it is awaited it must not count as unhandled.
  done.catch(() => undefined);
  for (const piece of pieces) {
    if (!stream.write(piece)) await Promise.race([drained(stream), done]);
  }
  stream.end();
  await done;
}

function* linesOf<Row>(columns: CopyColumns<Row>, rows: Iterable<Row>): Generator<string> {
  const values = columns.map(([, value]) => value);
  let piece = "";
  for (const row of rows) {
    piece += copyLine(values, row);
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once("drain", resolve));
}

function copyLine<Row>(values: readonly ((row: Row) => CopyValue)[], row: Row): string {
  return `${values.map((value) => copyText(value(row))).join("\t")}\n`;
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** COPY's text format: tab and line feed end values, a backslash escapes, `\N` is null. */
function copyText(value: CopyValue): string {
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
