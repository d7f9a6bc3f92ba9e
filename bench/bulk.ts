/**
 * Rows in bulk: a synthetic fleet seeded, its signals derived for the first time and again on the next day, a file of
 * inspections ingested, and the rows that this made sent once more with `\copy`, which does nothing but write them. On a
 * database of its own, deleted at the end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { nextDayOf, openFleet, settle } from "./fleet.ts";
import { PLATES_BEGIN, writeIngestionFile } from "./ingestion-file.ts";
import {
  ingest,
  migrate,
  openErasedIdentities,
  openPool,
  scoreFleet,
  seed,
  type Runtime,
} from "./product.ts";

export interface BulkRate {
  readonly what: "seed" | "score, first fill" | "score, next day" | "ingest" | "\\copy";
  readonly unit: "rows" | "vehicles";
  readonly count: number;
  readonly seconds: number;
}

/** What a record of the file becomes rows of. */
const TABLES = ["vehicles", "inspections", "defects", "odometer_readings"];

/** @param fileVehicles how many vehicles the ingested file holds */
export async function bulkRates(vehicles: number, fileVehicles: number): Promise<readonly BulkRate[]> {
  const folder = mkdtempSync(path.join(process.env["KIMBERLITE_BENCH_DIR"] ?? tmpdir(), "bulk-"));
  const runtime = await openFleet(path.join(folder, "data"));
  try {
    await migrate(runtime.ownerUrl);
    const seeding = await timed(() => seed(runtime, vehicles));
    const rows = Object.values(seeding.result).reduce((sum, count) => sum + count, 0);
    return [
      { what: "seed", unit: "rows", count: rows, seconds: seeding.seconds },
      await scoringRate("score, first fill", runtime),
      await scoringRate("score, next day", nextDayOf(runtime)),
      ...(await ingestBesideCopy(runtime, path.join(folder, "rows.jsonl"), fileVehicles)),
    ];
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Between what filled the fleet and its scoring lie hours, or a day. */
async function scoringRate(what: BulkRate["what"], runtime: Runtime): Promise<BulkRate> {
  await settle(runtime);
  const { result, seconds } = await timed(() => scoreFleet(runtime));
  return { what, unit: "vehicles", count: result.vehicles, seconds };
}

async function ingestBesideCopy(runtime: Runtime, file: string, vehicles: number): Promise<BulkRate[]> {
  await writeIngestionFile(file, vehicles);
  const twinUrl = await twinOf(runtime.ownerUrl);
  const ingestion = await timed(() => ingestFile(runtime, file));
  const copy = await copyInto(twinUrl, await rowsOfFile(runtime.ownerUrl));
  return [
    { what: "ingest", unit: "rows", count: copy.count, seconds: ingestion.seconds },
    { what: "\\copy", unit: "rows", ...copy },
  ];
}

async function ingestFile({ appUrl, keys, now }: Runtime, file: string): Promise<void> {
  const onIdleError = () => undefined;
  const pool = openPool({
    url: appUrl,
    role: "kimberlite_worker",
    max: 2,
    statementTimeoutMs: 0,
    onIdleError,
  });
  try {
    const { erasedAmong: findErased } = openErasedIdentities(keys);
    const { rejected } = await ingest({
      ...{ pool, format: "kimberlite", source: file, stdin: process.stdin, now: now(), findErased },
    });
    if (rejected > 0) throw new Error(`${rejected} records of the file were refused.`);
  } finally {
    await pool.end();
  }
}

/** A copy of the whole database, to be opened by its address: what is done to one leaves the other as it is. */
async function twinOf(ownerUrl: string): Promise<string> {
  const [original, twin, elsewhere] = [new URL(ownerUrl), new URL(ownerUrl), new URL(ownerUrl)];
  twin.pathname = "/bench_copy";
  elsewhere.pathname = "/postgres";
  const owner = new pg.Client(elsewhere.href);
  await owner.connect();
  try {
    await owner.query(`create database bench_copy template ${original.pathname.slice(1)}`);
  } finally {
    await owner.end();
  }
  return twin.href;
}

/** The rows that the file has become, as `\copy` takes them, in the file's order: ids ascend with it. */
async function rowsOfFile(ownerUrl: string): Promise<ReadonlyMap<string, Buffer>> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query("set role kimberlite_worker");
    const texts = new Map<string, Buffer>();
    for (const table of TABLES) {
      const own = table === "vehicles" ? "id" : "vehicle_id";
      const chosen = `select * from ${table} where ${own} in (select id from vehicles where registration like '${PLATES_BEGIN}%') order by ${own}`;
      texts.set(table, Buffer.concat(await client.query(copyTo(`copy (${chosen}) to stdout`)).toArray()));
    }
    return texts;
  } finally {
    await client.end();
  }
}

/** Rows into their tables, one table after the other on one connection, of a role that row-level security lets pass. */
async function copyInto(
  ownerUrl: string,
  texts: ReadonlyMap<string, Buffer>,
): Promise<{ count: number; seconds: number }> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    let [count, seconds] = [0, 0];
    for (const [table, text] of texts) {
      await client.query(`alter table ${table} no force row level security`);
      const into = client.query(copyFrom(`copy ${table} from stdin`));
      const copying = await timed(() => pipeline(Readable.from(piecesOf(text)), into));
      seconds += copying.seconds;
      count += into.rowCount;
    }
    return { count, seconds };
  } finally {
    await client.end();
  }
}

function* piecesOf(text: Buffer): Generator<Buffer> {
  const size = 64 * 1024;
  for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - startedAt) / 1000 };
}
