import { setImmediate } from "node:timers/promises";
import type { Format } from "./formats/index.ts";
import type { ParsedRow } from "./parsed-row.ts";
import type { GarageRecord, RepairOrderRecord, VehicleRecord } from "./record.ts";
import { isUnrecognised, RowError, type Rejection } from "./rejection.ts";
import type { SourceRow } from "./source/source-row.ts";

/** Rows that are written together, in one transaction. */
export interface Batch {
  readonly garages: GarageRecord[];
  readonly vehicles: OnLine<VehicleRecord>[];
  readonly repairOrders: OnLine<RepairOrderRecord>[];
  readonly rejections: OnLine<Rejection>[];
  /** Of the last row taken. */
  position: number;
  rows: number;
  /** Rows that are of the format, whether they were refused or not. */
  recognised: number;
  /** Rows of the tables it becomes, roughly. */
  weight: number;
}

export interface OnLine<Value> {
  readonly lineNumber: number;
  readonly value: Value;
}

/**
 * Rows of the tables in one transaction, some 5,000 inspections with their defects. Batches of a third took half as long
 * again (each ends in a commit and waits for a dozen answers); larger ones gain little. It is also what a kill can
 * lose, and what memory holds twice: one batch is parsed while the other is written.
 */
const BATCH_WEIGHT = 16_000;
/** Of the first one: until it is ready, there is nothing to write. */
const FIRST_WEIGHT = 3000;

/** Then the thread is let go of, since a batch may be under way that waits to be fed. */
const ROWS_AT_A_TIME = 64;

/** After so many rows of which none is of the format, the rest is not worth reading. */
const ROWS_TO_JUDGE_BY = 100;

/**
 * Cuts an input into batches. A row's records are never parted, and a vehicle's only where they are not neighbours, or too
 * many: the batch that brings the rest of them would find the vehicle stored.
 */
export async function* readBatches(
  format: Format,
  rows: AsyncIterable<readonly SourceRow[]>,
  today: string,
  after: number,
): AsyncGenerator<Batch> {
  let batch = newBatch(after);
  let isJudged = after > 0;
  let fullAt = FIRST_WEIGHT;
  for await (const piece of rows) {
    for (const row of piece) {
      const parsed = parsedRow(format, row, today);
      const isHopeless = !isJudged && batch.recognised === 0 && batch.rows >= ROWS_TO_JUDGE_BY;
      if (isHopeless || isFull(batch, fullAt, parsed)) {
        yield batch;
        isJudged = true;
        fullAt = BATCH_WEIGHT;
        batch = newBatch(batch.position);
      }
      add(batch, row, parsed);
      if (batch.rows % ROWS_AT_A_TIME === 0) await setImmediate();
    }
  }
  if (batch.rows > 0) yield batch;
}

function newBatch(position: number): Batch {
  return {
    garages: [],
    vehicles: [],
    repairOrders: [],
    rejections: [],
    position,
    rows: 0,
    recognised: 0,
    weight: 0,
  };
}

function isFull({ weight, vehicles }: Batch, fullAt: number, { vehicle }: ParsedRow): boolean {
  if (weight < fullAt) return false;
  const last = vehicles.at(-1)?.value.identity;
  const isNeighbour =
    last !== undefined &&
    vehicle?.identity.country === last.country &&
    vehicle.identity.registration === last.registration &&
    vehicle.identity.vin === last.vin;
  return !isNeighbour || weight >= 2 * fullAt;
}

function add(
  batch: Batch,
  { position, lineNumber }: SourceRow,
  { vehicle, garage, repairOrder = null, rejections }: ParsedRow,
): void {
  batch.position = position;
  batch.rows += 1;
  if (!rejections.some(isUnrecognised)) batch.recognised += 1;
  batch.weight += 1 + rejections.length;
  for (const value of rejections) batch.rejections.push({ lineNumber, value });
  if (garage !== null) batch.garages.push(garage);
  if (repairOrder !== null) {
    batch.repairOrders.push({ lineNumber, value: repairOrder });
    batch.weight += 2 + repairOrder.lines.length;
  }
  if (vehicle === null) return;
  batch.vehicles.push({ lineNumber, value: vehicle });
  for (const { defects } of vehicle.inspections) batch.weight += 2 + (defects?.length ?? 0);
}

function parsedRow(format: Format, { content }: SourceRow, today: string): ParsedRow {
  const refused = (code: Rejection["code"], reason: string): ParsedRow => {
    return { vehicle: null, garage: null, rejections: [{ kind: format.kind, code, reason }] };
  };
  if (content.fields === null) return refused(content.problem.code, content.problem.reason);
  try {
    return format.parse(content.fields, today);
  } catch (error) {
    if (error instanceof RowError) return refused(error.code, error.message);
    throw error;
  }
}
