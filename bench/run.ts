/**
 * Kimberlite side by side with its peers: `npm run bench`. Every engine answers the same questions from one PostgreSQL
 * under the same contract; answers are compared before anything is timed; rounds are interleaved, so that a noisy
 * machine is noisy to all of them.
 */
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import pg from "pg";
import { readFileSync } from "node:fs";
import { compareAnswers } from "./compare-answers.ts";
import { fleetFolder, openFleet } from "./fleet.ts";
import { keysetRates, type KeysetRates } from "./keyset.ts";
import { load, type LoadResult, type Request } from "./load.ts";
import { createBenchPartner, tokensFor } from "./partner.ts";
import { ENGINES, QUESTIONS, requestOf, variablesOf, type Engine, type Question } from "./questions.ts";
import { writeReport, type Round } from "./report.ts";
import { drawSample, type Sample } from "./sample.ts";
import { postgresCpuSeconds, type ServerProcess } from "./server-process.ts";
import { startEngine } from "./start-engine.ts";
import { median } from "./statistics.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    vehicles: { type: "string", default: "100000,1000000" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "2.5" },
    connections: { type: "string", default: "32" },
    questions: { type: "string", default: QUESTIONS.join() },
    engines: { type: "string", default: ENGINES.join() },
    report: { type: "string", default: new URL("RESULTS.md", import.meta.url).pathname },
  },
});
const sizes = options.quick ? [100_000] : options.vehicles.split(",").map(Number);
const rounds = options.quick ? 2 : Number(options.rounds);
const seconds = options.quick ? 2 : Number(options.seconds);
const questions = options.questions.split(",") as Question[];
const engines = options.engines.split(",") as Engine[];

/** As many programs as can spend what is asked of us in a round: each has a budget of its own. */
const CLIENTS = 300;

const all: Round[] = [];
const keysets = new Map<number, KeysetRates>();
for (const size of sizes) all.push(...(await benchFleet(size)));
writeReport(options.report, all, keysets, {
  processor: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  connections: Number(options.connections),
  seconds,
  rounds,
});

async function benchFleet(size: number): Promise<Round[]> {
  const folder = await fleetFolder(size);
  const runtime = await openFleet(folder);
  const servers = new Map<Engine, ServerProcess>();
  try {
    await preparePeers(runtime.ownerUrl);
    const partner = await createBenchPartner(runtime, CLIENTS);
    const sample = await drawSample(runtime, 2000);
    for (const engine of engines)
      servers.set(engine, await startEngine(engine, folder, runtime.appUrl, partner));
    const ours = servers.get("ours")?.url ?? "";
    const tokens = await tokensFor(ours, partner);
    const urls = new Map([...servers].map(([engine, { url }]) => [engine, url]));
    for (const question of questions) await compareAnswers(question, urls, sample, tokens);
    const results: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const fresh = await tokensFor(ours, partner);
      await warm(ours, fresh);
      for (const question of questions) {
        for (const engine of engines) {
          const server = servers.get(engine);
          if (server === undefined) continue;
          const measured = { size, question, engine, server, sample, tokens: fresh, folder };
          if (round === 0) await warmUp(measured);
          results.push(await measure(measured));
        }
      }
      process.stderr.write(`${size} vehicles: round ${round + 1} of ${rounds}\n`);
    }
    const tokensLeft = await tokensFor(ours, partner);
    results.push(...(await openLoop(results, { size, servers, sample, tokens: tokensLeft, folder })));
    const server = servers.get("ours");
    if (server !== undefined) keysets.set(size, await keysetRates(server, folder, tokensLeft));
    return results;
  } finally {
    for (const server of servers.values()) await server.stop();
    await runtime.close();
  }
}

/** Each client is known before the clock runs: a partner of hundreds of programs does not start them in one moment. */
async function warm(url: string, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    const { path, ...init } = requestOf("ours", "q5", {}, token);
    await (await fetch(url + path, init)).text();
  }
}

interface Measured {
  readonly size: number;
  readonly question: Question;
  readonly engine: Engine;
  readonly server: ServerProcess;
  readonly sample: Sample;
  readonly tokens: readonly string[];
  readonly folder: string;
}

function requestsFor({ question, engine, sample, tokens }: Measured): Request[] {
  const variables = variablesOf(question, sample);
  return Array.from({ length: 2000 }, (_, n) =>
    requestOf(engine, question, variables[n % variables.length] ?? {}, tokens[n % tokens.length] ?? ""),
  );
}

/** Programs are compiled as they run, statements planned. */
async function warmUp(measured: Measured): Promise<void> {
  const { connections } = options;
  const requests = requestsFor(measured);
  await load({ url: measured.server.url, requests, connections: Number(connections), seconds: 1 });
}

async function measure(measured: Measured, rate?: number): Promise<Round> {
  const { size, question, engine, server, folder } = measured;
  const base = {
    url: server.url,
    requests: requestsFor(measured),
    connections: Number(options.connections),
    ...(rate === undefined ? {} : { rate }),
  };
  const [ownBefore, databaseBefore] = [server.cpuSeconds(), postgresCpuSeconds(folder)];
  const result: LoadResult = await load({ ...base, seconds });
  return {
    size,
    question,
    engine,
    rate: rate ?? null,
    ...result,
    serverCpuSeconds: server.cpuSeconds() - ownBefore,
    databaseCpuSeconds: postgresCpuSeconds(folder) - databaseBefore,
    memoryMb: server.peakMemoryMb(),
  };
}

/** Both at half of our own peak: how long the slowest hundredth waits when nobody is at the limit. */
async function openLoop(
  closed: readonly Round[],
  context: {
    size: number;
    servers: ReadonlyMap<Engine, ServerProcess>;
    sample: Sample;
    tokens: readonly string[];
    folder: string;
  },
): Promise<Round[]> {
  const results: Round[] = [];
  for (const question of questions) {
    const peak = median(
      closed
        .filter((round) => round.question === question && round.engine === "ours")
        .map(({ perSecond }) => perSecond),
    );
    for (const engine of ["ours", "postgraphile"] as const) {
      const server = context.servers.get(engine);
      if (server !== undefined)
        results.push(await measure({ ...context, question, engine, server }, Math.round(peak / 2)));
    }
  }
  return results;
}

async function preparePeers(ownerUrl: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query(readFileSync(new URL("peers/functions.sql", import.meta.url), "utf8"));
  } finally {
    await client.end();
  }
}
