import { readCsv } from "./read-csv.ts";
import { readJsonLines } from "./read-json-lines.ts";
import type { SourceRow } from "./source-row.ts";

/** A table, or an object a line: known by the first character that is not blank. */
export async function* readCsvOrJsonLines(
  chunks: AsyncIterable<Buffer>,
  after: number,
): AsyncGenerator<readonly SourceRow[]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const rest = { [Symbol.asyncIterator]: () => iterator };
  const all = startingWith(first.value, rest);
  const isJson = /^[\s\ufeff]*\{/.test(first.value.toString("utf8", 0, 1024));
  yield* isJson ? readJsonLines(all, after) : readCsv(all, after);
}

export async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
