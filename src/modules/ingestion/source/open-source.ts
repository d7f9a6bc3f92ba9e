import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { IngestionError } from "../ingestion-error.ts";

/** What is read, before anything is known of its content. */
export interface OpenSource {
  /** Base name, or `-` for standard input. */
  readonly name: string;
  /** SHA-256 of size and first megabyte, hexadecimal; null for standard input. */
  readonly fingerprint: string | null;
  /** As stored, so compressed where it is; null for standard input. */
  readonly bytesTotal: number | null;
  /** Decompressed. Read it once. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Of `bytesTotal`, so far. */
  bytesRead(): number;
  /** Ends the reading from outside; `chunks` then throws. */
  close(): void;
}

const FINGERPRINTED_BYTES = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** First bytes of a gzip member, RFC 1952. */
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Opens a file, or standard input as `-`. Compression is known by the content's first bytes, not by the name.
 * @throws {IngestionError} FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function openSource(source: string, stdin: Readable): Promise<OpenSource> {
  if (source === "-") return opened("-", null, null, stdin);
  const size = await sizeOf(source);
  const fingerprint = await fingerprintOf(source, size);
  const stream = createReadStream(source, { highWaterMark: CHUNK_BYTES });
  return opened(path.basename(source), fingerprint, size, stream);
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw unreadable(file, error);
  }
  throw new IngestionError("FILE_UNREADABLE", `${path.basename(file)} is no file`);
}

function unreadable(file: string, cause: unknown): IngestionError {
  const isAbsent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return isAbsent
    ? new IngestionError("FILE_NOT_FOUND", `there is no file ${path.basename(file)}`, { cause })
    : new IngestionError("FILE_UNREADABLE", `${path.basename(file)} cannot be read`, { cause });
}

async function fingerprintOf(file: string, size: number): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const head = Buffer.alloc(Math.min(size, FINGERPRINTED_BYTES));
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      return createHash("sha256").update(`${size}:`).update(head.subarray(0, bytesRead)).digest("hex");
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

function opened(
  name: string,
  fingerprint: string | null,
  bytesTotal: number | null,
  stream: Readable,
): OpenSource {
  let read = 0;
  return {
    name,
    fingerprint,
    bytesTotal,
    chunks: decompressed(name, stream, (bytes) => (read += bytes)),
    bytesRead: () => read,
    close: () => void stream.destroy(),
  };
}

async function* decompressed(
  name: string,
  stream: Readable,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  try {
    const chunks = counted(stream, count);
    const start = await firstBytes(chunks);
    const all = startingWith(start, chunks);
    if (GZIP_MAGIC.every((byte, at) => start[at] === byte)) yield* gunzipped(all);
    else yield* all;
  } catch (error) {
    throw new IngestionError("FILE_UNREADABLE", `${name} cannot be read to its end`, { cause: error });
  } finally {
    stream.destroy();
  }
}

async function* counted(stream: Readable, count: (bytes: number) => void): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Buffer);
    count(bytes.length);
    if (bytes.length > 0) yield bytes;
  }
  return undefined;
}

/** Enough to tell what it is: a pipe may hand over a single byte. */
async function firstBytes(chunks: AsyncGenerator<Buffer, undefined>): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const flow = pipeline(Readable.from(chunks), gunzip);
  // The reader of `gunzip` meets the same error.
  flow.catch(() => undefined);
  for await (const chunk of gunzip) yield chunk as Buffer;
  await flow;
}
