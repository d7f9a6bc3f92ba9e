import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFile, truncate } from "node:fs/promises";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { contentOf, ingestFile, ingestText, temporaryFile } from "../../support/ingestion.ts";
import { ukHistory, ukHistoryLines } from "../../support/uk-histories.ts";

const CHILD = path.resolve(import.meta.dirname, "../../support/ingest-child.ts");
/** Three batches and a bit. */
const VEHICLES = 1500;
const testsOf = (vehicles: number) =>
  Array.from({ length: vehicles }, (_, number) => ukHistory(number).motTests.length).reduce(
    (sum, tests) => sum + tests,
  );
const TESTS = testsOf(VEHICLES);
const lines = [...ukHistoryLines(0, VEHICLES)];

/** What an uninterrupted run leaves behind. */
let expected: { rows: number; hash: string };
let database: TestDatabase;

beforeAll(async () => {
  const other = await createTestDatabase();
  const summary = await ingestText(other, "uk-mot-history", lines.join(""), 100_000);
  expect(summary.byKind.inspection?.inserted).toBe(TESTS);
  expected = await contentOf(other);
  await other.drop();
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop());

function startChild(source: string): ChildProcess {
  return spawn(process.execPath, [CHILD, database.appUrl, "uk-mot-history", source], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** Kills the child behind its batch number `batches`, in the middle of the next. */
async function killAfter(child: ChildProcess, batches: number): Promise<void> {
  const ended = once(child, "exit");
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout! })) {
    if (!line.includes("progress")) continue;
    seen += 1;
    if (seen === batches) child.kill("SIGKILL");
  }
  await ended;
}

const committed = () =>
  database.look(
    "select status, line_count::integer as lines, read_count::integer as read from ingestion_runs where fingerprint is not null order by started_at",
  );

describe("a run that is killed", () => {
  test("goes on where its last batch ended, twice over, and ends as if it had not been", async () => {
    const file = await temporaryFile(lines.join(""), ".jsonl");
    for (const batches of [1, 1]) {
      const [before] = await committed();
      await killAfter(startChild(file), batches);
      const [run] = await committed();
      expect(run?.["status"]).toBe("RUNNING");
      expect(run?.["lines"]).toBeGreaterThan((before?.["lines"] as number | undefined) ?? 0);
      expect(run?.["lines"]).toBeLessThan(VEHICLES);
    }
    const summary = await ingestFile(database, "uk-mot-history", file);
    expect(summary).toMatchObject({
      resumed: true,
      byKind: {
        vehicle: { read: VEHICLES, inserted: VEHICLES },
        inspection: { read: TESTS, inserted: TESTS },
      },
    });
    expect(await committed()).toEqual([{ status: "COMPLETED", lines: VEHICLES, read: VEHICLES + TESTS }]);
    expect(await contentOf(database)).toEqual(expected);

    const again = await ingestFile(database, "uk-mot-history", file);
    expect(again).toMatchObject({ resumed: false, inserted: 0, updated: 0, unchanged: VEHICLES + TESTS });
    expect(await contentOf(database)).toEqual(expected);
  }, 120_000);
});

