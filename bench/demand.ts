/**
 * What demand costs: the cube from scratch, the day's publication, the cube again after 10,000 inspections were taken in
 * and scored, and how the answers of `demand` and `demandForecast` stand ten times the signals. CPU seconds of Node and
 * PostgreSQL beside the clock, since they hold on a machine that does other things as well. It adds those inspections to
 * the fleet; the signals are multiplied in a copy of it, which goes again.
 *
 *   node bench/demand.ts [refresh] [ingest] [signals] [--vehicles 1000000] [--inspections 10000]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fleetFolder, kimberlite, NOW, openFleet, settingsOf, openWorkerPool } from "./fleet.ts";
import { compareMoreSignals } from "./more-signals.ts";
import { publish, refreshCube } from "./product.ts";
import { postgresCpuSeconds } from "./server-process.ts";
import { startWorker } from "./worker-process.ts";

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    vehicles: { type: "string", default: "1000000" },
    inspections: { type: "string", default: "10000" },
  },
});
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);
const today = NOW.slice(0, 10);

const folder = await fleetFolder(Number(options.vehicles));
if (isAsked("signals") && !(await compareMoreSignals(folder))) process.exitCode = 1;
const runtime = await openFleet(folder);
const pool = openWorkerPool(runtime);
try {
  if (isAsked("refresh")) {
    await timed("cube from scratch", () => refreshCube({ pool, today, isFromScratch: true }));
    await pool.query("delete from demand_snapshots where published_on = $1", [today]);
    await timed("publication", () => publish({ pool, today, secret: "a secret of the bench that is long" }));
  }
  if (isAsked("ingest")) await afterInspections(Number(options.inspections));
} finally {
  await pool.end();
  await runtime.close();
}

async function timed(name: string, work: () => Promise<object>): Promise<void> {
  const startedAt = performance.now();
  const before = { node: process.cpuUsage(), postgres: postgresCpuSeconds(folder) };
  const done = await work();
  const { user, system } = process.cpuUsage(before.node);
  const postgres = postgresCpuSeconds(folder) - before.postgres;
  console.log(
    `${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s; CPU: Node ${((user + system) / 1e6).toFixed(1)} s, PostgreSQL ${postgres.toFixed(1)} s`,
    done,
  );
}

/** Takes inspections in as a file, has a worker score their vehicles, and brings the cube up to date. */
async function afterInspections(count: number): Promise<void> {
  await refreshCube({ pool, today });
  const { rows } = await pool.query<{ country: string; registration: string }>(
    `select country, registration from vehicles where registration is not null and erased_at is null
     order by md5(id::text || now()::text) limit $1`,
    [count],
  );
  const scratch = mkdtempSync(path.join(tmpdir(), "kimberlite-bench-demand-"));
  const file = path.join(scratch, "inspections.ndjson");
  const record = (vehicle: object) => ({
    type: "inspection",
    vehicle,
    kind: "PERIODIC",
    result: "FAIL_MAJOR",
    performedOn: today,
    defects: [{ scheme: "EU_ANNEX_I", code: "1.1.13", severity: "MAJOR" }],
  });
  writeFileSync(file, rows.map((vehicle) => `${JSON.stringify(record(vehicle))}\n`).join(""));
  kimberlite(settingsOf(folder), "ingest", "--format", "kimberlite", file);
  rmSync(scratch, { recursive: true });
  const worker = await startWorker(settingsOf(folder));
  const waiting = async () =>
    (await pool.query("select from pgboss.job where name = 'rescore-vehicles' and state < 'completed'"))
      .rowCount;
  while ((await waiting()) !== 0) await new Promise((resolve) => setTimeout(resolve, 500));
  await worker.stop();
  await timed(`cube after ${rows.length} inspections`, () => refreshCube({ pool, today }));
}
