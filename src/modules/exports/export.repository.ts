import type pg from "pg";
import { onConnection } from "../../platform/db/overload.ts";
import type { Scope } from "../../platform/auth/principal.ts";
import { LIMITS } from "../../platform/limits.ts";
import type { ExportDataset, ExportFile, ExportFormat, ExportStatus } from "./export.table.ts";

/** Datasets whose rows are about vehicles. */
const OF_VEHICLES: readonly ExportDataset[] = ["VEHICLES", "INSPECTIONS", "INTENT_SIGNALS"];

/** Days that files are kept after an export is done. */
/** Days after which nothing of an export is left. */
const REMEMBERED_DAYS = 90;

export interface NewExport {
  readonly id: string;
  readonly partnerId: string;
  readonly clientId: string;
  readonly dataset: ExportDataset;
  readonly format: ExportFormat;
  readonly filter: Readonly<Record<string, unknown>> | null;
  readonly scopes: readonly Scope[];
  readonly requestedAt: Date;
}

/** How many of a partner's exports wait or run. Locks them against another count until the transaction ends. */
export async function countOpen(client: pg.ClientBase, partnerId: string): Promise<number> {
  await client.query("select pg_advisory_xact_lock(hashtextextended('exports ' || $1, 0))", [partnerId]);
  const { rows } = await client.query<{ open: number }>(
    "select count(*)::int as open from exports where partner_id = $1 and status in ('QUEUED', 'RUNNING')",
    [partnerId],
  );
  return rows[0]?.open ?? 0;
}

export async function insertExport(client: pg.ClientBase, given: NewExport): Promise<void> {
  await client.query(
    `insert into exports (id, partner_id, client_id, dataset, format, filter, scopes, status, requested_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'QUEUED', $8)`,
    [
      given.id,
      given.partnerId,
      given.clientId,
      given.dataset,
      given.format,
      given.filter && JSON.stringify(given.filter),
      given.scopes,
      given.requestedAt,
    ],
  );
  await client.query("insert into export_places (export_id) values ($1)", [given.id]);
}

/** Ends a partner's export that is not over. @returns what it was before; null: the partner has none of this id */
export async function cancel(
  client: pg.ClientBase,
  id: string,
  partnerId: string,
  at: Date,
): Promise<ExportStatus | null> {
  const { rows } = await client.query<{ status: ExportStatus }>(
    "select status from exports where id = $1 and partner_id = $2 for update",
    [id, partnerId],
  );
  const status = rows[0]?.status ?? null;
  if (status !== "QUEUED" && status !== "RUNNING") return status;
  await client.query(
    "update exports set status = 'CANCELLED', finished_at = $2, filter = null where id = $1",
    [id, at],
  );
  await client.query("delete from export_places where export_id = $1", [id]);
  return status;
}

/** An export that a worker has taken, with the number of its try. */
export interface TakenExport extends Omit<NewExport, "requestedAt"> {
  readonly attempt: number;
}

/** Any number works, so long as nothing else in the database uses it. */
const REMOVAL_LOCK = 7_205_759_403_792_797;

/**
 * Takes an export that waits, or that another worker has lost; null: it is over. Whoever was taking a vehicle out at that
 * moment has done so: what is read from now on does not hold it.
 */
export async function takeExport(client: pg.ClientBase, id: string, at: Date): Promise<TakenExport | null> {
  await client.query("select pg_advisory_xact_lock($1)", [REMOVAL_LOCK]);
  await client.query("delete from export_places where export_id = $1", [id]);
  const { rows } = await client.query<TakenExport>(
    `update exports set status = 'RUNNING', attempt = attempt + 1, rows = 0, expected_rows = null,
       removed_vehicle_ids = '{}', started_at = coalesce(started_at, $2)
     where id = $1 and status in ('QUEUED', 'RUNNING')
     returning id, partner_id as "partnerId", client_id as "clientId", dataset, format, filter, scopes, attempt`,
    [id, at],
  );
  return rows[0] ?? null;
}

/**
 * Says that a vehicle must not be in files any more, those being written and those written.
 * @param partnerId null: of all partners
 * @returns whether there are written ones, which have to be revised
 */
export async function requireRemoval(
  client: pg.ClientBase,
  vehicleId: string,
  partnerId: string | null,
): Promise<boolean> {
  await client.query("select pg_advisory_xact_lock_shared($1)", [REMOVAL_LOCK]);
  const { rows } = await client.query<{ status: ExportStatus }>(
    `update exports set removed_vehicle_ids = array_append(removed_vehicle_ids, $1),
       status = case status when 'COMPLETED' then 'REVISING' else status end
     where status in ('RUNNING', 'COMPLETED', 'REVISING') and dataset = any ($3) and ($2::uuid is null or partner_id = $2)
     returning status`,
    [vehicleId, partnerId, OF_VEHICLES],
  );
  return rows.some(({ status }) => status === "REVISING");
}

/** A try of an export: every change names it, so that whoever lost the export changes nothing. */
export type Attempt = Pick<TakenExport, "id" | "attempt">;

