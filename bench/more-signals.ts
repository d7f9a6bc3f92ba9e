import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { NOW, openFleet, settingsOf, openWorkerPool } from "./fleet.ts";
import { createBenchPartner, tokensFor, type BenchPartner } from "./partner.ts";
import { publish, refreshCube, type Runtime } from "./product.ts";
import { postgresCpuSeconds, startServer, type ServerProcess } from "./server-process.ts";
import { median } from "./statistics.ts";

const QUESTIONS = {
  demand: `query ($area: String!) { demand(filter: { area: $area }, by: [PART_CATEGORY, WEEK]) { cells { partCategory week units { p50 } vehicles } } }`,
  demandForecast: `query ($area: String!) { demandForecast(partCategory: "BRAKE_PAD_SET", area: $area) { weeks { week p10 p50 p90 } backtest { wape coverage } } }`,
} as const;
const TIMES = 10;
/** Enough that no client spends its budget. */
const CLIENTS = 200;
const WARM_UP = 200;
const ROUNDS = 20;
const PER_ROUND = 50;
/** How much slower ten times the signals may be. */
const BAR = 1.2;
const today = NOW.slice(0, 10);

interface Side {
  readonly folder: string;
  readonly signals: number;
  readonly server: ServerProcess;
  readonly tokens: readonly string[];
}

/** Of one request. PostgreSQL's is that of the whole installation, which does nothing else. */
interface Cost {
  readonly wallMs: number;
  readonly serverMs: number;
  readonly postgresMs: number;
}

/**
 * Asks a fleet and a copy of it with ten times the signals, whose demand was added up and published from these, in turns:
 * so a machine that is slower for a while is so for both. The fleet keeps its signals; the copy goes.
 * @returns whether every question stayed within the bar
 */
export async function compareMoreSignals(folder: string): Promise<boolean> {
  const scratch = mkdtempSync(path.join(path.dirname(folder), "more-signals-"));
  const copy = path.join(scratch, "fleet");
  const opened: Runtime[] = [];
  const servers: ServerProcess[] = [];
  try {
    const partner = await addPartner(folder);
    // With owners and modes, since PostgreSQL starts on no others.
    execFileSync("cp", ["-a", folder, copy]);
    const sides: Side[] = [];
    for (const at of [folder, copy]) {
      const runtime = await openFleet(at);
      opened.push(runtime);
      const signals = await prepare(runtime, at === copy ? TIMES : 1);
      const server = await startServer(["src/app/kimberlite.mjs", "serve"], settingsOf(at), "/readyz");
      servers.push(server);
      sides.push({ folder: at, signals, server, tokens: await tokensFor(server.url, partner) });
    }
    return await compare(sides);
  } finally {
    for (const server of servers) await server.stop();
    for (const runtime of opened) await runtime.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function addPartner(folder: string): Promise<BenchPartner> {
  const runtime = await openFleet(folder);
  try {
    return await createBenchPartner(runtime, CLIENTS);
  } finally {
    await runtime.close();
  }
}

/** Makes so many of each signal, and what follows from them. @returns how many there are then */
async function prepare(runtime: Runtime, times: number): Promise<number> {
  const pool = openWorkerPool(runtime);
  const owner = new pg.Client(runtime.ownerUrl);
  await owner.connect();
  try {
    if (times > 1) {
      const { rows } = await pool.query<{ name: string }>(
        `select quote_ident(attname) as name from pg_attribute
         where attrelid = 'intent_signals'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
           and attname not in ('id', 'model_version')`,
      );
      const columns = rows.map(({ name }) => name).join(", ");
      await pool.query(
        `insert into intent_signals (id, model_version, ${columns})
         select gen_random_uuid(), 'BENCH ' || n, ${columns} from intent_signals, generate_series(2, ${times}) n`,
      );
      await refreshCube({ pool, today, isFromScratch: true });
      await pool.query("delete from demand_snapshots where published_on = $1", [today]);
      await publish({ pool, today, secret: "a secret of the bench that is long" });
    }
    // Now, so that autovacuum does not come in between.
    await owner.query("vacuum (analyze)");
    const { rows } = await pool.query<{ n: number }>("select count(*)::integer as n from intent_signals");
    return rows[0]?.n ?? 0;
  } finally {
    await Promise.all([pool.end(), owner.end()]);
  }
}

async function compare(sides: readonly Side[]): Promise<boolean> {
  let isWithin = true;
  for (const [name, query] of Object.entries(QUESTIONS)) {
    for (const side of sides) await ask(side, query, WARM_UP);
    const costs = sides.map((): Cost[] => []);
    for (let round = 0; round < ROUNDS; round += 1)
      // Whoever is second finds the machine as the first one left it: so they take turns in that as well.
      for (const i of round % 2 === 0 ? [0, 1] : [1, 0])
        costs[i]?.push(await ask(sides[i] as Side, query, PER_ROUND));
    const [once, often] = costs.map((rounds) => ({
      wallMs: median(rounds.map(({ wallMs }) => wallMs)),
      serverMs: mean(rounds.map(({ serverMs }) => serverMs)),
      postgresMs: mean(rounds.map(({ postgresMs }) => postgresMs)),
    })) as [Cost, Cost];
    const cpu = ({ serverMs, postgresMs }: Cost) => serverMs + postgresMs;
    const ratio = cpu(often) / cpu(once);
    const line = ({ wallMs, serverMs, postgresMs }: Cost) =>
      `${wallMs.toFixed(2)} ms (CPU: server ${serverMs.toFixed(2)}, PostgreSQL ${postgresMs.toFixed(2)})`;
    console.log(
      `${name}: ${sides[0]?.signals} signals ${line(once)}; ${sides[1]?.signals} signals ${line(often)}; × ${(often.wallMs / once.wallMs).toFixed(2)} by the clock, × ${ratio.toFixed(2)} in CPU`,
    );
    isWithin &&= ratio <= BAR;
  }
  return isWithin;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** One question so many times, one after the other. */
async function ask({ folder, server, tokens }: Side, query: string, times: number): Promise<Cost> {
  const before = { server: server.cpuSeconds(), postgres: postgresCpuSeconds(folder) };
  const wall: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const startedAt = performance.now();
    const answer = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tokens[i % tokens.length]}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ query, variables: { area: "FR-ARA" } }),
    });
    const { errors } = (await answer.json()) as { errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    wall.push(performance.now() - startedAt);
  }
  const perRequest = (cpuSeconds: number) => (cpuSeconds * 1000) / times;
  return {
    wallMs: median(wall),
    serverMs: perRequest(server.cpuSeconds() - before.server),
    postgresMs: perRequest(postgresCpuSeconds(folder) - before.postgres),
  };
}
