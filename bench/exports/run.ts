/**
 * How fast a worker writes an export, with how much memory, and what becomes of one whose workers are killed. Whole
 * processes, on a fleet of synthetic data.
 *
 *   node bench/exports/run.ts [speed] [kills] [--vehicles 1000000] [--rows 1000000] [--kills 10]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fleetFolder, openFleet, settingsOf } from "../fleet.ts";
import { postgresCpuSeconds, startServer } from "../server-process.ts";
import { seeded } from "../statistics.ts";
import { startWorker, type MemoryMb, type WorkerProcess } from "../worker-process.ts";
import { dayOfRows, openStage, type ExportAnswer } from "./stage.ts";

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    vehicles: { type: "string", default: "1000000" },
    rows: { type: "string", default: "1000000" },
    kills: { type: "string", default: "10" },
  },
});
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);
/** An export whose workers are killed has to be long enough to be hit in the middle, and no longer. */
const KILLED_ROWS = 200_000;
const LONGEST_MS = 15 * 60_000;
const MEMORY_EVERY_MS = 500;
const TENTHS = Array.from({ length: 11 }, (_, i) => i / 10);
/**
 * Memory is flat where the end of an export needs no more than this beside its middle: until then V8 compiles, and finds
 * out how much room it needs. What keeps a tenth of the bytes that it writes fails.
 */
const FLAT = 1.1;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = await fleetFolder(Number(options.vehicles));
const exportsDir = mkdtempSync(path.join(tmpdir(), "kimberlite-bench-exports-"));
const settings = { ...settingsOf(folder), KIMBERLITE_EXPORTS_DIR: exportsDir };
const runtime = await openFleet(folder);
const server = await startServer(["src/app/kimberlite.mjs", "serve"], settings, "/readyz");
const stage = await openStage(runtime, server.url);
let worker: WorkerProcess | undefined;

try {
  if (isAsked("speed")) for (const format of ["NDJSON", "CSV"]) await measure(format);
  if (isAsked("kills")) await kill(Number(options.kills));
} finally {
  await worker?.stop();
  await server.stop();
  await runtime.close();
  rmSync(exportsDir, { recursive: true, force: true });
}

async function measure(format: string): Promise<void> {
  const { day, rows } = await dayOfRows(runtime, Number(options.rows));
  worker ??= await startWorker(settings);
  await pause(5_000);
  const before = { worker: worker.cpuSeconds(), postgres: postgresCpuSeconds(folder) };
  const id = await stage.start(format, day);
  const memory: MemoryMb[] = [];
  let startedAt = 0;
  let found = await stage.look(id);
  for (; found.status !== "COMPLETED"; found = await stage.look(id)) {
    if (found.status === "FAILED") throw new Error("The export failed.");
    if (found.status === "RUNNING" && startedAt === 0) startedAt = Date.now();
    if (startedAt > 0 && Date.now() - startedAt >= memory.length * MEMORY_EVERY_MS)
      memory.push(await worker.memory());
    await pause(100);
  }
  const seconds = (Date.now() - startedAt) / 1000;
  const used = {
    worker: worker.cpuSeconds() - before.worker,
    postgres: postgresCpuSeconds(folder) - before.postgres,
  };
  const perRow = (cpuSeconds: number) => ((cpuSeconds / rows) * 1e6).toFixed(1);
  const at = (part: number) => memory[Math.floor((memory.length - 1) * part)];
  const series = (kind: keyof MemoryMb) => TENTHS.map((part) => at(part)?.[kind].toFixed(0)).join(" ");
  const bytes = found.files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(
    `${format}: ${found.progress.rows} of ${rows} rows, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s: ${(rows / seconds).toFixed(0)} rows/s; CPU a row: worker ${perRow(used.worker)} µs, PostgreSQL ${perRow(used.postgres)} µs`,
  );
  for (const kind of ["resident", "heap", "external"] as const)
    console.log(`  worker's memory, MB, ${kind}, at each tenth of the time: ${series(kind)}`);
  const [middle, last] = [at(0.5)?.resident ?? NaN, at(1)?.resident ?? NaN];
  if (found.progress.rows !== rows) process.exitCode = 1;
  if (!(last <= middle * FLAT)) {
    console.log("  The memory is not flat.");
    process.exitCode = 1;
  }
}

/** One export, whose worker is killed again and again at some moment of its work. */
async function kill(times: number): Promise<void> {
  const { day, rows } = await dayOfRows(runtime, KILLED_ROWS);
  const random = seeded(times);
  await worker?.stop();
  worker = await startWorker(settings);
  const id = await stage.start("NDJSON", day);
  const faults: string[] = [];
  const until = Date.now() + LONGEST_MS;
  let [killed, last, resumes] = [0, await stage.look(id), 0];
  const isOver = ({ status }: ExportAnswer) => status !== "QUEUED" && status !== "RUNNING";
  while (!isOver(last) && Date.now() < until) {
    // Taken anew: its rows are counted from the beginning.
    const begun = await untilSo((now) => isOver(now) || (now.status === "RUNNING" && now.progress.rows > 0));
    if (isOver(begun) || killed === times) {
      last = await untilSo(isOver);
      continue;
    }
    await pause(random() * 3_000);
    worker.kill();
    killed += 1;
    const killedAt = Date.now();
    const left = (await stage.look(id)).progress.rows;
    worker = await startWorker(settings);
    last = await untilSo((now) => isOver(now) || now.progress.rows < left || now.progress.rows === 0);
    resumes = Math.max(resumes, Date.now() - killedAt);
  }
  const { rows: found, faults: wrong } = await stage.verify(last);
  faults.push(...wrong);
  if (found !== rows) faults.push(`${found} rows, not ${rows}`);
  if (last.status !== "COMPLETED") faults.push(last.status);
  console.log(
    `${found} of ${rows} rows over ${killed} kill -9 of the worker, begun anew within ${(resumes / 1000).toFixed(1)} s; faults: ${faults.length === 0 ? "none" : faults.join("; ")}`,
  );
  if (faults.length > 0) process.exitCode = 1;

  /** Looks until it is so; meanwhile nothing of it may be there for anybody. */
  async function untilSo(isSo: (now: ExportAnswer) => boolean): Promise<ExportAnswer> {
    for (;;) {
      const status = await stage.statusOf(id, "part-00001.ndjson");
      const now = await stage.look(id);
      if (now.status !== "COMPLETED" && (status !== 404 || now.files.length > 0))
        faults.push(`visible while ${now.status}`);
      if (isSo(now) || Date.now() > until) return now;
      await pause(50);
    }
  }
}
