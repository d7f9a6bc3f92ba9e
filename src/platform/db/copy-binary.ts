import type pg from "pg";
import { sendPieces, type CopyValue } from "./copy-rows.ts";
import type { TypedColumns } from "./update-rows.ts";

/*
 * COPY's binary format, as the manual of PostgreSQL describes it under COPY, "File Formats". PostgreSQL takes such rows in
 * half the time that their text takes it, and the text would take longer to make.
 */

/** Pieces have about this size, so that the thread can be let go of between them. */
const PIECE_BYTES = 64 * 1024;

const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TRAILER = Buffer.from([0xff, 0xff]);

/** As `copyRows`, of rows that `binaryRows` has made of these columns, maybe while the connection had other work. */
export function copyBinary(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  pieces: Iterable<Buffer>,
): Promise<void> {
  return sendPieces(client, `copy ${table} (${columns.join(", ")}) from stdin (format binary)`, pieces);
}

/**
 * Rows in pieces, made as they are asked for.
 * @throws {TypeError} for a value that is none of its column's type, {RangeError} for one that is too large for it
 */
export function* binaryRows<Row>(columns: TypedColumns<Row>, rows: Iterable<Row>): Generator<Buffer> {
  const out = new Piece();
  const fields = columns.map(([, type, value]) => ({ write: writerOf(type), value }));
  out.bytes(HEADER);
  for (const row of rows) {
    out.int16(fields.length);
    for (const { write, value } of fields) {
      const field = value(row);
      if (field === null) out.int32(-1);
      else write(out, field);
    }
    if (out.length >= PIECE_BYTES) yield out.take();
  }
  out.bytes(TRAILER);
  yield out.take();
}

/** Bytes in network order, of which there can always be more. */
class Piece {
  #buffer = Buffer.allocUnsafeSlow(2 * PIECE_BYTES);
  length = 0;

  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.length);
    this.#buffer = Buffer.allocUnsafeSlow(2 * PIECE_BYTES);
    this.length = 0;
    return taken;
  }

  #room(bytes: number): Buffer {
    if (this.length + bytes > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.length + bytes));
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    return this.#buffer;
  }

  byte(value: number): void {
    this.#room(1)[this.length++] = value;
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw new RangeError("a number is no smallint");
    const buffer = this.#room(2);
    buffer[this.length++] = value >> 8;
    buffer[this.length++] = value;
  }

  int32(value: number): void {
    if ((value | 0) !== value) throw new RangeError("a number is no integer");
    const buffer = this.#room(4);
    buffer[this.length++] = value >> 24;
    buffer[this.length++] = value >> 16;
    buffer[this.length++] = value >> 8;
    buffer[this.length++] = value;
  }

  int64(value: bigint): void {
    this.length = this.#room(8).writeBigInt64BE(value, this.length);
  }

  float64(value: number): void {
    this.length = this.#room(8).writeDoubleBE(value, this.length);
  }

  bytes(value: Buffer): void {
    const buffer = this.#room(value.length);
    for (const byte of value) buffer[this.length++] = byte;
  }

  /** Its length in bytes, and its bytes as UTF-8. Nearly all of it is ASCII, which is faster done here. */
  text(value: string): void {
    const start = this.length + 4;
    const buffer = this.#room(4 + 3 * value.length);
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code > 127) {
        const written = buffer.write(value, start, "utf8");
        this.int32(written);
        this.length += written;
        return;
      }
      buffer[start + at] = code;
    }
    this.int32(value.length);
    this.length += value.length;
  }
}

/** Where the pairs of digits are in a UUID's text. */
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DASHES = [8, 13, 18, 23];
const DASH = 45;
const NO_DIGIT = -1;
const HEX = new Int8Array(128).fill(NO_DIGIT);
for (let digit = 0; digit < 16; digit += 1) {
  const character = digit.toString(16);
  HEX[character.charCodeAt(0)] = digit;
  HEX[character.toUpperCase().charCodeAt(0)] = digit;
}
const digitAt = (text: string, at: number): number => HEX[text.charCodeAt(at)] ?? NO_DIGIT;

