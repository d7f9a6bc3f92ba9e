import { readFileSync } from "node:fs";
import pg from "pg";
import { compareAnswers } from "./compare-answers.ts";
import { fleetFolder, openFleet } from "./fleet.ts";
import { keysetRates, type KeysetRates } from "./keyset.ts";
import { load, type LoadResult, type Request } from "./load.ts";
import { createBenchPartner, tokenAt, tokensFor, type BenchPartner, type Tokens } from "./partner.ts";
import { QUESTIONS, requestOf, variablesOf, type Engine, type Question } from "./questions.ts";
import type { Round } from "./report.ts";
import { drawSample, type Sample } from "./sample.ts";
import { postgresCpuSeconds, type ServerProcess } from "./server-process.ts";
import { startEngine } from "./start-engine.ts";
import { median } from "./statistics.ts";

export interface Course {
  readonly questions: readonly Question[];
  readonly engines: readonly Engine[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Whether a page deep in a list is measured beside the first. */
  readonly keyset: boolean;
}

/**
 * As many programs as can spend what is asked of us in a round, each has a budget of its own, in sets that take turns: so
 * what a set has spent is back before it asks again, and nobody has to be counted whom nobody needs.
 */
const CLIENTS = 1_200;
const SETS = 3;

/**
 * Every engine on one fleet: answers compared, then closed loops in interleaved rounds, then open ones. Each round is
 * noted as it ends, so that what was measured is known whatever comes after it.
 */
export async function sideBySide(
  size: number,
  course: Course,
  note: (round: Round) => void,
): Promise<KeysetRates | null> {
  const folder = await fleetFolder(size);
  const runtime = await openFleet(folder);
  const servers = new Map<Engine, ServerProcess>();
  try {
    await preparePeers(runtime.ownerUrl);
    const partner = await createBenchPartner(runtime, CLIENTS);
    const sample = await drawSample(runtime, 2000);
    for (const engine of course.engines)
      servers.set(engine, await startEngine(engine, folder, runtime.appUrl, partner));
    const ours = servers.get("ours");
    if (ours === undefined) throw new Error("Without `ours` there is nothing to compare with.");
    const urls = new Map([...servers].map(([engine, { url }]) => [engine, url]));
    const stage = {
      size,
      folder,
      sample,
      servers,
      course,
      note,
      freshTokens: () => freshTokens(ours.url, partner),
    };
    const tokens = await stage.freshTokens();
    for (const question of course.questions) await compareAnswers(question, urls, sample, tokens);
    await openLoops(stage, await closedLoops(stage));
    return course.keyset ? await keysetRates(ours, folder, (await stage.freshTokens()).ours) : null;
  } finally {
    for (const server of servers.values()) await server.stop();
    await runtime.close();
  }
}

interface Stage {
  readonly size: number;
  readonly folder: string;
  readonly sample: Sample;
  readonly servers: ReadonlyMap<Engine, ServerProcess>;
  readonly course: Course;
  note(round: Round): void;
  /** They live ten minutes. */
  freshTokens(): Promise<Tokens>;
}

async function closedLoops(stage: Stage): Promise<Round[]> {
  const { questions, rounds } = stage.course;
  const results: Round[] = [];
  await warmUp(stage);
  for (let round = 0; round < rounds; round += 1) {
    const tokens = await stage.freshTokens();
    for (const question of questions)
      for (const [engine, server] of stage.servers)
        results.push(await measure({ ...stage, tokens, question, engine, server }));
    process.stderr.write(`${stage.size} vehicles: round ${round + 1} of ${rounds}\n`);
  }
  return results;
}

/** Both at half of our own peak: how long the slowest hundredth waits when nobody is at the limit. */
async function openLoops(stage: Stage, closed: readonly Round[]): Promise<void> {
  const peakOf = (question: Question) =>
    median(
      closed
        .filter((round) => round.question === question && round.engine === "ours")
        .map(({ perSecond }) => perSecond),
    );
  for (let round = 0; round < stage.course.rounds; round += 1) {
    const tokens = await stage.freshTokens();
    for (const question of stage.course.questions)
      for (const engine of ["ours", "postgraphile"] as const) {
        const server = stage.servers.get(engine);
        if (server !== undefined)
          await measure({ ...stage, tokens, question, engine, server }, Math.round(peakOf(question) / 2));
      }
  }
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

interface Measured extends Stage {
  readonly tokens: Tokens;
  readonly question: Question;
  readonly engine: Engine;
  readonly server: ServerProcess;
}

function requestsFor({ question, engine, sample, tokens: all }: Measured): Request[] {
  const variables = variablesOf(question, sample);
  const tokens = { ...all, ours: all.ours.filter((_, n) => n % SETS === QUESTIONS.indexOf(question) % SETS) };
  return Array.from({ length: 2000 }, (_, n) =>
    requestOf(engine, question, variables[n % variables.length] ?? {}, tokenAt(tokens, engine, n)),
  );
}

const WARM_UP_SECONDS = 3;

/**
 * Programs are compiled as they run, and compiled anew when another question comes along that is unlike those before:
 * nobody is measured before it was asked all of them.
 */
async function warmUp(stage: Stage): Promise<void> {
  const { questions, connections } = stage.course;
  const tokens = await stage.freshTokens();
  for (const [engine, server] of stage.servers)
    for (const question of questions) {
      const requests = requestsFor({ ...stage, tokens, question, engine, server });
      await load({ url: server.url, requests, connections, seconds: WARM_UP_SECONDS });
    }
  process.stderr.write(`${stage.size} vehicles: warm\n`);
}

async function measure(measured: Measured, rate?: number): Promise<Round> {
  const { size, question, engine, server, folder } = measured;
  const { connections, seconds } = measured.course;
  const requests = requestsFor(measured);
  const [ownBefore, databaseBefore] = [server.cpuSeconds(), postgresCpuSeconds(folder)];
  const result: LoadResult = await load({
    ...{ url: server.url, requests, connections, seconds },
    ...(rate === undefined ? {} : { rate }),
  });
  const round: Round = {
    size,
    question,
    engine,
    rate: rate ?? null,
    ...result,
    serverCpuSeconds: server.cpuSeconds() - ownBefore,
    databaseCpuSeconds: postgresCpuSeconds(folder) - databaseBefore,
    memoryMb: server.peakMemoryMb(),
  };
  measured.note(round);
  return round;
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
