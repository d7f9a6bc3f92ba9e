import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listRejectedRows, type IngestionProgress } from "../../../src/modules/ingestion/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { contentOf, ingestFile, ingestText, temporaryFile } from "../../support/ingestion.ts";
import { ukHistory, ukHistoryLines } from "../../support/uk-histories.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const count = async (table: string) =>
  (await database.look(`select count(*)::integer as count from ${table}`))[0]?.["count"];

const jsonLines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("rows that are refused", () => {
  test("are reported by line and code, and the good ones beside them kept", async () => {
    const good = ukHistory(1);
    const half = { ...ukHistory(2), motTests: [...ukHistory(2).motTests, { completedDate: "2024-02-30" }] };
    const text = [
      JSON.stringify(good),
      "{not json}",
      JSON.stringify({ ...ukHistory(3), registration: "CANARY;1" }),
      "",
      JSON.stringify(half),
      JSON.stringify({ some: "thing else" }),
      JSON.stringify({
        ...ukHistory(4),
        motTests: [{ ...good.motTests[0], completedDate: "2026-06-16T08:00:00.000Z" }],
      }),
    ].join("\r\n");
    const summary = await ingestText(database, "uk-mot-history", text);
    expect(summary.byKind).toEqual({
      vehicle: { read: 6, inserted: 3, updated: 0, unchanged: 0, rejected: 3 },
      inspection: {
        read: good.motTests.length + half.motTests.length + 1,
        inserted: good.motTests.length + half.motTests.length - 1,
        updated: 0,
        unchanged: 0,
        rejected: 2,
      },
    });
    const pool = database.pool("kimberlite_worker");
    const report = await listRejectedRows(pool, summary.runId, { limit: 100 });
    expect(report.map(({ lineNumber, ordinal, code }) => [lineNumber, ordinal, code])).toEqual([
      [2, 0, "ROW_NOT_JSON"],
      [3, 0, "INVALID_REGISTRATION"],
      [5, 0, "FIELD_INVALID"],
      [6, 0, "ROW_NOT_OF_FORMAT"],
      [7, 0, "DATE_IN_FUTURE"],
    ]);
    const rest = await listRejectedRows(pool, summary.runId, { after: report[2]!, limit: 1 });
    expect(rest).toEqual([report[3]]);
    expect(JSON.stringify(report)).not.toContain("CANARY");
  });

  test("of one line are numbered within it", async () => {
    const history = ukHistory(1);
    const broken = {
      ...history,
      motTests: history.motTests.map((one) => ({ ...one, odometerValue: "many" })),
    };
    const summary = await ingestText(database, "uk-mot-history", jsonLines(broken));
    const report = await listRejectedRows(database.pool("kimberlite_worker"), summary.runId, { limit: 100 });
    expect(report.map(({ lineNumber, ordinal }) => [lineNumber, ordinal])).toEqual(
      history.motTests.map((_, at) => [1, at]),
    );
  });
});

describe("a file of something else", () => {
  test.for([
    { _case: "a table for histories", format: "uk-mot-history", text: "a,b\n1,2\n" },
    { _case: "other objects for histories", format: "uk-mot-history", text: jsonLines({ a: 1 }, { a: 2 }) },
    { _case: "histories for stations", format: "uk-mot-stations", text: [...ukHistoryLines(0, 3)].join("") },
    { _case: "another table for stations", format: "uk-mot-stations", text: "a,b\n1,2\n" },
    { _case: "a table for RDW's rows", format: "nl-rdw", text: "kenteken,merk\nZZ000Z,SKODA\n" },
    { _case: "histories for our own format", format: "kimberlite", text: [...ukHistoryLines(0, 3)].join("") },
    {
      _case: "bytes",
      format: "uk-mot-history",
      text: Buffer.from([0, 159, 146, 150, 10, 255]).toString("latin1"),
    },
  ] as const)("says so and changes nothing: $_case", async ({ format, text }) => {
    const file = await temporaryFile(text);
    await expect(ingestFile(database, format, file)).rejects.toMatchObject({
      name: "IngestionError",
      code: "WRONG_FORMAT",
    });
    for (const table of ["vehicles", "inspections", "garages", "rejected_rows"])
      expect(await count(table)).toBe(0);
    expect(await database.look("select status, failure_code from ingestion_runs")).toEqual([
      { status: "FAILED", failure_code: "WRONG_FORMAT" },
    ]);
  });

  test("is given up after a hundred rows, however long it is", async () => {
    let taken = 0;
    async function* endless() {
      for (; ; taken += 1) yield Buffer.from("nothing of the kind\n".repeat(10));
    }
    const stdin = Readable.from(endless());
    await expect(ingestFile(database, "uk-mot-history", "-", { stdin })).rejects.toMatchObject({
      code: "WRONG_FORMAT",
    });
    expect(taken).toBeLessThan(100);
  });

  test("that is not there, or is a folder, is an error of its own", async () => {
    await expect(ingestFile(database, "uk-mot-history", "/no/such/file.jsonl")).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      message: "there is no file file.jsonl",
    });
    await expect(ingestFile(database, "uk-mot-history", "/")).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
    });
    expect(await count("ingestion_runs")).toBe(0);
  });
});

