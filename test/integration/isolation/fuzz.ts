import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import { pino } from "pino";
import { graphqlRoutes } from "../../../src/app/graphql.routes.ts";
import { createSchema } from "../../../src/app/schema.ts";
import { consentRules } from "../../../src/modules/consents/index.ts";
import { openAccessLog } from "../../../src/platform/access-log/access-log.ts";
import { authorizationOf } from "../../../src/platform/auth/bearer.ts";
import type { Principal } from "../../../src/platform/auth/principal.ts";
import type { CostBudget } from "../../../src/platform/budget/cost-budget.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { createHttpServer } from "../../../src/platform/http/server.ts";
import { prepareContext } from "../../../src/platform/read/scoped-pool.ts";
import type { UsageLog } from "../../../src/platform/usage/usage-log.ts";
import { createTestServer, TODAY, type TestServer } from "../../support/server.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { openCallers, type Caller } from "./callers.ts";
import { QueryGenerator } from "./query-generator.ts";
import { Random } from "./random.ts";
import { fillWorld, MARKS, maySee, type Facts, type World } from "./world.ts";

const CONNECTIONS = 4;
/** Requests under way at once: more than connections, so that each of them serves many partners in turn. */
const AT_ONCE = 8;
/** How often each document is sent, with new values. */
const SENDS = 8;

export interface Findings {
  queries: number;
  /** Rows of answers that were looked at, by their ids and by the marks in their texts. */
  rows: number;
  readonly rowsOf: Record<string, number>;
  readonly codes: Record<string, number>;
  /** What somebody saw who must not. */
  readonly foreign: string[];
  /** Answers that are failures of ours. */
  readonly failures: string[];
}

export interface Fuzz {
  readonly database: TestDatabase;
  run(queries: number, seed: number): Promise<Findings>;
  close(): Promise<void>;
}

/** The whole way from the token to the rows, over four connections, with a budget that never ends. */
export async function openFuzz(): Promise<Fuzz> {
  const database = await createTestDatabase();
  const world = await fillWorld(database);
  const server = await createTestServer(database);
  const schema = createSchema();
  const reading = await openReading(database, server, schema);
  const callers = await openCallers(server);
  return {
    database,
    run: (queries, seed) => run({ world, callers, schema, http: reading.http }, queries, seed),
    async close() {
      await reading.close();
      await server.close();
      await database.drop();
    },
  };
}

const ENDLESS: CostBudget = {
  spend: (_clientId, cost) => Promise.resolve({ requested: cost, available: cost }),
  refund: () => 0,
  close: () => Promise.resolve(),
};
const NO_USAGE = { note: () => undefined } as unknown as UsageLog;

async function openReading(database: TestDatabase, server: TestServer, schema: GraphQLSchema) {
  const logger = pino({ level: "silent" });
  const pool = openPool({
    url: database.appUrl,
    role: "kimberlite_api",
    max: CONNECTIONS,
    statementTimeoutMs: 30_000,
    connectionTimeoutMs: 30_000,
    onConnect: prepareContext,
    onIdleError: () => undefined,
  });
  const accessLog = openAccessLog(database.pool("kimberlite_worker", 1), logger);
  const http = createHttpServer(logger);
  await http.register(graphqlRoutes, {
    schema,
    reads: { pool, now: () => TODAY, identityRules: consentRules, accessLog },
    services: { partners: server.api.partners } as never, // nothing is written here
    now: () => TODAY,
    logger,
    budget: ENDLESS,
    usage: NO_USAGE,
    authenticate: (request): Promise<Principal> =>
      server.api.partners.authenticate(authorizationOf(request.raw)),
  });
  await http.ready();
  return {
    http,
    async close() {
      await http.close();
      await accessLog.close();
      await pool.end();
    },
  };
}

interface Scene {
  readonly world: World;
  readonly callers: readonly Caller[];
  readonly schema: GraphQLSchema;
  readonly http: FastifyInstance;
}

async function run(scene: Scene, queries: number, seed: number): Promise<Findings> {
  const findings: Findings = { queries: 0, rows: 0, rowsOf: {}, codes: {}, foreign: [], failures: [] };
  const random = new Random(seed);
  const generators = scene.callers.map(
    (caller) => new QueryGenerator(scene.schema, random, new Set(caller.scopes), caller.suggest(scene.world)),
  );
  const send = async () => {
    while (findings.queries < queries) {
      const which = random.integer(0, scene.callers.length - 1);
      const { query, values } = generators[which]!.next();
      for (let i = 0; i < SENDS && findings.queries < queries; i += 1) {
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
  if (statusCode >= 500) findings.failures.push(`${caller.name}: ${body} to ${JSON.stringify(request)}`);
  const seen = rowsIn(scene.world, caller, body);
  findings.rows += seen.length;
  findings.rowsOf[caller.name] = (findings.rowsOf[caller.name] ?? 0) + seen.length;
  for (const { facts, what } of seen) {
    if (!maySee(caller.terms, facts))
      findings.foreign.push(`${caller.name} saw ${what} in ${JSON.stringify(request)}`);
  }
  caller.remember(body);
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
