import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type TestServer } from "../../support/server.ts";

let folder: string;
let demo: TestServer;
let service: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kimberlite-explorer-"));
  demo = await createTestServer(undefined, folder);
  service = await createTestServer(demo.database);
});
afterAll(async () => {
  await service.close();
  await demo.close();
  await rm(folder, { recursive: true });
});

type Personas = Readonly<Record<string, { readonly clientId: string; readonly clientSecret: string }>>;

/** Like fetch, but also for headers that fetch keeps to itself. */
function personasFor(server: TestServer, headers: Record<string, string> = {}): Promise<Personas> {
  return new Promise((resolve, reject) => {
    httpRequest(`${server.url}/explorer/demo.json`, { headers }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve((JSON.parse(text) as { personas: Personas }).personas));
    })
      .on("error", reject)
      .end();
  });
}

describe("the explorer's page", () => {
  test("is served to everybody, under a policy that lets in nothing from elsewhere and no inline script", async () => {
    const response = await fetch(`${service.url}/explorer`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(response.headers.get("cache-control")).toBe("no-cache");
    const policy = response.headers.get("content-security-policy") ?? "";
    const directives = new Map(policy.split("; ").map((one) => [one.split(" ")[0], one.split(" ").slice(1)]));
    expect(directives.get("default-src")).toEqual(["'none'"]);
    expect(directives.get("script-src")).toEqual(["'self'"]);
    expect(directives.get("connect-src")).toEqual(["'self'"]);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|blob:/);
  });

  test("loads files that are named by their content, compressed beforehand and kept for a year", async () => {
    const page = await (await fetch(`${service.url}/explorer`)).text();
    const [script = ""] = /\/explorer\/assets\/[^"]+\.js/.exec(page) ?? [];
    for (const encoding of ["br", "gzip"]) {
      const response = await fetch(`${service.url}${script}`, { headers: { "accept-encoding": encoding } });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-encoding")).toBe(encoding);
      expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    }
  });

  test.each([
    "/explorer/../package.json",
    "/explorer/%2e%2e/package.json",
    "/explorer/.content",
    "/explorer/assets/",
  ])("does not lead out of its folder, nor to what is not for readers: %s", async (address) => {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(service.url);
      httpRequest({ hostname, port, path: address }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

describe("the demo's credentials", () => {
  test("are offered to a page of this machine, and work", async () => {
    const personas = await personasFor(demo);
    expect(Object.keys(personas)).toEqual(["distributor", "garage", "supplier", "explorer", "rival"]);
    const { clientId, clientSecret } = personas["explorer"]!;
    const response = await fetch(`${demo.url}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    expect(response.status).toBe(200);
  });

  test.each([
    ["a name of another site that points here", { host: "rebound.example:4000" }],
    ["a proxy", { "x-forwarded-for": "203.0.113.9" }],
    ["another proxy", { forwarded: "for=203.0.113.9" }],
    ["a foreign page", { "sec-fetch-site": "cross-site" }],
  ])("are not offered to %s", async (_who, headers) => {
    expect(await personasFor(demo, headers)).toEqual({});
  });

  test("are not offered by a server that is no demo, though its database has them", async () => {
    await personasFor(demo);
    expect(await personasFor(service)).toEqual({});
  });
});