/** False where the export was cancelled, or is somebody else's by now. */
export async function noteProgress(
  pool: pg.Pool,
  { id, attempt }: Attempt,
  progress: { readonly rows: number; readonly expectedRows: number },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    "update exports set rows = $3, expected_rows = $4 where id = $1 and attempt = $2 and status = 'RUNNING'",
    [id, attempt, progress.rows, progress.expectedRows],
  );
  return rowCount === 1;
}

/** Vehicles to be taken out since the try began; null where it was lost. */
export async function findRemoved(
  client: pg.Pool | pg.ClientBase,
  { id, attempt }: Attempt,
): Promise<readonly string[] | null> {
  const { rows } = await client.query<{ ids: string[] }>(
    "select removed_vehicle_ids as ids from exports where id = $1 and attempt = $2 and status in ('RUNNING', 'REVISING')",
    [id, attempt],
  );
  return rows[0]?.ids ?? null;
}

export interface FinishedExport extends Attempt {
  readonly rows: number;
  readonly files: readonly ExportFile[];
  /** How many vehicles were taken out: with more by now, nothing is published. */
  readonly removed: number;
}

/** Shows the files. False where somebody is to be taken out first, or the try was lost. */
export async function publish(
  client: pg.ClientBase,
  done: FinishedExport & { readonly contract: string; readonly snapshotAt: string; readonly at: Date },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update exports set status = 'COMPLETED', rows = $3, expected_rows = $3, files = $4, contract = $5, snapshot_at = $6,
       finished_at = $7, expires_at = $7::timestamptz + make_interval(days => ${LIMITS.exportsKeptDays}), removed_vehicle_ids = '{}'
     where id = $1 and attempt = $2 and status = 'RUNNING' and cardinality(removed_vehicle_ids) = $8`,
    [
      done.id,
      done.attempt,
      done.rows,
      JSON.stringify(done.files),
      done.contract,
      done.snapshotAt,
      done.at,
      done.removed,
    ],
  );
  return rowCount === 1;
}

/** Shows revised files. False where somebody else is to be taken out as well. */
export async function publishRevised(pool: pg.Pool, done: FinishedExport): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update exports set status = 'COMPLETED', rows = $3, expected_rows = $3, files = $4, removed_vehicle_ids = '{}'
     where id = $1 and attempt = $2 and status = 'REVISING' and cardinality(removed_vehicle_ids) = $5`,
    [done.id, done.attempt, done.rows, JSON.stringify(done.files), done.removed],
  );
  return rowCount === 1;
}

/** Ends a try without files. */
export async function giveUp(
  pool: pg.Pool,
  { id, attempt }: Attempt,
  status: "FAILED" | "CANCELLED",
  at: Date,
): Promise<void> {
  await pool.query(
    `update exports set status = $3, finished_at = $4, filter = null
     where id = $1 and attempt = $2 and status = 'RUNNING'`,
    [id, attempt, status, at],
  );
}

export interface RevisedExport extends Attempt {
  readonly partnerId: string;
  readonly files: readonly ExportFile[];
  readonly removedVehicleIds: readonly string[];
}

export async function listRevising(pool: pg.Pool): Promise<readonly RevisedExport[]> {
  const { rows } = await pool.query<RevisedExport>(
    `select id, attempt, partner_id as "partnerId", files, removed_vehicle_ids as "removedVehicleIds"
     from exports where status = 'REVISING'`,
  );
  return rows;
}

/** A file that may be given out now. */
export interface KeptExport extends Attempt {
  readonly format: ExportFormat;
  readonly status: ExportStatus;
  readonly scopes: readonly Scope[];
  readonly contract: string | null;
  readonly files: readonly ExportFile[];
}

/** A partner's export that has files, past its time or not. */
export async function findKept(
  pool: pg.Pool,
  id: string,
  partnerId: string,
  now: Date,
): Promise<KeptExport | null> {
  const { rows } = await onConnection(pool, (client) =>
    client.query<KeptExport>(
      `select id, attempt, format, status, scopes, contract, files from exports
     where id = $1 and partner_id = $2 and status in ('COMPLETED', 'REVISING') and expires_at > $3`,
      [id, partnerId, now],
    ),
  );
  return rows[0] ?? null;
}

/** Lets go what is past its time; nothing is left of what is long past. */
export async function expireExports(pool: pg.Pool, now: Date): Promise<void> {
  await pool.query(
    `update exports set status = 'EXPIRED', files = '[]', filter = null, removed_vehicle_ids = '{}'
     where status in ('COMPLETED', 'REVISING') and expires_at <= $1`,
    [now],
  );
  await pool.query(
    `delete from exports where status in ('EXPIRED', 'FAILED', 'CANCELLED')
       and finished_at < $1::timestamptz - make_interval(days => ${REMEMBERED_DAYS})`,
    [now],
  );
}

/** Which folders of these exports are still somebody's: those of a published or running try. */
export async function listFolders(
  pool: pg.Pool,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ id: string; attempt: number }>(
    "select id, attempt from exports where id = any ($1::uuid[]) and status in ('RUNNING', 'COMPLETED', 'REVISING')",
    [ids],
  );
  return new Map(rows.map(({ id, attempt }) => [id, String(attempt)]));
}
