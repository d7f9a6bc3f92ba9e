import { afterAll, beforeAll, expect, test } from "vitest";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { listenForScrapes } from "../../../src/platform/telemetry/metrics-server.ts";
import { createTestServer, type TestServer } from "../../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const valueOf = (text: string, line: string) =>
  Number(
    text
      .split("\n")
      .find((found) => found.startsWith(`${line} `))
      ?.slice(line.length),
  );

test("G110 operations are counted by their code and requests by route and status, and nothing that a caller sent is told", async () => {
  const reader = await server.partner({ scopes: ["vehicles:read"] });
  const headers = { authorization: `Bearer ${reader.token}` };
  const query = `query Canary { vehicles(filter: { model: "ZZ-CANARY-1" }) { edges { node { make } } } }`;
  await server.post({ query }, headers);
  await server.post({ query: "{ garages { edges { node { name } } } }" }, headers);
  await server.post({ query });
  const text = await server.metrics.registry.metrics();
  expect(valueOf(text, 'kimberlite_operations_total{code="OK"}')).toBe(1);
  expect(valueOf(text, 'kimberlite_operations_total{code="MISSING_SCOPE"}')).toBe(1);
  const requests = 'kimberlite_http_request_duration_seconds_count{route="/graphql",method="POST",status=';
  expect(valueOf(text, `${requests}"200"}`)).toBe(1);
  expect(valueOf(text, `${requests}"403"}`)).toBe(1);
  expect(valueOf(text, `${requests}"401"}`)).toBe(1);
  expect(valueOf(text, "kimberlite_operation_cost_total")).toBe(0);
  expect(valueOf(text, 'kimberlite_database_connections{pool="read",state="open"}')).toBeGreaterThan(0);
  expect(text).not.toMatch(/canary/i);
  expect(text).not.toContain(reader.clientId);
});

test("Prometheus reads them at a port of their own, and nothing else is there", async () => {
  const metrics = createMetrics();
  metrics.operations.inc({ code: "TIMEOUT" });
  const scrapes = await listenForScrapes(metrics, { host: "127.0.0.1", port: 0 });
  try {
    const base = `http://127.0.0.1:${scrapes.port}`;
    const answer = await fetch(`${base}/metrics`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=/);
    expect(valueOf(await answer.text(), 'kimberlite_operations_total{code="TIMEOUT"}')).toBe(1);
    expect((await fetch(`${base}/graphql`)).status).toBe(404);
    expect((await fetch(`${base}/metrics`, { method: "POST" })).status).toBe(404);
  } finally {
    await scrapes.close();
  }
});
