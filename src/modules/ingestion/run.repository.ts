import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { copyRows, type CopyColumns } from "../../platform/db/copy-rows.ts";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import type { IngestionFormat } from "./ingestion.table.ts";
import { addAllCounts, noCounts, totalOf, type Counts } from "./merge/counting.ts";
import type { Rejection, RejectionCode } from "./rejection.ts";

/** A run under way, as far as it is committed. */
export interface Run {
  readonly id: string;
  /** True where it was interrupted before and goes on. */
  readonly isResumed: boolean;
  /** Position of the last row whose effects are committed. */
  readonly position: number;
  readonly counts: Counts;
  /** The last line with a rejected row, and how many it has. */
  readonly lastRejected: { readonly lineNumber: number; readonly count: number };
}

/** A rejected row's place in the report. */
export interface RejectedRow {
  readonly lineNumber: number;
  readonly ordinal: number;
  readonly code: RejectionCode;
  readonly reason: string;
}

export type PlacedRejection = Rejection & { readonly lineNumber: number; readonly ordinal: number };

/** First half of the two-part advisory lock that says "this file is being read"; any number of our own. */
const FILE_LOCK = 1_263_881_554;

/**
 * How long to wait for the file. A server needs a moment to notice that the run it worked for was killed: it finishes the
 * statement under way first.
 */
const LOCK_ATTEMPTS = 15;
const LOCK_PAUSE_MS = 200;

/** Whether this session may read the file now. Held until `unlockFiles` or the session's end, however it ends. */
export async function lockFile(client: pg.ClientBase, fingerprint: string): Promise<boolean> {
  const key = createHash("sha256").update(fingerprint).digest().readInt32BE();
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await client.query<{ locked: boolean }>(
      "select pg_try_advisory_lock($1, $2) as locked",
      [FILE_LOCK, key],
    );
    if (rows[0]?.locked === true) return true;
    if (attempt === LOCK_ATTEMPTS) return false;
    await setTimeout(LOCK_PAUSE_MS);
  }
}

export async function unlockFiles(client: pg.ClientBase): Promise<void> {
  await client.query("select pg_advisory_unlock_all()");
}

const INTERRUPTED = `
  select id, line_count::integer as position, counts, status, coalesce(r.line_number, 0) as "lineNumber",
    coalesce(r.count, 0)::integer as count
  from ingestion_runs
  left join lateral (
    select line_number, count(*) from rejected_rows where run_id = id
    group by line_number order by line_number desc limit 1
  ) r on true
  where fingerprint = $1 and format = $2
  order by started_at desc, id desc limit 1`;

interface StoredRun {
  readonly id: string;
  readonly position: number;
  readonly counts: Partial<Counts>;
  readonly status: string;
  readonly lineNumber: number;
  readonly count: number;
}

/** Takes up the file's last run where it was interrupted, or begins a new one. */
export async function beginRun(
  client: pg.ClientBase,
  format: IngestionFormat,
  fileName: string,
  fingerprint: string | null,
): Promise<Run> {
  const { rows } = await client.query<StoredRun>(INTERRUPTED, [fingerprint, format]);
  const [last] = rows;
  if (last === undefined || last.status === "COMPLETED") {
    return newRun(client, format, fileName, fingerprint);
  }
  await client.query(
    "update ingestion_runs set status = 'RUNNING', failure_code = null, finished_at = null where id = $1",
    [last.id],
  );
  const { id, position, lineNumber, count } = last;
  const counts = addAllCounts(noCounts(), last.counts);
  return { id, isResumed: true, position, counts, lastRejected: { lineNumber, count } };
}

async function newRun(
  client: pg.ClientBase,
  format: IngestionFormat,
  fileName: string,
  fingerprint: string | null,
): Promise<Run> {
  const id = uuidV7();
  await client.query(
    "insert into ingestion_runs (id, format, file_name, fingerprint, status) values ($1, $2, $3, $4, 'RUNNING')",
    [id, format, fileName, fingerprint],
  );
  return { id, isResumed: false, position: 0, counts: noCounts(), lastRejected: { lineNumber: 0, count: 0 } };
}

/** Notes how far the run has come, in the transaction of the batch that brought it there. */
export async function saveProgress(client: pg.ClientBase, run: Run): Promise<void> {
  const { read, inserted, updated, unchanged, rejected } = totalOf(run.counts);
  const counts = Object.fromEntries(Object.entries(run.counts).filter(([, count]) => count.read > 0));
  await client.query(
    `update ingestion_runs set line_count = $2, counts = $3, read_count = $4, inserted_count = $5,
       updated_count = $6, unchanged_count = $7, rejected_count = $8
     where id = $1`,
    [run.id, run.position, JSON.stringify(counts), read, inserted, updated, unchanged, rejected],
  );
}

/**
 * Resolves when the whole run is on disk.
 * @param failureCode null: it was read to its end
 */
export async function endRun(
  client: pg.ClientBase,
  runId: string,
  failureCode: string | null,
): Promise<void> {
  const status = failureCode === null ? "COMPLETED" : "FAILED";
  // Batches did not wait for the disk. This commit does, and theirs are before it in the log.
  await client.query("reset synchronous_commit");
  await client.query(
    "update ingestion_runs set status = $2, failure_code = $3, finished_at = now() where id = $1",
    [runId, status, failureCode],
  );
}

/** Puts rejected rows into the run's report. */
export async function saveRejections(
  client: pg.ClientBase,
  runId: string,
  rejections: readonly PlacedRejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  const columns: CopyColumns<PlacedRejection> = [["run_id", () => runId], ...REJECTION_COLUMNS];
  await copyRows(client, "staged_rejected_rows", columns, rejections);
  await client.query("insert into rejected_rows select * from staged_rejected_rows");
}

const REJECTION_COLUMNS: CopyColumns<PlacedRejection> = [
  ["line_number", ({ lineNumber }) => lineNumber],
  ["ordinal", ({ ordinal }) => ordinal],
  ["code", ({ code }) => code],
  ["reason", ({ reason }) => reason],
];

/** A page of a run's report, in the order of the file. */
export async function listRejectedRows(
  pool: pg.Pool,
  runId: string,
  page: { readonly after?: Pick<RejectedRow, "lineNumber" | "ordinal">; readonly limit: number },
): Promise<RejectedRow[]> {
  const { lineNumber, ordinal } = page.after ?? { lineNumber: 0, ordinal: 0 };
  const { rows } = await pool.query<RejectedRow>(
    `select line_number as "lineNumber", ordinal, code, reason from rejected_rows
     where run_id = $1 and (line_number, ordinal) > ($2, $3) order by line_number, ordinal limit $4`,
    [runId, lineNumber, ordinal, page.limit],
  );
  return rows;
}