type Write = (out: Piece, value: NonNullable<CopyValue>) => void;

function writerOf(type: string): Write {
  const write = type === "uuid" ? uuidWriter() : type === "date" ? dateWriter() : WRITERS[type];
  if (write === undefined) throw new TypeError(`columns of type ${type} are not written`);
  return write;
}

/** Rows of one vehicle follow each other, so a column often has the value that it just had. */
function uuidWriter(): Write {
  const bytes = Buffer.alloc(16);
  let last: CopyValue = null;
  return (out, value) => {
    if (value !== last) readUuid(textOf(value), bytes);
    last = value;
    out.int32(bytes.length);
    out.bytes(bytes);
  };
}

/** As with a UUID: what happens to a vehicle often happens on one day. */
function dateWriter(): Write {
  let days = 0;
  let last: CopyValue = null;
  return (out, value) => {
    if (value !== last) days = daysSince2000(textOf(value));
    last = value;
    out.int32(4);
    out.int32(days);
  };
}

function readUuid(text: string, into: Buffer): void {
  const isSpelt = text.length === 36 && DASHES.every((at) => text.charCodeAt(at) === DASH);
  let all = isSpelt ? 0 : NO_DIGIT;
  for (let place = 0; place < 16; place += 1) {
    const at = PAIRS[place] ?? 0;
    const pair = (digitAt(text, at) << 4) | digitAt(text, at + 1);
    all |= pair;
    into[place] = pair;
  }
  if (all < 0) throw new TypeError("a value is no uuid");
}

const WRITERS: Readonly<Record<string, Write>> = {
  text: (out, value) => {
    out.text(textOf(value));
  },
  smallint: (out, value) => {
    out.int32(2);
    out.int16(numberOf(value));
  },
  integer: (out, value) => {
    out.int32(4);
    out.int32(numberOf(value));
  },
  // In decimal, since not every one is a number of JavaScript.
  bigint: (out, value) => {
    out.int32(8);
    out.int64(BigInt(textOf(value)));
  },
  "double precision": (out, value) => {
    out.int32(8);
    out.float64(numberOf(value));
  },
  boolean: (out, value) => {
    out.int32(1);
    out.byte(value === true ? 1 : 0);
  },
  timestamptz: (out, value) => {
    if (!(value instanceof Date)) throw new TypeError("a value is no instant");
    out.int32(8);
    out.int64(BigInt(value.getTime() - MS_AT_2000) * 1000n);
  },
  "text[]": (out, value) => {
    if (!Array.isArray(value)) throw new TypeError("a value is no list");
    const list: readonly string[] = value;
    const size = list.reduce((sum, element) => sum + 4 + Buffer.byteLength(element), 0);
    // Of one dimension, without nulls, from index 1; of none where it is empty.
    out.int32(list.length === 0 ? 12 : 20 + size);
    out.int32(list.length === 0 ? 0 : 1);
    out.int32(0);
    out.int32(TEXT_TYPE_ID);
    if (list.length === 0) return;
    out.int32(list.length);
    out.int32(1);
    for (const element of list) out.text(element);
  },
};

/** `pg_type.oid` of `text`: the same in every PostgreSQL. */
const TEXT_TYPE_ID = 25;
const MS_AT_2000 = Date.UTC(2000, 0, 1);
const MS_A_DAY = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function textOf(value: NonNullable<CopyValue>): string {
  if (typeof value !== "string") throw new TypeError("a value is no text");
  return value;
}

function numberOf(value: NonNullable<CopyValue>): number {
  if (typeof value !== "number") throw new TypeError("a value is no number");
  return value;
}

function daysSince2000(day: string): number {
  if (!DAY.test(day)) throw new TypeError("a value is no date");
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))];
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, date);
  // A day that no month has would be one of the next.
  const isThere = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === date;
  if (year < 1 || !isThere) throw new TypeError("a value is no date");
  return (midnight.getTime() - MS_AT_2000) / MS_A_DAY;
}