describe("an upload that is cut", () => {
  test("F106: at any byte leaves whole rows, and the whole file afterwards each row once", async () => {
    const some = lines.slice(0, 40);
    const text = Buffer.from(some.join(""));
    const own = await createTestDatabase();
    for (const cut of [1, 700, Math.floor(text.length / 3), text.length - 2]) {
      const summary = await ingestText(own, "uk-mot-history", Buffer.concat([text.subarray(0, cut)])).catch(
        (error: unknown) => error,
      );
      // A single broken row is no row of the format at all.
      if (cut < 1000) expect(summary).toMatchObject({ code: "WRONG_FORMAT" });
      else expect(summary).toMatchObject({ rejected: 1 });
    }
    await ingestText(own, "uk-mot-history", text);
    const [rows] = await own.look(
      "select (select count(*)::integer from vehicles) as vehicles, count(*)::integer as tests from inspections",
    );
    expect(rows).toEqual({ vehicles: 40, tests: testsOf(40) });
    await own.drop();
  });

  test("F106: inside a compressed file says so, keeps what was whole, and nothing twice", async () => {
    const own = await createTestDatabase();
    const text = lines.slice(0, 700).join("");
    const packed = gzipSync(text);
    const cut = await temporaryFile(packed.subarray(0, packed.length - 2000), ".gz");
    await expect(ingestFile(own, "uk-mot-history", cut)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    const [run] = await own.look("select status, failure_code, line_count > 0 as begun from ingestion_runs");
    expect(run).toEqual({ status: "FAILED", failure_code: "FILE_UNREADABLE", begun: true });
    const whole = await temporaryFile(packed, ".gz");
    const summary = await ingestFile(own, "uk-mot-history", whole);
    expect(summary.byKind.vehicle).toMatchObject({ read: 700, updated: 0 });
    expect(await own.look("select count(*)::integer as count from vehicles")).toEqual([{ count: 700 }]);
    await own.drop();
  }, 60_000);
});

test("a run that is asked to stop keeps its batches, and the next one goes on", async () => {
  const own = await createTestDatabase();
  const some = 700;
  const file = await temporaryFile(lines.slice(0, some).join(""));
  const stop = new AbortController();
  const stopped = ingestFile(own, "uk-mot-history", file, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ name: "IngestionError", code: "ABORTED" });
  const [run] = await own.look(
    "select status, failure_code, line_count::integer as lines from ingestion_runs",
  );
  expect(run).toMatchObject({ status: "FAILED", failure_code: "ABORTED" });
  expect(run?.["lines"]).toBeGreaterThan(0);
  expect(run?.["lines"]).toBeLessThan(some);
  expect(await ingestFile(own, "uk-mot-history", file)).toMatchObject({
    resumed: true,
    inserted: some + testsOf(some),
  });
  await own.drop();
}, 60_000);

test("batches do not wait for the disk, but a run that says that it is complete does", async () => {
  const own = await createTestDatabase();
  await own.look(`alter database ${own.name} set synchronous_commit = on`);
  await own.look("create table waits (what text, how text)");
  await own.look(`create function note_wait() returns trigger security definer language plpgsql as $$
    begin
      insert into waits values (tg_argv[0], current_setting('synchronous_commit'));
      return null;
    end $$`);
  await own.look(
    "create trigger batch after insert on inspections for each statement execute function note_wait('batch')",
  );
  await own.look(
    `create trigger ended after update on ingestion_runs for each row when (new.status <> 'RUNNING')
       execute function note_wait('end')`,
  );
  await ingestText(own, "uk-mot-history", lines.slice(0, 3).join(""));
  await expect(ingestText(own, "uk-mot-history", "rubbish\n")).rejects.toMatchObject({
    code: "WRONG_FORMAT",
  });
  expect(await own.look("select what, how, count(*)::integer from waits group by 1, 2 order by 1")).toEqual([
    { what: "batch", how: "off", count: 1 },
    { what: "end", how: "on", count: 2 },
  ]);
  await own.drop();
});

test("F101: a line of 200 MB in a file is refused, the next one read, and the memory does not grow with it", async () => {
  const file = await temporaryFile(lines[0]!);
  // Bytes that were never written read as zero, and cost nothing to make.
  await truncate(file, 200 << 20);
  await appendFile(file, `\n${lines[1]!}`);
  const child = startChild(file);
  let last = "";
  for await (const line of createInterface({ input: child.stdout! })) last = line;
  const { summary, grownBytes } = JSON.parse(last) as { summary: { runId: string }; grownBytes: number };
  expect(summary).toMatchObject({ byKind: { vehicle: { read: 3, rejected: 1 } } });
  expect(
    await database.look("select line_number, code from rejected_rows where run_id = $1", [summary.runId]),
  ).toEqual([{ line_number: 2, code: "ROW_TOO_LONG" }]);
  expect(grownBytes).toBeLessThan(30 * 1024 * 1024);
}, 60_000);
