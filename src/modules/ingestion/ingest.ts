import type { Readable } from "node:stream";
import type pg from "pg";
import { FORMATS } from "./formats/index.ts";
import { IngestionError } from "./ingestion-error.ts";
import type { IngestionFormat, RecordCounts } from "./ingestion.table.ts";
import { totalOf, type Counts } from "./merge/counting.ts";
import type { OnChanged } from "./merge/merge-vehicles.ts";
import { Outlook } from "./merge/prepare-ahead.ts";
import { openStaging } from "./merge/staging.ts";
import { readBatches, type Batch } from "./read-batches.ts";
import type { FindErased, RecordKind } from "./record.ts";
import { beginRun, endRun, lockFile, unlockFiles, type Run } from "./run.repository.ts";
import { openSource, type OpenSource } from "./source/open-source.ts";
import { writeBatch, type Written } from "./write-batch.ts";

export interface IngestionProgress {
  readonly bytesRead: number;
  /** Null for standard input. */
  readonly bytesTotal: number | null;
  /** Records whose effects are committed. */
  readonly read: number;
  readonly rejected: number;
}

export interface IngestionOptions {
  /** Works as kimberlite_worker, without a statement timeout. One connection is used and then closed. */
  readonly pool: pg.Pool;
  readonly format: IngestionFormat;
  /** Path of a file, or `-` for `stdin`. Either may be compressed with gzip. */
  readonly source: string;
  readonly stdin: Readable;
  /** Its day, in UTC, is the last one on which something can have been performed. */
  readonly now: Date;
  readonly findErased: FindErased;
  /** Runs in the transaction of each batch, with the vehicles whose records it made others: their signals follow. */
  readonly onChanged?: OnChanged;
  readonly onProgress?: (progress: IngestionProgress) => void;
  /** Stops the run behind the batch that is being written. */
  readonly signal?: AbortSignal;
}

/** Counts of the whole file, also where an earlier run had read part of it. */
export interface IngestionSummary extends RecordCounts {
  readonly runId: string;
  /** True where an interrupted run of the same file went on. */
  readonly resumed: boolean;
  readonly byKind: Partial<Record<RecordKind, RecordCounts>>;
}

/**
 * Reads a file into the tables, in batches that are each one transaction together with the note of how far it came. So a
 * run that is killed loses nothing that it had counted, and the next run of the same file goes on from there.
 * Reading a file again changes nothing. Memory does not grow with the file.
 * @throws {IngestionError} with a code that says why the file was not read to its end
 */
export async function ingest(options: IngestionOptions): Promise<IngestionSummary> {
  const source = await openSource(options.source, options.stdin);
  const close = () => source.close();
  options.signal?.addEventListener("abort", close);
  try {
    return await inSession(options, source);
  } finally {
    options.signal?.removeEventListener("abort", close);
    source.close();
  }
}

async function inSession(options: IngestionOptions, source: OpenSource): Promise<IngestionSummary> {
  const client = await options.pool.connect();
  // A lost connection is reported by the statement under way; unheard, the event would end the process.
  client.on("error", () => undefined);
  try {
    await claimFile(client, source);
    await openStaging(client);
    // What a crash of the database takes of the last moments is read again: the note of how far it came goes with it.
    await client.query("set synchronous_commit = off");
    return await run(options, source, client);
  } finally {
    // The session's end frees the lock too, but a moment later than the caller goes on.
    await unlockFiles(client).catch(() => undefined);
    // Closed, not put back: the staging tables go with the session.
    client.release(true);
  }
}

async function claimFile(client: pg.ClientBase, { name, fingerprint }: OpenSource): Promise<void> {
  if (fingerprint === null || (await lockFile(client, fingerprint))) return;
  throw new IngestionError("ALREADY_RUNNING", `another run is reading ${name}`);
}

async function run(
  options: IngestionOptions,
  source: OpenSource,
  client: pg.PoolClient,
): Promise<IngestionSummary> {
  const begun = await beginRun(client, options.format, source.name, source.fingerprint);
  try {
    const done = await readAll(options, source, client, begun);
    await endRun(client, begun.id, null);
    return summaryOf(done);
  } catch (error) {
    const failure = options.signal?.aborted === true ? aborted(source.name) : error;
    const code = failure instanceof IngestionError ? failure.code : "INTERNAL";
    // Where the connection is gone, the run stays as it is: the next run of the file takes it up all the same.
    await endRun(client, begun.id, code).catch(() => undefined);
    throw failure;
  }
}

function aborted(name: string): IngestionError {
  return new IngestionError("ABORTED", `the run of ${name} was stopped; start it again to go on`);
}

/** One batch is parsed and prepared while the one before is written. */
async function readAll(
  { format: name, now, findErased, onChanged, onProgress, signal }: IngestionOptions,
  source: OpenSource,
  client: pg.PoolClient,
  begun: Run,
): Promise<Run> {
  const format = FORMATS[name];
  const today = now.toISOString().slice(0, 10);
  const rows = format.rows(source.chunks, begun.position);
  const outlook = new Outlook();
  let written = Promise.resolve<Written>({ run: begun, found: null });
  try {
    for await (const batch of readBatches(format, rows, today, begun.position)) {
      const ahead = await outlook.prepare(
        batch.vehicles.map(({ value }) => value),
        today,
      );
      const { run: before, found } = await written;
      if (found !== null) outlook.learn(found);
      if (signal?.aborted === true) throw aborted(source.name);
      if (before.position === 0) requireFormatOf(batch, name, source.name);
      written = writeBatch(client, before, batch, ahead, { findErased, today, onChanged });
      // Awaited with the next batch; until then a failure must not count as unhandled.
      written.then(
        ({ run }) => onProgress?.(progressOf(run, source)),
        () => undefined,
      );
    }
  } finally {
    await written.catch(() => undefined);
  }
  return (await written).run;
}

function requireFormatOf({ recognised }: Batch, format: IngestionFormat, name: string): void {
  if (recognised > 0) return;
  throw new IngestionError(
    "WRONG_FORMAT",
    `no row at the start of ${name} is one of ${format}; nothing was changed`,
  );
}

function progressOf({ counts }: Run, source: OpenSource): IngestionProgress {
  const { read, rejected } = totalOf(counts);
  return { bytesRead: source.bytesRead(), bytesTotal: source.bytesTotal, read, rejected };
}

function summaryOf({ id, isResumed, counts }: Run): IngestionSummary {
  const byKind: Partial<Counts> = Object.fromEntries(
    Object.entries(counts).filter(([, { read }]) => read > 0),
  );
  return { runId: id, resumed: isResumed, ...totalOf(counts), byKind };
}