describe("the same content", () => {
  test("F105: is the same plain, compressed, with a byte-order mark and from standard input", async () => {
    const text = [...ukHistoryLines(0, 30)].join("");
    const plain = await temporaryFile(text, ".jsonl");
    const progress: IngestionProgress[] = [];
    await ingestFile(database, "uk-mot-history", plain, { onProgress: (event) => progress.push(event) });
    const content = await contentOf(database);
    const bytes = Buffer.byteLength(text);
    expect(progress.at(-1)).toMatchObject({ bytesRead: bytes, bytesTotal: bytes, rejected: 0 });

    const packed = gzipSync(text);
    const others = [
      ingestFile(database, "uk-mot-history", await temporaryFile(packed, ".gz")),
      ingestFile(
        database,
        "uk-mot-history",
        await temporaryFile(Buffer.concat([packed.subarray(0), gzipSync("")])),
      ),
      ingestFile(database, "uk-mot-history", await temporaryFile(`\ufeff${text}`)),
      ingestText(database, "uk-mot-history", text, 1),
      ingestText(database, "uk-mot-history", packed, 1),
    ];
    for (const summary of await Promise.all(others)) {
      expect(summary).toMatchObject({ inserted: 0, updated: 0, rejected: 0 });
      expect(summary.unchanged).toBe(summary.read);
    }
    expect(await contentOf(database)).toEqual(content);
  });

  test("twice in one file is counted and stored once", async () => {
    const history = ukHistory(1);
    const summary = await ingestText(database, "uk-mot-history", jsonLines(history, history));
    const tests = history.motTests.length;
    expect(summary.byKind).toEqual({
      vehicle: { read: 2, inserted: 1, updated: 0, unchanged: 1, rejected: 0 },
      inspection: { read: 2 * tests, inserted: tests, updated: 0, unchanged: tests, rejected: 0 },
    });
    expect(await count("inspections")).toBe(tests);
  });

  test("that contradicts itself ends the same way each time, so the second run updates nothing", async () => {
    const history = ukHistory(1);
    const other = {
      ...history,
      primaryColour: "Red",
      motTests: history.motTests.map((one) => ({ ...one, odometerValue: "7" })),
    };
    const text = jsonLines(history, other);
    await ingestText(database, "uk-mot-history", text);
    const content = await contentOf(database);
    const again = await ingestText(database, "uk-mot-history", text);
    expect(again).toMatchObject({ inserted: 0, updated: 0 });
    expect(await contentOf(database)).toEqual(content);
    expect(await database.look("select distinct colour from vehicles")).toEqual([{ colour: "RED" }]);
  });

  test("F105: read by two runs at once is stored once, and changes nothing the second time", async () => {
    const text = [...ukHistoryLines(0, 400)].join("");
    const [one, other] = await Promise.all([
      ingestText(database, "uk-mot-history", text, 50_000),
      ingestText(database, "uk-mot-history", text, 50_000),
    ]);
    expect((one.byKind.vehicle?.inserted ?? 0) + (other.byKind.vehicle?.inserted ?? 0)).toBe(400);
    expect(await count("vehicles")).toBe(400);
    expect(one.inserted + other.inserted).toBe(one.read);
  });
});

test("two runs of one file at once are one run: the second is told", async () => {
  const file = await temporaryFile([...ukHistoryLines(0, 20)].join(""));
  // Another transaction holds the first run in its first batch.
  const blocker = await database.pool("kimberlite_worker").connect();
  await blocker.query("begin; lock table vehicles in share row exclusive mode");
  const first = ingestFile(database, "uk-mot-history", file);
  await vi.waitUntil(async () => (await count("ingestion_runs")) === 1, { timeout: 10_000 });
  await expect(ingestFile(database, "uk-mot-history", file)).rejects.toMatchObject({
    name: "IngestionError",
    code: "ALREADY_RUNNING",
  });
  await blocker.query("rollback");
  blocker.release();
  expect((await first).byKind.vehicle?.inserted).toBe(20);
  expect(await count("ingestion_runs")).toBe(1);
});
