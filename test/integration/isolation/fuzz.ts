import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { createSchema } from "../../../src/app/schema.ts";
import { createTestServer } from "../../support/server.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { openCallers, type Caller } from "./callers.ts";
import { QueryGenerator } from "./query-generator.ts";
import { Random } from "./random.ts";
import { fillWorld, MARKS, maySee, type Facts, type World } from "./world.ts";

/** Requests under way at once: more than the server's four connections, so that each serves many partners in turn. */
const AT_ONCE = 8;
/** Fields that read no rows, or cost more than they try. */
const LEFT_OUT = ["operationCost", "inspectionSchedule", "usage", "limits"];
/** So many times what was wanted, and then it ends, enough or not. */
const MOST_TIMES = 6;
/** How often each document is sent, with new values. */
const SENDS = 4;

export interface Findings {
  queries: number;
  /** Rows of answers that were looked at, by their ids and by the marks in their texts. */
  rows: number;
  readonly rowsOf: Record<string, number>;
  readonly codes: Record<string, number>;
  /** What somebody saw who must not. */
  readonly foreign: string[];
  /** Ids as the database knows them: the same for every partner, so that two of them can put their rows together. */
  readonly bare: string[];
  /** Answers that are failures of ours. */
  readonly failures: string[];
}

export interface Fuzz {
  readonly database: TestDatabase;
  /**
   * Asks so often, and goes on while that was not enough: what a query happens to see depends on which of those under way
   * at once comes first.
   */
  run(queries: number, seed: number, isEnough?: (findings: Findings) => boolean): Promise<Findings>;
  close(): Promise<void>;
}

/** The whole way from the token to the rows, over the four connections of the test server. */
export async function openFuzz(): Promise<Fuzz> {
  const database = await createTestDatabase();
  const world = await fillWorld(database);
  const server = await createTestServer(database);
  const schema = createSchema();
  const callers = await openCallers(server);
  return {
    database,
    run: (queries, seed, isEnough = () => true) =>
      run({ world, callers, schema, http: server.api.http }, seed, (findings) =>
        isEnough(findings) ? findings.queries >= queries : findings.queries >= MOST_TIMES * queries,
      ),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

interface Scene {
  readonly world: World;
  readonly callers: readonly Caller[];
  readonly schema: GraphQLSchema;
  readonly http: FastifyInstance;
}

async function run(scene: Scene, seed: number, isDone: (findings: Findings) => boolean): Promise<Findings> {
  const findings: Findings = {
    queries: 0,
    rows: 0,
    rowsOf: Object.fromEntries(scene.callers.map(({ name }) => [name, 0])),
    codes: {},
    foreign: [],
    bare: [],
    failures: [],
  };
  const random = new Random(seed);
  const generators = scene.callers.map(
    (caller) =>
      new QueryGenerator(scene.schema, random, new Set(caller.scopes), caller.suggest(scene.world), LEFT_OUT),
  );
  const send = async () => {
    while (!isDone(findings)) {
      const which = random.integer(0, scene.callers.length - 1);
      const { query, values } = generators[which]!.next();
      for (let i = 0; i < SENDS && !isDone(findings); i += 1) {
        findings.queries += 1;
        await ask(scene, scene.callers[which]!, { query, variables: values() }, findings);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return findings;
}

async function ask(scene: Scene, caller: Caller, request: object, findings: Findings): Promise<void> {
  const { statusCode, body } = await scene.http.inject({
    method: "POST",
    url: "/graphql",
    headers: { authorization: caller.authorization, "content-type": "application/json" },
    payload: JSON.stringify(request),
  });
  const { errors } = JSON.parse(body) as { errors?: { extensions: { code: string } }[] };
  const code = errors?.[0]?.extensions.code ?? "OK";
  findings.codes[code] = (findings.codes[code] ?? 0) + 1;
  // A busy machine may say so (503, 504); anything else of the kind is a bug.
  if (statusCode === 500) findings.failures.push(`${caller.name}: ${body} to ${JSON.stringify(request)}`);
  const seen = rowsIn(scene.world, caller, body);
  findings.rows += seen.length;
  findings.rowsOf[caller.name] = (findings.rowsOf[caller.name] ?? 0) + seen.length;
  for (const { facts, what } of seen) {
    if (!maySee(caller.terms, facts))
      findings.foreign.push(`${caller.name} saw ${what} in ${JSON.stringify(request)}`);
  }
  for (const uuid of bareIdsIn(body)) {
    if (uuid !== caller.partnerId)
      findings.bare.push(`${caller.name} saw ${uuid} in ${JSON.stringify(request)}`);
  }
  caller.remember(body);
}

const UUID = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi;

/** UUIDs anywhere in an answer, but for the number of the request itself. */
export function bareIdsIn(body: string): string[] {
  return body.replaceAll(/"requestId":"[^"]*"/g, "").match(UUID) ?? [];
}

interface Seen {
  readonly facts: Facts;
  readonly what: string;
}

/** Every row that an answer shows anything of: by an id of the caller's own, or by a mark in a text. */
function rowsIn(world: World, caller: Caller, body: string): Seen[] {
  const seen: Seen[] = [];
  for (const [, id = ""] of body.matchAll(/"([A-Z][\w-]{21}[AQgw])"/g)) {
    const uuid = caller.ids.decode(id.charAt(0), id);
    const facts = uuid === null ? undefined : world.rows.get(uuid);
    if (facts?.prefix === id.charAt(0))
      seen.push({
        facts,
        what: `${id.charAt(0)} ${facts.area} ${facts.make ?? ""} ${facts.partFamily ?? ""}`,
      });
  }
  for (const [what, area = "", make = ""] of body.matchAll(MARKS)) {
    seen.push({ facts: { area, make: make === "*" ? null : make, partFamily: null }, what });
  }
  return seen;
}
