import type pg from "pg";
import { addAllCounts, addCounts, noCounts, type Counts } from "./merge/counting.ts";
import { isWorthRetrying, mergeBatch } from "./merge/merge-batch.ts";
import { mergeRepairOrders } from "./merge/merge-repair-orders.ts";
import type { OnChanged } from "./merge/merge-vehicles.ts";
import type { Ahead, Found } from "./merge/prepare-ahead.ts";
import type { Entry } from "./merge/prepare-vehicles.ts";
import type { Batch, OnLine } from "./read-batches.ts";
import type { FindErased, RecordKind, VehicleIdentity, VehicleRecord } from "./record.ts";
import type { Rejection } from "./rejection.ts";
import { saveProgress, saveRejections, type PlacedRejection, type Run } from "./run.repository.ts";

const MOST_ATTEMPTS = 5;

/** How the batches of a run are written. */
export interface Writing {
  readonly findErased: FindErased;
  /** YYYY-MM-DD */
  readonly today: string;
  readonly onChanged?: OnChanged | undefined;
}

export interface Written {
  /** As it stands with the batch. */
  readonly run: Run;
  /** Null where nothing was written yet. */
  readonly found: Found | null;
}

/** Writes a batch and how far the run has come with it, all or nothing. */
export async function writeBatch(
  client: pg.PoolClient,
  before: Run,
  batch: Batch,
  ahead: Ahead | null,
  writing: Writing,
): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query("begin");
      const after = await attemptBatch(client, before, batch, ahead, writing);
      await client.query("commit");
      return after;
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      if (attempt === MOST_ATTEMPTS || !isWorthRetrying(error)) throw error;
    }
  }
}

async function attemptBatch(
  client: pg.PoolClient,
  before: Run,
  batch: Batch,
  ahead: Ahead | null,
  { findErased, today, onChanged }: Writing,
): Promise<Written> {
  const refused: OnLine<Rejection>[] = [];
  const entryOf = <Of>({ lineNumber, value: record }: OnLine<Of>): Entry<Of> => {
    return { record, reject: (value) => void refused.push({ lineNumber, value }) };
  };
  const vehicles = await withoutErased(client, batch.vehicles.map(entryOf), findErased, kindOf);
  const found = await mergeBatch(client, batch.garages, vehicles, { today, onChanged, ahead });
  const orders = await withoutErased(
    client,
    batch.repairOrders.map(entryOf),
    findErased,
    () => "repairOrder",
  );
  const repairOrder = await mergeRepairOrders(client, orders, today, onChanged);
  const merged = addAllCounts(found.counts, { repairOrder });
  const rejections = placed([...batch.rejections, ...refused], before.lastRejected);
  await saveRejections(client, before.id, rejections);
  const counts = addAllCounts(addAllCounts(before.counts, merged), countsOfRejected(rejections));
  const last = rejections.at(-1);
  const lastRejected =
    last === undefined ? before.lastRejected : { lineNumber: last.lineNumber, count: last.ordinal + 1 };
  const run = { ...before, position: batch.position, counts, lastRejected };
  await saveProgress(client, run);
  return { run, found };
}

/** Who asked to be forgotten is not taken in again, from whatever source. */
async function withoutErased<Record extends { readonly identity: VehicleIdentity }>(
  client: pg.PoolClient,
  entries: readonly Entry<Record>[],
  findErased: FindErased,
  kindOfRecord: (record: Record) => RecordKind,
): Promise<readonly Entry<Record>[]> {
  const erased = await findErased(
    client,
    entries.map(({ record }) => record.identity),
  );
  const reason = "this vehicle's identity was erased and is not stored again";
  return entries.filter(({ record, reject }, place) => {
    if (!erased.has(place)) return true;
    reject({ kind: kindOfRecord(record), code: "ERASED", reason });
    return false;
  });
}

const kindOf = ({ facts }: VehicleRecord) => (facts === null ? "inspection" : "vehicle");

/** In the order of the file, each numbered within its line; a line may have begun in the batch before. */
function placed(rejections: readonly OnLine<Rejection>[], last: Run["lastRejected"]): PlacedRejection[] {
  let { lineNumber: line, count } = last;
  return rejections
    .toSorted((one, other) => one.lineNumber - other.lineNumber)
    .map(({ lineNumber, value }) => {
      count = lineNumber === line ? count + 1 : 1;
      line = lineNumber;
      return { ...value, lineNumber, ordinal: count - 1 };
    });
}

function countsOfRejected(rejections: readonly Rejection[]): Counts {
  const counts = noCounts();
  for (const { kind } of rejections) counts[kind] = addCounts(counts[kind], { read: 1, rejected: 1 });
  return counts;
}
