import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { admitFew, type Admission, type AdmissionLimits } from "../../../src/platform/http/admission.ts";
import { acceptJson } from "../../../src/platform/http/json-body.ts";
import { createHttpServer } from "../../../src/platform/http/server.ts";
import { createLogger } from "../../../src/platform/telemetry/logger.ts";
import { createMetrics, type Metrics } from "../../../src/platform/telemetry/metrics.ts";

/** Turns come before anybody waits for too long, but in the test of that. */
const LIMITS: AdmissionLimits = { max: 2, crowd: 1, longestWaitMs: 60_000 };

let app: FastifyInstance;
let admission: Admission;
let metrics: Metrics;
let url: string;
let logs: string[];
let handled: number;
/** By the id of who is held. */
let held: Map<string, "runs" | "ended">;
let release: () => void;
let agents: Agent[];

beforeEach(() => open(LIMITS));
afterEach(close);

async function close(): Promise<void> {
  release();
  for (const agent of agents) agent.destroy();
  await app.close();
}

/** Serves what is held until it is released, and anything else at once. */
async function open(limits: AdmissionLimits): Promise<void> {
  logs = [];
  agents = [];
  handled = 0;
  held = new Map();
  const logger = createLogger("info", { write: (line) => void logs.push(line) });
  metrics = createMetrics();
  app = createHttpServer(logger, metrics);
  admission = admitFew(app, { logger, metrics }, limits);
  let released = new Promise<void>(() => undefined);
  const hold = () => {
    let end: () => void;
    released = new Promise((resolve) => (end = resolve));
    release = () => {
      end();
      hold();
    };
  };
  hold();
  acceptJson(app);
  app.post("/graphql", async ({ headers }) => {
    handled += 1;
    admission.enter();
    const id = headers["held"]?.toString();
    try {
      if (id === undefined) return { data: {} };
      held.set(id, "runs");
      await released;
      return { data: {} };
    } finally {
      admission.leave();
      if (id !== undefined) held.set(id, "ended");
    }
  });
  app.get("/livez", () => ({ status: "ok" }));
  url = await app.listen({ host: "127.0.0.1", port: 0 });
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly wasReused: boolean;
}

interface Asked {
  /** Left out: by a connection of its own. */
  readonly agent?: Agent;
  readonly heldAs?: string;
  readonly signal?: AbortSignal;
}

function ask({ agent, heldAs, signal }: Asked = {}): Promise<Answer> {
  const headers = { "content-type": "application/json", ...(heldAs !== undefined && { held: heldAs }) };
  return new Promise((resolve, reject) => {
    const options = { method: "POST", agent: agent ?? false, headers, ...(signal && { signal }) };
    const asked = request(`${url}/graphql`, options, (response) => {
      const { statusCode = 0 } = response;
      json(response).then(
        (body) =>
          resolve({ status: statusCode, headers: response.headers, body, wasReused: asked.reusedSocket }),
        reject,
      );
    });
    asked.on("error", reject).end("{}");
  });
}

async function run(count: number): Promise<Promise<Answer>[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const running = ids.map((heldAs) => ask({ heldAs }));
  await vi.waitUntil(() => ids.every((id) => held.has(id)));
  return running;
}

function connectionOfItsOwn(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return agent;
}

/** What was sent before has arrived once these are answered. */
async function askOthers(status: number): Promise<void> {
  for (let n = 0; n < 3; n += 1) expect((await ask()).status).toBe(status);
}

test("an operation beyond those that can be answered is refused before anything is done with it", async () => {
  const running = await run(2);
  const { status, headers, body } = await ask();
  expect(status).toBe(503);
  expect(headers).toMatchObject({
    "retry-after": "1",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-type": "application/json; charset=utf-8",
  });
  expect(body).toEqual({
    errors: [
      {
        message: "The service is busy. Try again shortly.",
        extensions: { code: "OVERLOADED", retryAfterMs: 1000, requestId: headers["x-request-id"] },
      },
    ],
  });
  expect(handled).toBe(2);
  // Whoever looks after the process reaches it all the same.
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  release();
  expect((await Promise.all(running)).map((answer) => answer.status)).toEqual([200, 200]);
  expect((await ask()).status).toBe(200);
});

test("a connection that was answered in a crowd is not read before it is its turn, and then answered", async () => {
  const running = await run(1);
  const agent = connectionOfItsOwn();
  expect((await ask({ agent })).status).toBe(200);
  const impatient = ask({ agent });
  await askOthers(200);
  expect(handled).toBe(1 + 1 + 3);
  release();
  expect(await impatient).toMatchObject({ status: 200, wasReused: true });
  await Promise.all(running);
});

