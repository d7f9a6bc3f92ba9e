import { TextDecoder } from "node:util";
import { MAX_ROW_BYTES } from "./row-limits.ts";

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end; null where it is longer than a row may be, or no UTF-8. */
  readonly text: string | null;
  readonly problem: "ROW_TOO_LONG" | "ROW_NOT_UTF8" | null;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * The lines of an input, a chunk's worth at a time. Of a line that is too long no more than the limit is kept; the rest is
 * passed over, and reading goes on behind its end. A byte-order mark at the start is no part of the first line.
 */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const held: Held = { pieces: [], bytes: 0, isTooLong: false };
  let number = 0;
  const finish = (): Line => {
    number += 1;
    const line = held.isTooLong ? tooLong(number) : decoded(decoder, number, joined(held.pieces));
    Object.assign(held, { pieces: [], bytes: 0, isTooLong: false });
    return line;
  };

  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      hold(held, chunk.subarray(start, end));
      lines.push(finish());
      start = end + 1;
    }
    // A copy, since the chunk's memory is used again; of a line that is refused anyway, nothing.
    if (!held.isTooLong) hold(held, Buffer.from(chunk.subarray(start)));
    if (lines.length > 0) yield lines;
  }
  if (held.bytes > 0) yield [finish()];
}

/** A line whose end has not come yet. */
interface Held {
  pieces: Buffer[];
  bytes: number;
  isTooLong: boolean;
}

function hold(held: Held, piece: Buffer): void {
  if (held.isTooLong || piece.length === 0) return;
  held.bytes += piece.length;
  held.isTooLong = held.bytes > MAX_ROW_BYTES;
  if (held.isTooLong) held.pieces = [];
  else held.pieces.push(piece);
}

function tooLong(number: number): Line {
  return { number, text: null, problem: "ROW_TOO_LONG" };
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
}

function decoded(decoder: TextDecoder, number: number, bytes: Buffer): Line {
  const start = number === 1 && BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? 3 : 0;
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  try {
    return { number, text: decoder.decode(bytes.subarray(start, end)), problem: null };
  } catch {
    return { number, text: null, problem: "ROW_NOT_UTF8" };
  }
}
