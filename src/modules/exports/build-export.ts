import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { GraphQLSchema } from "graphql";
import type pg from "pg";
import type { Principal, Scope } from "../../platform/auth/principal.ts";
import { isConnectionLoss } from "../../platform/db/overload.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import type { EveryRow } from "../../platform/graphql/every-row.ts";
import { contractOf, type ReadsDeps } from "../../platform/graphql/run-reads.ts";
import type { JobTry } from "../../platform/jobs/job.ts";
import { appendEvents } from "../events/index.ts";
import { csvHeader, csvLines } from "./csv.ts";
import { DATASETS } from "./datasets.ts";
import { attemptFolder, MANIFEST } from "./export-folder.ts";
import {
  findRemoved,
  giveUp,
  noteProgress,
  publish,
  takeExport,
  type TakenExport,
} from "./export.repository.ts";
import type { ExportFile } from "./export.table.ts";
import { PartFiles } from "./part-files.ts";
import { removeRows } from "./remove-vehicles.ts";

export interface BuildDeps {
  /** Works as kimberlite_worker. */
  readonly pool: pg.Pool;
  /** How partners read; its pool works as kimberlite_api and lets a statement run for minutes. */
  readonly reads: ReadsDeps;
  readonly schema: GraphQLSchema;
  /** Of the contract that rows are written by, for the manifest. */
  readonly schemaVersion: string;
  readonly folder: string;
  readonly now: () => Date;
  /** What a client may do now, at most these scopes; null: nothing any more. */
  readonly findPrincipal: (clientId: string, scopes: readonly Scope[]) => Promise<Principal | null>;
}

/** With this many tries begun, most of them by workers that were killed, an export is given up. */
const LAST_ATTEMPT = 25;
const PROGRESS_EVERY_MS = 1_000;

/** Fingerprint of what a contract lets be seen. */
export const contractText = (principal: Principal): string => JSON.stringify(contractOf(principal));

/**
 * Makes an export's files, from the beginning whoever began before. They count once the row says so, in the same
 * transaction as the event that tells of it.
 */
export async function buildExport(
  deps: BuildDeps,
  { exportId }: { readonly exportId: string },
  { signal }: JobTry,
): Promise<void> {
  const taken = await inTransaction(deps.pool, (client) => takeExport(client, exportId, deps.now()));
  if (taken === null) return;
  try {
    const principal = await deps.findPrincipal(taken.clientId, taken.scopes);
    if (principal === null) await giveUp(deps.pool, taken, "CANCELLED", deps.now());
    else await build(deps, taken, principal, signal);
  } catch (error) {
    const isOver = taken.attempt >= LAST_ATTEMPT || !isPassing(error);
    if (!signal.aborted && isOver) await giveUp(deps.pool, taken, "FAILED", deps.now());
    throw error;
  }
}

/** Whether the same may go well in a moment: the database is away or busy. */
function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "OVERLOADED" || error.code === "TIMEOUT";
  return error instanceof Error && "code" in error && isConnectionLoss(error);
}

async function build(
  deps: BuildDeps,
  taken: TakenExport,
  principal: Principal,
  signal: AbortSignal,
): Promise<void> {
  const dataset = DATASETS[taken.dataset];
  const { rows, columns, publishedOn } = await dataset.open(deps.schema, deps.reads, principal, taken.filter);
  const isCsv = taken.format === "CSV";
  const folder = attemptFolder(deps.folder, taken);
  const parts = new PartFiles(folder, isCsv ? "csv" : "ndjson", isCsv ? csvHeader(columns) : "");
  const format = isCsv
    ? (batch: readonly string[]) => csvLines(columns, batch)
    : (batch: readonly string[]) => `${batch.join("\n")}\n`;
  try {
    const isOurs = await writeRows(deps, taken, rows, parts, format, signal);
    if (!isOurs) return;
  } finally {
    await Promise.all([rows.close(), parts.abandon()]);
  }
  await finish(deps, taken, principal, parts.files, { takenAt: rows.takenAt, publishedOn });
}

/** False where the export was cancelled meanwhile, or is another worker's. */
async function writeRows(
  { pool }: BuildDeps,
  taken: TakenExport,
  rows: EveryRow,
  parts: PartFiles,
  format: (batch: readonly string[]) => string,
  signal: AbortSignal,
): Promise<boolean> {
  let notedAt = performance.now();
  let next = rows.next();
  for (let batch = await next; batch.length > 0; batch = await next) {
    signal.throwIfAborted();
    // The database makes the next rows while these are written.
    next = rows.next();
    next.catch(() => undefined);
    await parts.write(format(batch), batch.length);
    if (performance.now() - notedAt < PROGRESS_EVERY_MS) continue;
    notedAt = performance.now();
    const progress = { rows: parts.rows, expectedRows: rows.rowCount };
    if (!(await noteProgress(pool, taken, progress))) {
      await next.catch(() => undefined);
      return false;
    }
  }
  await parts.finish();
  return true;
}

/** The state of the data that the rows are of. */
interface Source {
  readonly takenAt: string;
  readonly publishedOn: string | null | undefined;
}

/** Takes out who has to be out by now, and publishes; whoever comes in between is taken out as well. */
async function finish(
  deps: BuildDeps,
  taken: TakenExport,
  principal: Principal,
  written: readonly ExportFile[],
  source: Source,
): Promise<void> {
  const folder = attemptFolder(deps.folder, taken);
  let files = written;
  for (let out = 0, isDone = false; !isDone;) {
    const removed = await findRemoved(deps.pool, taken);
    if (removed === null) return;
    const ids = removed.slice(out).map((id) => principal.ids.encode("V", id));
    if (ids.length > 0) files = await removeRows(folder, files, ids);
    out = removed.length;
    await writeManifest(deps, taken, files, source);
    isDone = await inTransaction(deps.pool, async (client) => {
      const isPublished = await publish(client, {
        ...taken,
        rows: rowsOf(files),
        files,
        removed: out,
        contract: contractText(principal),
        snapshotAt: source.takenAt,
        at: deps.now(),
      });
      if (isPublished) await tell(client, taken, rowsOf(files));
      return isPublished;
    });
  }
}

export const rowsOf = (files: readonly ExportFile[]): number =>
  files.reduce((sum, { rows }) => sum + rows, 0);

const tell = (client: pg.ClientBase, { id, partnerId, dataset }: TakenExport, rows: number): Promise<void> =>
  appendEvents(client, [{ type: "EXPORT_COMPLETED", subjectId: id, partnerId, data: { dataset, rows } }]);

/** What the files are, for programs that have only them. Revised files have another one. */
export interface Manifest {
  readonly dataset: string;
  readonly format: string;
  readonly schemaVersion: string;
  /** Instant of the data: a change that was committed later is in none of the rows. */
  readonly watermark: string;
  /** Of DEMAND: day of the publication that all rows are from; null where there was none yet, hence no rows. */
  readonly publishedOn?: string | null;
  readonly rows: number;
  readonly bytes: number;
  readonly files: readonly ExportFile[];
}

async function writeManifest(
  { folder, schemaVersion }: BuildDeps,
  taken: TakenExport,
  files: readonly ExportFile[],
  { takenAt, publishedOn }: Source,
): Promise<void> {
  const manifest: Manifest = {
    dataset: taken.dataset,
    format: taken.format,
    schemaVersion,
    watermark: takenAt,
    ...(publishedOn !== undefined && { publishedOn }),
    rows: rowsOf(files),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
  };
  await writeFile(
    path.join(attemptFolder(folder, taken), MANIFEST),
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
}
