import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createServer as createHttpServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openWorker } from "../../../src/app/worker.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { createLogger } from "../../../src/platform/telemetry/logger.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { openTracing } from "../../../src/platform/telemetry/open-tracing.ts";
import type { Tracing } from "../../../src/platform/telemetry/tracing.ts";
import { builders } from "../../builders/index.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { createTestServer, TEST_KEYS, TODAY } from "../../support/server.ts";

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code: number };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

/** A collector: takes what it is sent and keeps the bytes. */
async function openCollector() {
  const bodies: string[] = [];
  const server: Server = createHttpServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      bodies.push(`${request.url}\n${body}`);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bodies.join("\n"),
    spans: (): SentSpan[] =>
      bodies.flatMap((body) => {
        const sent = JSON.parse(body.slice(body.indexOf("\n") + 1)) as {
          resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
        };
        return sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const PLATE = "ZZ987CAN";
const VIN = "VF1CANARY12345678";

let database: TestDatabase;
let collector: Awaited<ReturnType<typeof openCollector>>;
let tracing: Tracing;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  collector = await openCollector();
  tracing = await openTracing({ endpoint: collector.endpoint, share: 1, onLost: () => undefined });
});
afterEach(() => collector.close());

test("a request is a trace of the request, its operation and its statements, and no value is in it", async () => {
  const server = await createTestServer(database, null, { allowLoopback: true }, [], tracing);
  const reader = await server.partner({ scopes: ["vehicles:read", "vehicles:identify", "signals:write"] });
  await builders(database.pool("kimberlite_worker")).vehicle({ registration: PLATE, vin: VIN });
  const authorization = `Bearer ${reader.token}`;
  const ask = async (query: string, variables: object, headers = {}) =>
    (await server.post({ query, variables }, { authorization, ...headers })).json();

  await ask(
    "query Lookup($plate: String!) { vehicleByRegistration(country: FR, registration: $plate) { registration vin } }",
    { plate: PLATE },
  );
  await ask(`query Typed { vehicleByVin(vin: "${VIN}") { id } }`, {});
  const declare =
    "mutation Declare($items: [DeclaredIntentInput!]!) { declareIntent(input: { items: $items }) { results { result } } }";
  const item = { kind: "QUOTE_REQUESTED", partCategory: "TYRE", fromOn: "2026-07-01", untilOn: "2026-07-30" };
  const vehicle = { country: "FR", registration: PLATE };
  await ask(declare, { items: [{ ...item, vehicle }] }, { "idempotency-key": "canary-key-1234" });
  await ask(`{ vehicles(filter: { fuel: ${PLATE} }) { edges { node { id } } } }`, {});
  await server.close();
  await tracing.close();

  const spans = collector.spans();
  const operation = spans.find(({ name }) => name === "operation Lookup")!;
  const request = spans.find(({ spanId }) => spanId === operation.parentSpanId)!;
  expect(request.name).toBe("POST /graphql");
  expect(request.parentSpanId).toBeUndefined();
  const statements = spans.filter(({ parentSpanId }) => parentSpanId === operation.spanId);
  expect(statements.map(({ name }) => name)).toContain("select vehicles");
  expect(new Set([request, operation, ...statements].map(({ traceId }) => traceId)).size).toBe(1);
  const read = statements.find(({ name }) => name === "select vehicles")!;
  expect(Object.fromEntries(read.attributes.map(({ key, value }) => [key, Object.values(value)[0]]))).toEqual(
    {
      "db.system.name": "postgresql",
      "db.operation.name": "select",
      "db.collection.name": "vehicles",
      "kimberlite.statement": expect.stringMatching(/^[\w-]{24}$/) as string,
    },
  );
  const logged = server.logs.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged.find(({ operationName }) => operationName === "Lookup")).toMatchObject({
    traceId: request.traceId,
  });

  expect(spans.filter(({ name }) => name === "POST /graphql")).toHaveLength(4);
  expect(spans.map(({ name }) => name)).toContain("operation Declare");
  const refused = spans.filter(({ name, status }) => name === "operation" && status.code === 2);
  expect(refused).toHaveLength(1);
  expect(collector.bytes()).toContain("/v1/traces");
  for (const secret of [PLATE, VIN, "canary-key", reader.token, reader.clientSecret, reader.clientId])
    expect(collector.bytes()).not.toContain(secret);
}, 30_000);

test("a job is a trace with its statements, and what nobody asked for is none", async () => {
  const logs: string[] = [];
  const worker = await openWorker({
    ...{ config: loadConfig({}), logger: createLogger("info", { write: (line) => void logs.push(line) }) },
    ...{ metrics: createMetrics(), keys: TEST_KEYS, now: () => TODAY, embedded: null, tracing },
    ...{ ownerUrl: database.ownerUrl, appUrl: database.appUrl, close: () => Promise.resolve() },
  });
  const done = () => logs.find((line) => line.includes('"job":"keep-house"'));
  await expect.poll(done, { timeout: 10_000 }).toBeDefined();
  await worker.close();
  await tracing.close();
  const spans = collector.spans();
  const job = spans.find(({ name }) => name === "job keep-house")!;
  expect(JSON.parse(done()!)).toMatchObject({ traceId: job.traceId });
  expect(spans.some(({ parentSpanId }) => parentSpanId === job.spanId)).toBe(true);
  // The queue's own looking for work, for instance.
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  expect(roots.filter(({ name }) => !name.startsWith("job "))).toEqual([]);
}, 30_000);

test("a collector that is away is told of, and costs no request its answer", async () => {
  await tracing.close();
  const unused = createServer().listen(0, "127.0.0.1");
  await once(unused, "listening");
  const endpoint = `http://127.0.0.1:${(unused.address() as AddressInfo).port}`;
  unused.close();
  const lost: Error[] = [];
  const astray = await openTracing({ endpoint, share: 1, onLost: (error) => void lost.push(error) });
  const span = astray.begin("POST /graphql", "SERVER");
  expect(span.run(() => astray.part("operation", "INTERNAL"))).toBeDefined();
  span.end();
  await astray.close().catch(() => undefined);
  expect(lost).toHaveLength(1);
}, 15_000);
