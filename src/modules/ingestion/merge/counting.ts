import { RECORD_KINDS, type RecordKind } from "../record.ts";
import type { RecordCounts } from "../ingestion.table.ts";

export type Counts = Record<RecordKind, RecordCounts>;

export const NOTHING: RecordCounts = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0 };

export function noCounts(): Counts {
  return { vehicle: NOTHING, inspection: NOTHING, garage: NOTHING, repairOrder: NOTHING };
}

export function addCounts(one: RecordCounts, other: Partial<RecordCounts>): RecordCounts {
  return {
    read: one.read + (other.read ?? 0),
    inserted: one.inserted + (other.inserted ?? 0),
    updated: one.updated + (other.updated ?? 0),
    unchanged: one.unchanged + (other.unchanged ?? 0),
    rejected: one.rejected + (other.rejected ?? 0),
  };
}

export function addAllCounts(one: Counts, other: Partial<Record<RecordKind, Partial<RecordCounts>>>): Counts {
  const sum = noCounts();
  for (const kind of RECORD_KINDS) sum[kind] = addCounts(one[kind], other[kind] ?? {});
  return sum;
}

export function totalOf(counts: Counts): RecordCounts {
  return RECORD_KINDS.reduce((total, kind) => addCounts(total, counts[kind]), NOTHING);
}

/** What the records of one batch did to one stored row. Several records may speak of it. */
export interface Touches {
  records: number;
  /** Records that said something else than was known just before them. */
  changes: number;
}

/**
 * How the records of one row are counted. What counts is the end: a row that is stored again as it was has not been
 * updated, even where two records of the file contradict each other on the way.
 */
export function countsOf({ records, changes }: Touches, isNew: boolean, isChanged: boolean): RecordCounts {
  if (records === 0) return NOTHING;
  const inserted = isNew ? 1 : 0;
  const updated = isNew ? Math.max(0, changes - 1) : isChanged ? Math.max(1, changes) : 0;
  return { read: records, inserted, updated, unchanged: records - inserted - updated, rejected: 0 };
}
