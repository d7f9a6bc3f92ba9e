import type { GraphQLSchema } from "graphql";
import { createSchema } from "../../../src/app/schema.ts";
import { SCOPES } from "../../../src/platform/auth/principal.ts";
import { ERROR_STATUS, type ErrorCode } from "../../../src/platform/errors/app-error.ts";
import { createTestDatabase } from "../../support/database.ts";
import { createTestServer, type TestServer } from "../../support/server.ts";
import { openCallers, type Caller } from "../isolation/callers.ts";
import { bareIdsIn } from "../isolation/fuzz.ts";
import { QueryGenerator, type Suggest } from "../isolation/query-generator.ts";
import { Random } from "../isolation/random.ts";
import { fillWorld, type World } from "../isolation/world.ts";
import { rubbish, spoiled, spoiledDocument } from "./rubbish.ts";
import { checkWords, readReply, type Reply } from "./target.ts";

/**
 * Processor time that one document may take: that of the worst one that the limits let pass. The client's part is
 * counted with it, since both are this process.
 */
const MOST_CPU_MS = 100;
/** What takes longer is asked again, the least counts: code is compiled and memory collected meanwhile. */
const ROUNDS = 3;
/** Codes that no document is the cause of. */
const OURS: readonly ErrorCode[] = ["INTERNAL", "OVERLOADED", "TIMEOUT", "UNAUTHENTICATED", "RATE_LIMITED"];

export interface Findings {
  documents: number;
  /** How often each code was the answer; OK where nothing was refused. */
  readonly codes: Record<string, number>;
  /** Answers that are failures of ours, or say too much, or not what they must. */
  readonly faults: string[];
  /** Documents over the bar, with their processor time. */
  readonly slow: string[];
  mostCpuMs: number;
}

export interface HostileFuzz {
  /** @param excused of the codes that no document is the cause of, the one that may be answered */
  run(documents: number, seed: number, excused?: ErrorCode): Promise<Findings>;
  close(): Promise<void>;
}

interface Scene {
  readonly server: TestServer;
  readonly world: World;
  readonly callers: readonly Caller[];
  readonly schema: GraphQLSchema;
  readonly excused?: ErrorCode | undefined;
}

export async function openHostileFuzz(): Promise<HostileFuzz> {
  const database = await createTestDatabase();
  const world = await fillWorld(database);
  const server = await createTestServer(database);
  const everything = {
    name: "everything",
    scopes: SCOPES,
    terms: { areas: [], makes: [], partFamilies: [] },
  };
  const callers = await openCallers(server, [everything]);
  const scene = { server, world, callers, schema: createSchema() };
  return {
    run: (documents, seed, excused) => run({ ...scene, excused }, documents, new Random(seed)),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

async function run(scene: Scene, documents: number, random: Random): Promise<Findings> {
  const findings: Findings = { documents: 0, codes: {}, faults: [], slow: [], mostCpuMs: 0 };
  const generators = scene.callers.map((caller) => generatorFor(scene, caller, random));
  while (findings.documents < documents) {
    const which = random.integer(0, generators.length - 1);
    const { query, values } = generators[which]!.next(random.chance(0.25) ? "mutation" : "query");
    await judge(scene, scene.callers[which]!, requestOf(query, values(), random), findings);
    findings.documents += 1;
  }
  return findings;
}

/** Half the callers' values are true ids, plates and days, so that documents get as far as the rows. */
function generatorFor({ schema, world }: Scene, caller: Caller, random: Random): QueryGenerator {
  const suggest = caller.suggest(world);
  const worse: Suggest = (name, type) =>
    random.chance(0.15) ? rubbish(random) : suggest(name, type, random);
  return new QueryGenerator(schema, random, new Set(caller.scopes), worse);
}

function requestOf(query: string, variables: object, random: Random): unknown {
  const request = {
    query: random.chance(0.35) ? spoiledDocument(query, random) : query,
    variables: random.chance(0.25) ? spoiled(variables, random) : variables,
  };
  return random.chance(0.03) ? spoiled({ operationName: null, extensions: {}, ...request }, random) : request;
}

async function judge(scene: Scene, caller: Caller, request: unknown, findings: Findings): Promise<void> {
  const logged = scene.server.logs.length;
  const words = JSON.stringify(request);
  const told = `${caller.name}: ${words.slice(0, 4000)}`;
  const first = await send(scene, caller, request, 0);
  const bug = scene.server.logs.slice(logged).find((line) => line.includes('"bug"'));
  const bare = bareIdsIn(first.text).find((uuid) => uuid !== caller.partnerId && !words.includes(uuid));
  const faults = [
    bug,
    bare,
    first.reply === null ? first.text : faultIn(first.reply, request, scene.excused),
  ];
  for (const fault of faults) if (fault != null) findings.faults.push(`${fault.slice(0, 2000)}\n  ${told}`);
  const code = codesOf(first.reply)[0] ?? "OK";
  findings.codes[code] = (findings.codes[code] ?? 0) + 1;
  caller.remember(first.text);
  const cpuMs = first.cpuMs <= MOST_CPU_MS ? first.cpuMs : await leastCpuMs(scene, caller, request);
  findings.mostCpuMs = Math.max(findings.mostCpuMs, cpuMs);
  if (cpuMs > MOST_CPU_MS) findings.slow.push(`${cpuMs.toFixed(0)} ms: ${told}`);
}

const codesOf = (reply: Reply | null) =>
  (reply?.body.errors ?? []).map(({ extensions }) => extensions["code"] as ErrorCode);

async function leastCpuMs(scene: Scene, caller: Caller, request: unknown): Promise<number> {
  const all: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1)
    all.push((await send(scene, caller, request, round)).cpuMs);
  return Math.min(...all);
}

interface Sent {
  readonly reply: Reply | null;
  readonly text: string;
  readonly cpuMs: number;
}

/** Another round is another text, so that nothing remembers it. */
async function send({ server }: Scene, caller: Caller, request: unknown, round: number): Promise<Sent> {
  const words = JSON.stringify(request);
  const body = round === 0 ? words : words.replace(/("query":"(?:[^"\\]|\\.)*)/, `$1 # ${round}`);
  const accept = "application/graphql-response+json";
  const from = process.cpuUsage();
  const response = await server.post(body, { authorization: caller.authorization, accept });
  const text = await response.text();
  const { user, system } = process.cpuUsage(from);
  let reply: Reply | null = null;
  try {
    reply = readReply(response.status, response.headers, text);
  } catch {
    // Not JSON: the text tells.
  }
  return { reply, text, cpuMs: (user + system) / 1000 };
}

/** What is wrong with an answer; null: nothing. */
function faultIn(reply: Reply, request: unknown, excused: ErrorCode | undefined): string | null {
  const codes = codesOf(reply);
  const wrong = codes.find((code) => !(code in ERROR_STATUS) || (OURS.includes(code) && code !== excused));
  if (wrong !== undefined) return `code ${wrong}: ${reply.text}`;
  // What ran may be told of either way where it gave nothing; what did not run has the status of its code.
  const wanted: number[] = reply.body.data === undefined && codes.length > 0 ? [] : [200];
  if (reply.body.data == null) wanted.push(...codes.map((code) => ERROR_STATUS[code]));
  if (!wanted.includes(reply.status)) return `${reply.status} and not ${String(wanted)}: ${reply.text}`;
  try {
    checkWords(reply, { body: request, answered: reply.status === 200 });
    return null;
  } catch (error) {
    return `${(error as Error).message}: ${reply.text}`;
  }
}
