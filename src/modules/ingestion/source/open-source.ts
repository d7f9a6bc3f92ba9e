import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { IngestionError } from "../ingestion-error.ts";
import { startingWith } from "./read-csv-or-json-lines.ts";

/** What is read, before anything is known of its content. */
export interface OpenSource {
  /** Base name, or `-` for standard input. */
  readonly name: string;
  /** SHA-256 of size and first megabyte, hexadecimal; null for standard input. */
  readonly fingerprint: string | null;
  /** As stored, so compressed where it is; null for standard input. */
  readonly bytesTotal: number | null;
  /** Decompressed. Read it once; each chunk holds until the next is asked for. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Of `bytesTotal`, so far. */
  bytesRead(): number;
  /** Must be called. In the middle of the reading it ends it: `chunks` then throws. */
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
  if (source === "-") return opened({ name: "-", fingerprint: null, bytesTotal: null }, streamInput(stdin));
  const name = path.basename(source);
  try {
    return await openFile(name, await open(source));
  } catch (error) {
    throw error instanceof IngestionError ? error : unreadable(name, error);
  }
}

async function openFile(name: string, handle: FileHandle): Promise<OpenSource> {
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new IngestionError("FILE_UNREADABLE", `${name} is no file`);
    const fingerprint = await fingerprintOf(handle, found.size);
    return opened({ name, fingerprint, bytesTotal: found.size }, fileInput(handle));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function unreadable(name: string, cause: unknown): IngestionError {
  const isAbsent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return isAbsent
    ? new IngestionError("FILE_NOT_FOUND", `there is no file ${name}`, { cause })
    : new IngestionError("FILE_UNREADABLE", `${name} cannot be read`, { cause });
}

async function fingerprintOf(handle: FileHandle, size: number): Promise<string> {
  const head = Buffer.alloc(Math.min(size, FINGERPRINTED_BYTES));
  const { bytesRead } = await handle.read(head, 0, head.length, 0);
  return createHash("sha256").update(`${size}:`).update(head.subarray(0, bytesRead)).digest("hex");
}

/** Bytes as they are stored, and how to end reading them from outside. */
interface Input {
  readonly chunks: AsyncIterable<Buffer>;
  close(): void;
}

function streamInput(stream: Readable): Input {
  return { chunks: streamChunks(stream), close: () => void stream.destroy() };
}

async function* streamChunks(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Buffer);
}

function fileInput(handle: FileHandle): Input {
  return { chunks: fileChunks(handle), close: () => void handle.close().catch(() => undefined) };
}

async function* fileChunks(handle: FileHandle): AsyncGenerator<Buffer> {
  // One buffer for the whole file: new ones each time pile up to 64 MB before they are collected.
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function opened(about: Pick<OpenSource, "name" | "fingerprint" | "bytesTotal">, input: Input): OpenSource {
  let read = 0;
  const counted = countedChunks(input.chunks, (bytes) => (read += bytes));
  const chunks = decompressed(about.name, counted);
  return { ...about, chunks, bytesRead: () => read, close: () => input.close() };
}

async function* countedChunks(
  chunks: AsyncIterable<Buffer>,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer, undefined> {
  for await (const chunk of chunks) {
    count(chunk.length);
    if (chunk.length > 0) yield chunk;
  }
  return undefined;
}

async function* decompressed(
  name: string,
  chunks: AsyncGenerator<Buffer, undefined>,
): AsyncGenerator<Buffer> {
  try {
    const start = await firstBytes(chunks);
    const all = startingWith(start, chunks);
    if (GZIP_MAGIC.every((byte, at) => start[at] === byte)) yield* gunzipped(all);
    else yield* all;
  } catch (error) {
    throw new IngestionError("FILE_UNREADABLE", `${name} cannot be read to its end`, { cause: error });
  }
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

async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const flow = pipeline(Readable.from(copied(chunks)), gunzip);
  // The reader of `gunzip` meets the same error.
  flow.catch(() => undefined);
  for await (const chunk of gunzip) yield chunk as Buffer;
  await flow;
}

/** The stream keeps chunks while it asks for the next. */
async function* copied(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}