test("nor is one that was refused", async () => {
  const running = await run(2);
  const agent = connectionOfItsOwn();
  expect((await ask({ agent })).status).toBe(503);
  const impatient = ask({ agent });
  await askOthers(503);
  expect(handled).toBe(2);
  release();
  expect(await impatient).toMatchObject({ status: 200, wasReused: true });
  await Promise.all(running);
});

test("whoever has nothing to ask, or has gone, keeps nobody from its turn", async () => {
  const running = await run(1);
  const waiting = Array.from({ length: 6 }, connectionOfItsOwn);
  for (const agent of waiting) expect((await ask({ agent })).status).toBe(200);
  waiting[1]!.destroy();
  waiting[4]!.destroy();
  const impatient = ask({ agent: waiting[5]! });
  release();
  expect(await impatient).toMatchObject({ status: 200, wasReused: true });
  await Promise.all(running);
});

test("nobody waits for a turn for longer than is said, whoever runs meanwhile", async () => {
  await close();
  await open({ ...LIMITS, longestWaitMs: 200 });
  const running = await run(1);
  const agent = connectionOfItsOwn();
  expect((await ask({ agent })).status).toBe(200);
  expect(await ask({ agent })).toMatchObject({ status: 200, wasReused: true });
  release();
  await Promise.all(running);
});

test("a server that ends first answers those who wait for their turn, or refuses them in order", async () => {
  const running = await run(1);
  const [served, refused] = [connectionOfItsOwn(), connectionOfItsOwn()];
  for (const agent of [served, refused]) expect((await ask({ agent })).status).toBe(200);
  const waiting = [ask({ agent: served, heldAs: "last" }), ask({ agent: refused })];
  await askOthers(200);
  const closed = app.close();
  expect(await waiting[1]).toMatchObject({ status: 503, wasReused: true, headers: { connection: "close" } });
  release();
  expect(await waiting[0]).toMatchObject({ status: 200, wasReused: true, headers: { connection: "close" } });
  expect((await running[0])!.status).toBe(200);
  await closed;
});

test("refusals are counted, and told of together", async () => {
  const running = await run(2);
  await askOthers(503);
  release();
  await Promise.all(running);
  await vi.waitUntil(() => logs.some((line) => line.includes("overloaded")), { timeout: 5_000 });
  const told = logs.map((line) => JSON.parse(line) as Record<string, unknown>);
  const sum = told.reduce((all, { refused }) => all + Number(refused ?? 0), 0);
  expect(sum).toBe(3);
  expect(await metrics.registry.metrics()).toContain('kimberlite_operations_total{code="OVERLOADED"} 3');
});

test("what passed the door while there was room is counted again inside", () => {
  admission.enter();
  admission.enter();
  expect(() => admission.enter()).toThrow(expect.objectContaining({ code: "OVERLOADED" }) as Error);
  admission.leave();
  expect(() => admission.enter()).not.toThrow();
  admission.leave();
  admission.leave();
});

/** Two requests in one packet, by a client that reads both answers. */
async function pipeline(): Promise<void> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const one =
    "POST /graphql HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString())).write(one + one);
  await vi.waitUntil(() => text.split("HTTP/1.1 ").length === 3);
  socket.destroy();
}

async function abandon(): Promise<void> {
  const gone = new AbortController();
  const heldAs = randomUUID();
  let isRefused = false;
  const asked = ask({ heldAs, signal: gone.signal }).then(
    () => (isRefused = true),
    () => null,
  );
  await vi.waitUntil(() => isRefused || held.has(heldAs));
  gone.abort();
  await asked;
}

const STEPS = {
  served: () => ask({ agent: agents[0]! }),
  held: () => ask({ heldAs: randomUUID() }),
  pipelined: pipeline,
  abandoned: abandon,
};

test("after any mix of those served, refused and gone there is room for as many as before", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...Object.values(STEPS)), { maxLength: 12 }), async (steps) => {
      connectionOfItsOwn();
      const all = Promise.all(steps.map((step) => step()));
      const releasing = setInterval(() => release(), 5);
      await all;
      clearInterval(releasing);
      release();
      await vi.waitUntil(() => !new Set(held.values()).has("runs"));
      const running = await run(2);
      expect((await ask()).status).toBe(503);
      release();
      expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    }),
    { numRuns: 20 },
  ));
