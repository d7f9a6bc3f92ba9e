/**
 * What demand costs: the cube from scratch, the day's publication, the cube again after 10,000 inspections were taken in
 * and scored, and how the answers of `demand` and `demandForecast` stand ten times the signals. CPU seconds of Node and
 * PostgreSQL beside the clock, since they hold on a machine that does other things as well. It adds those inspections to
 * the fleet; the additional signals go again.
 *
 *   node bench/demand.ts [refresh] [ingest] [signals] [--vehicles 1000000] [--inspections 10000]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fleetFolder, kimberlite, NOW, openFleet, settingsOf } from "./fleet.ts";
import { createBenchPartner, tokensFor } from "./partner.ts";
import { openPool, publish, refreshCube } from "./product.ts";
import { postgresCpuSeconds, startServer } from "./server-process.ts";
import { median } from "./statistics.ts";
import { startWorker } from "./worker-process.ts";

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    vehicles: { type: "string", default: "1000000" },
    inspections: { type: "string", default: "10000" },
  },
});
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);
const TIMES = 10;
const ROUNDS = 200;
const today = NOW.slice(0, 10);
const QUESTIONS = {
  demand: `query ($area: String!) { demand(filter: { area: $area }, by: [PART_CATEGORY, WEEK]) { cells { partCategory week units { p50 } vehicles } } }`,
  demandForecast: `query ($area: String!) { demandForecast(partCategory: "BRAKE_PAD_SET", area: $area) { weeks { week p10 p50 p90 } backtest { wape coverage } } }`,
} as const;

const folder = await fleetFolder(Number(options.vehicles));
const runtime = await openFleet(folder);
const pool = openPool({
  url: runtime.appUrl,
  role: "kimberlite_worker",
  max: 2,
  statementTimeoutMs: 0,
  onIdleError: () => undefined,
});
try {
  if (isAsked("refresh")) {
    await timed("cube from scratch", () => refreshCube({ pool, today, isFromScratch: true }));
    await pool.query("delete from demand_snapshots where published_on = $1", [today]);
    await timed("publication", () => publish({ pool, today, secret: "a secret of the bench that is long" }));
  }
  if (isAsked("ingest")) await afterInspections(Number(options.inspections));
  if (isAsked("signals")) await withMoreSignals();
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

/** Asks before and after the signals became ten times as many, in questions one after the other. */
async function withMoreSignals(): Promise<void> {
  const partner = await createBenchPartner(runtime, 40);
  const server = await startServer(["src/app/kimberlite.mjs", "serve"], settingsOf(folder), "/readyz");
  try {
    const once = await ask(server.url, await tokensFor(server.url, partner));
    const signals = await multiplySignals();
    const often = await ask(server.url, await tokensFor(server.url, partner));
    for (const name of Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[])
      console.log(
        `${name}: ${once[name].toFixed(2)} ms, with ${signals} signals ${often[name].toFixed(2)} ms (× ${(often[name] / once[name]).toFixed(2)})`,
      );
  } finally {
    await server.stop();
    await pool.query("delete from intent_signals where model_version = 'BENCH'");
  }
}

/** Median milliseconds of each question. */
async function ask(url: string, tokens: readonly string[]): Promise<Record<keyof typeof QUESTIONS, number>> {
  const times = { demand: [] as number[], demandForecast: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, query] of Object.entries(QUESTIONS)) {
      const startedAt = performance.now();
      const answer = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${tokens[round % tokens.length]}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ query, variables: { area: "FR-ARA" } }),
      });
      const { errors } = (await answer.json()) as { errors?: unknown };
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      times[name as keyof typeof QUESTIONS].push(performance.now() - startedAt);
    }
  return { demand: median(times.demand), demandForecast: median(times.demandForecast) };
}

/** Adds nine of each. @returns how many there are then */
async function multiplySignals(): Promise<number> {
  const { rows } = await pool.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = 'intent_signals'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
       and attname not in ('id', 'model_version')`,
  );
  const columns = rows.map(({ name }) => name).join(", ");
  await pool.query(
    `insert into intent_signals (id, model_version, ${columns})
     select gen_random_uuid(), 'BENCH', ${columns} from intent_signals, generate_series(2, ${TIMES})`,
  );
  await pool.query("analyze intent_signals").catch(() => undefined);
  const counted = await pool.query<{ signals: number }>(
    "select count(*)::integer as signals from intent_signals",
  );
  return counted.rows[0]?.signals ?? 0;
}
