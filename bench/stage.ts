import { readFileSync } from "node:fs";
import pg from "pg";
import { fleetFolder, openFleet } from "./fleet.ts";
import { load, type Request } from "./load.ts";
import { createBenchPartner, tokenAt, tokensFor, type BenchPartner, type Tokens } from "./partner.ts";
import { QUESTIONS, requestOf, variablesOf, type Engine, type Question } from "./questions.ts";
import type { Round } from "./report.ts";
import { drawSample, type Sample } from "./sample.ts";
import { postgresCpuSeconds, type ServerProcess } from "./server-process.ts";
import { startEngine } from "./start-engine.ts";

/** A fleet with engines that serve it. */
export interface Stage {
  readonly size: number;
  readonly folder: string;
  readonly sample: Sample;
  readonly servers: ReadonlyMap<Engine, ServerProcess>;
  readonly ours: ServerProcess;
  /** Such as live a while yet. */
  readonly tokens: () => Promise<Tokens>;
  readonly close: () => Promise<void>;
}

/** One load on one engine. */
export interface Asking {
  readonly question: Question;
  readonly engine: Engine;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second of an open loop; left out: as many as are answered. */
  readonly rate?: number;
}

/**
 * As many programs as can spend what is asked of us in a round, each has a budget of its own, in sets that take turns: so
 * what a set has spent is back before it asks again, and nobody has to be counted whom nobody needs.
 */
const CLIENTS = 1_200;
const SETS = 3;

export async function openStage(size: number, engines: readonly Engine[]): Promise<Stage> {
  const folder = await fleetFolder(size);
  const runtime = await openFleet(folder);
  const servers = new Map<Engine, ServerProcess>();
  const close = async () => {
    for (const server of servers.values()) await server.stop();
    await runtime.close();
  };
  try {
    await preparePeers(runtime.ownerUrl);
    const partner = await createBenchPartner(runtime, CLIENTS);
    const sample = await drawSample(runtime, 2000);
    for (const engine of engines)
      servers.set(engine, await startEngine(engine, folder, runtime.appUrl, partner));
    const ours = servers.get("ours");
    if (ours === undefined) throw new Error("Without `ours` there is nothing to compare with.");
    return { size, folder, sample, servers, ours, close, tokens: openTokens(ours.url, partner) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tokens live ten minutes. */
const RENEWED_AFTER_MS = 5 * 60 * 1000;

function openTokens(url: string, partner: BenchPartner): () => Promise<Tokens> {
  let held: { readonly tokens: Tokens; readonly sinceMs: number } | undefined;
  return async () => {
    if (held === undefined || performance.now() - held.sinceMs > RENEWED_AFTER_MS)
      held = { tokens: await freshTokens(url, partner), sinceMs: performance.now() };
    return held.tokens;
  };
}

/** Each client is known before the clock runs: a partner of hundreds of programs does not start them in one moment. */
async function freshTokens(url: string, partner: BenchPartner): Promise<Tokens> {
  const tokens = await tokensFor(url, partner);
  for (const token of tokens) {
    const { path, ...init } = requestOf("ours", "q5", {}, token);
    await (await fetch(url + path, init)).text();
  }
  return { ours: tokens, peer: partner.peerToken };
}

const WARM_UP_SECONDS = 3;

/**
 * Programs are compiled as they run, and compiled anew when another question comes along that is unlike those before:
 * nobody is measured before it was asked all of them.
 */
export async function warmUp(
  stage: Stage,
  questions: readonly Question[],
  connections: number,
): Promise<void> {
  for (const [engine, { url }] of stage.servers)
    for (const question of questions) {
      const requests = await requestsFor(stage, { question, engine });
      await load({ url, requests, connections, seconds: WARM_UP_SECONDS });
    }
  process.stderr.write(`${stage.size} vehicles: warm\n`);
}

export async function measure(stage: Stage, asking: Asking): Promise<Round> {
  const { size, folder, servers } = stage;
  const { question, engine, connections, seconds, rate } = asking;
  const server = servers.get(engine);
  if (server === undefined) throw new Error(`${engine} does not serve ${size} vehicles.`);
  const requests = await requestsFor(stage, asking);
  const [ownBefore, databaseBefore] = [server.cpuSeconds(), postgresCpuSeconds(folder)];
  const result = await load({
    ...{ url: server.url, requests, connections, seconds },
    ...(rate === undefined ? {} : { rate }),
  });
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

async function requestsFor(
  { sample, tokens: renewed }: Stage,
  { question, engine }: Pick<Asking, "question" | "engine">,
): Promise<Request[]> {
  const all = await renewed();
  const variables = variablesOf(question, sample);
  const tokens = { ...all, ours: all.ours.filter((_, n) => n % SETS === QUESTIONS.indexOf(question) % SETS) };
  return Array.from({ length: 2000 }, (_, n) =>
    requestOf(engine, question, variables[n % variables.length] ?? {}, tokenAt(tokens, engine, n)),
  );
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
