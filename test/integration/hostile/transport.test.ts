import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawRequest } from "./raw-request.ts";
import { countStatements } from "../../support/statements.ts";
import { bearer, checkHeaders, checkWords, openTarget, type Target } from "./target.ts";

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const QUERY = "{ garages { edges { cursor } } }";
const JSON_QUERY = JSON.stringify({ query: QUERY });

/** Headers of a request that needs nothing but its body. */
const head = (...lines: readonly string[]) =>
  [
    "POST /graphql HTTP/1.1",
    "host: kimberlite.test",
    `authorization: ${bearer(target.partner).authorization}`,
    "content-type: application/json",
    ...lines,
    "",
    "",
  ].join("\r\n");

async function raw(bytes: string | Buffer) {
  const reply = await rawRequest(target.server.url, bytes);
  checkWords(reply, { body: bytes.toString("latin1") });
  checkHeaders(reply);
  const honest = await target.server.post({ query: "{ __typename }" }, bearer(target.partner));
  expect(honest.status).toBe(200);
  return reply;
}

/** One JSON line tells of a request, also of one that never became one. */
const logged = (id: string | null) =>
  target.server.logs.filter((line) => line.includes(String(id))).map((line) => JSON.parse(line) as unknown);

describe("B: HTTP", () => {
  test("B31 a body without a type is refused", async () => {
    const reply = await target.attack({ body: Buffer.from(JSON_QUERY), headers: { "content-type": "" } });
    expect([400, 415]).toContain(reply.status);
    const none = await raw(
      head(`content-length: ${JSON_QUERY.length}`).replace("content-type: application/json\r\n", "") +
        JSON_QUERY,
    );
    expect(none).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
  });

  test.each([
    ["text/plain", JSON_QUERY],
    ["text/plain; charset=application/json", JSON_QUERY],
    ["application/x-www-form-urlencoded", `query=${encodeURIComponent(QUERY)}`],
    [
      "multipart/form-data; boundary=x",
      `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${QUERY}\r\n--x--`,
    ],
    ["application/graphql", QUERY],
    ["application/jsonp", JSON_QUERY],
  ])("B32 a body of type %s is refused, and what is in it is not run", async (type, body) => {
    const { value, texts } = await countStatements(() =>
      target.attack({ body, headers: { "content-type": type } }),
    );
    expect([400, 415]).toContain(value.status);
    expect(texts).toEqual([]);
  });

  test("B33 GET is not offered", async () => {
    const reply = await target.attack({ method: "GET", path: `/graphql?query=${encodeURIComponent(QUERY)}` });
    expect(reply).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED" });
    expect(reply.headers.get("allow")).toBe("POST");
  });

  test("B34 GET with a mutation and every header that asks to be let in is not offered", async () => {
    const path = `/graphql?query=${encodeURIComponent('mutation { eraseVehicle(input: { vehicle: "x" }) { __typename } }')}`;
    const reply = await target.attack({
      method: "GET",
      path,
      headers: {
        "x-apollo-operation-name": "x",
        "apollo-require-preflight": "true",
        "x-requested-with": "x",
      },
    });
    expect(reply.status).toBe(405);
  });

  test.each(["message/x", "application/x-www-form-urlencoded", ""])(
    "B35 GET with content-type %j is refused",
    async (type) => {
      const path = `/graphql?query=${encodeURIComponent(QUERY)}`;
      const reply = await target.attack({ method: "GET", path, headers: { "content-type": type } });
      expect(reply.status).toBe(405);
    },
  );

  const bomb = Buffer.alloc(60 * 1024 * 1024, " ");
  test.each([
    ["gzip", () => gzipSync(bomb)],
    ["deflate", () => deflateSync(bomb)],
    ["br", () => brotliCompressSync(bomb.subarray(0, 8 * 1024 * 1024))],
    ["gzip, gzip", () => gzipSync(gzipSync(bomb))],
    ["GZIP", () => gzipSync(bomb)],
  ])("B37 a body in %s is refused and never inflated", async (encoding, make) => {
    const body = make();
    const before = process.memoryUsage.rss();
    const reply = await target.attack({ body, headers: { "content-encoding": encoding } });
    expect([413, 415]).toContain(reply.status);
    expect(process.memoryUsage.rss() - before).toBeLessThan(20 * 1024 * 1024);
  });

  test("B38 a body of 1 MB is refused", async () => {
    const reply = await target.attack({ body: Buffer.alloc(1024 * 1024, " ") });
    expect(reply).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
  });

  test("B38 10 MB in chunks without a length are refused, and the connection is closed before they are all sent", async () => {
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    const reply = await raw(head("transfer-encoding: chunked") + chunk.repeat(160));
    expect(reply).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE", isClosed: true });
  });

  test.each([
    ["lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["objects", `${'{"a":'.repeat(30_000)}1${"}".repeat(30_000)}`],
    ["lists that are never closed", "[".repeat(100_000)],
  ])("B40 variables 100,000 deep in %s are refused", async (_case, value) => {
    const reply = await target.attack({ body: `{"query":"{ __typename }","variables":{"x":${value}}}` });
    expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
  });

  test.each([
    ["query as an object", { query: { kind: "Document" } }],
    ["query as a number", { query: 1 }],
    ["query as a list", { query: ["{ __typename }"] }],
    ["query as null", { query: null }],
    ["no query", { operationName: "x" }],
    ["variables as a string", { query: "{ __typename }", variables: "{}" }],
    ["variables as a list", { query: "{ __typename }", variables: [1] }],
    ["extensions as a number", { query: "{ __typename }", extensions: 1 }],
    ["operationName as a list", { query: "{ __typename }", operationName: ["a"] }],
    ["a string", '"query"'],
    ["null", "null"],
    ["nothing", ""],
    ["half of it", '{"query":'],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
  ])("B41 a body with %s is refused", async (_case, body) => {
    const reply = await target.attack({ body });
    expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
  });

  test("B41 a member called __proto__ is an ordinary member", async () => {
    const body =
      '{"query":"{ __typename }","variables":{"__proto__":{"polluted":1}},"__proto__":{"polluted":1}}';
    const reply = await target.attack({ body, answered: true });
    expect(reply.status).toBe(200);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("B43 a header of 20 KB is refused", async () => {
    const reply = await raw(head(`x-long: ${"x".repeat(20_000)}`, `content-length: 0`));
    expect(reply).toMatchObject({ status: 431, code: "HEADERS_TOO_LARGE", isClosed: true });
  });

  test("B43 a token of 200 KB is refused", async () => {
    const bytes = head("content-length: 2").replace(/Bearer .*/, `Bearer ${"x".repeat(200_000)}`);
    expect(await raw(`${bytes}{}`)).toMatchObject({ status: 431, isClosed: true });
  });

  test("B43 what was refused as HTTP is logged like every request, without anything of it", async () => {
    const reply = await raw(head(`x-long: ${"ZZCANARY1".repeat(3000)}`));
    const id = reply.headers.get("x-request-id");
    expect(logged(id)).toEqual([
      expect.objectContaining({ msg: "request", status: 431, errorCodes: ["HEADERS_TOO_LARGE"] }),
    ]);
    expect(JSON.stringify(logged(id))).not.toContain("CANARY");
  });

  const BODY = JSON_QUERY;
  test.each([
    [
      "Content-Length and Transfer-Encoding",
      () => `${head(`content-length: ${BODY.length}`, "transfer-encoding: chunked")}${BODY}`,
    ],
    ["two Content-Lengths", () => `${head(`content-length: ${BODY.length}`, "content-length: 3")}${BODY}`],
    ["a Content-Length of two numbers", () => `${head(`content-length: ${BODY.length}, 3`)}${BODY}`],
    ["a signed Content-Length", () => `${head(`content-length: +${BODY.length}`)}${BODY}`],
    ["a folded header", () => `${head("x-folded: a", " b", `content-length: ${BODY.length}`)}${BODY}`],
    ["bare line feeds", () => `${head(`content-length: ${BODY.length}`).replaceAll("\r\n", "\n")}${BODY}`],
    ["a space before the colon", () => `${head(`content-length : ${BODY.length}`)}${BODY}`],
    ["a chunk size that is no number", () => `${head("transfer-encoding: chunked")}zz\r\n{}\r\n0\r\n\r\n`],
    ["two transfer encodings", () => `${head("transfer-encoding: chunked, identity")}0\r\n\r\n`],
    ["a NUL in a header", () => `${head("x-nul: a\0b", "content-length: 2")}{}`],
    ["no HTTP at all", () => "\u0016\u0003\u0001\u0002\u0000 hello\r\n\r\n"],
  ])("B47 %s: 400 and the connection is closed", async (_case, make) => {
    const { value, texts } = await countStatements(() => raw(make()));
    expect(value).toMatchObject({ status: 400, isClosed: true });
    expect(texts).toEqual([]);
  });

  test("B47 a request that names no host is refused", async () => {
    const reply = await raw("GET /livez HTTP/1.1\r\nconnection: close\r\n\r\n");
    expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
  });

  test("B49 no other site is let in: a preflight gets no permission, nor does a request", async () => {
    const headers = {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    };
    const preflight = await target.attack({ method: "OPTIONS", headers, as: null });
    const request = await target.attack({ body: { query: "{ __typename }" }, headers, answered: true });
    for (const reply of [preflight, request]) {
      for (const [name] of reply.headers) expect(name).not.toMatch(/^access-control-/);
    }
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("B50 %s on /graphql is not allowed", async (method) => {
    const reply = await target.attack({ method, body: { query: "{ __typename }" } });
    expect(reply).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED" });
    expect(reply.headers.get("allow")).toBe("POST");
    const text = await target.attack({ method, body: "x", headers: { "content-type": "text/plain" } });
    expect(text.status).toBe(405);
  });

  test("B50 TRACE on /graphql is not allowed", async () => {
    const reply = await raw("TRACE /graphql HTTP/1.1\r\nhost: kimberlite.test\r\nconnection: close\r\n\r\n");
    expect(reply).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED" });
    expect(reply.headers.get("allow")).toBe("POST");
  });

  test("B50 HEAD on /graphql is not allowed", async () => {
    const response = await fetch(`${target.server.url}/graphql`, { method: "HEAD" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  test.each([
    ["GET", "/nothing"],
    ["POST", "/nothing"],
    ["POST", "/graphql/"],
    ["POST", "/graphql/../etc/passwd"],
    ["GET", "/%2e%2e/%2e%2e/etc/passwd"],
    ["GET", `/${"x".repeat(4000)}`],
  ])("B50 %s on unknown path %# is answered 404 in JSON", async (method, path) => {
    const body = method === "POST" ? JSON_QUERY : undefined;
    const reply = await target.attack({ method, path, body });
    expect(reply).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  test.each(["/%", "/%zz", "/graphql%00", "//graphql"])(
    "B50 the path %s is answered in JSON too",
    async (path) => {
      const reply = await raw(`GET ${path} HTTP/1.1\r\nhost: kimberlite.test\r\nconnection: close\r\n\r\n`);
      expect([400, 404]).toContain(reply.status);
    },
  );
});
