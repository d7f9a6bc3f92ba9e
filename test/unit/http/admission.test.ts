import { Agent, request } from "node:http";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { admitFew, type Admission } from "../../../src/platform/http/admission.ts";
import { acceptJson } from "../../../src/platform/http/json-body.ts";
import { createHttpServer } from "../../../src/platform/http/server.ts";
import { createLogger } from "../../../src/platform/telemetry/logger.ts";
import { createMetrics, type Metrics } from "../../../src/platform/telemetry/metrics.ts";

const PAUSE_MS = 800;
const JSON_HEADERS = { "content-type": "application/json" };

let app: FastifyInstance;
let admission: Admission;
let metrics: Metrics;
let url: string;
let logs: string[];
let handled: number;
let release: () => void;

beforeEach(async () => {
  logs = [];
  handled = 0;
  const logger = createLogger("info", { write: (line) => void logs.push(line) });
  metrics = createMetrics();
  app = createHttpServer(logger, metrics);
  admission = admitFew(app, { logger, metrics }, { max: 2, pauseMs: PAUSE_MS });
  const released = new Promise<void>((resolve) => (release = resolve));
  acceptJson(app);
  app.post("/graphql", async () => {
    handled += 1;
    admission.enter();
    await released;
    admission.leave();
    return { data: {} };
  });
  app.get("/livez", () => ({ status: "ok" }));
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterEach(() => app.close());

function askBy(agent: Agent): Promise<{ status: number; wasReused: boolean }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/graphql`, { method: "POST", agent, headers: JSON_HEADERS }, (response) => {
      response
        .resume()
        .on("end", () => resolve({ status: response.statusCode!, wasReused: asked.reusedSocket }));
    });
    asked.on("error", reject).end("{}");
  });
}

const ask = () => fetch(`${url}/graphql`, { method: "POST", headers: JSON_HEADERS, body: "{}" });

test("an operation beyond those that can be answered is refused before anything is done with it", async () => {
  const running = [ask(), ask()];
  await vi.waitUntil(() => handled === 2);
  const refused = await ask();
  expect(refused.status).toBe(503);
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    "retry-after": "1",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-type": "application/json; charset=utf-8",
  });
  const requestId = refused.headers.get("x-request-id");
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: "The service is busy. Try again shortly.",
        extensions: { code: "OVERLOADED", retryAfterMs: 1000, requestId },
      },
    ],
  });
  expect(handled).toBe(2);
  // Whoever looks after the process reaches it all the same.
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  release();
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await ask()).status).toBe(200);
});

test("a connection that was refused is not read before its client was told to come again, and then answered", async () => {
  const running = [ask(), ask()];
  await vi.waitUntil(() => handled === 2);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await askBy(agent)).status).toBe(503);
  release();
  await Promise.all(running);
  const order: string[] = [];
  const impatient = askBy(agent).then((answer) => {
    order.push("impatient");
    return answer;
  });
  for (let n = 0; n < 3; n += 1) expect((await ask()).status).toBe(200);
  order.push("others");
  expect(await impatient).toEqual({ status: 200, wasReused: true });
  expect(order).toEqual(["others", "impatient"]);
  agent.destroy();
});

test("refusals are counted, and told of together", async () => {
  const running = [ask(), ask()];
  await vi.waitUntil(() => handled === 2);
  for (let n = 0; n < 3; n += 1) expect((await ask()).status).toBe(503);
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
  release();
});
