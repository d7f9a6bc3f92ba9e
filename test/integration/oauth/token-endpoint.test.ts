import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, ISSUER, openInstance, type Instance, type NewClient } from "./instance.ts";

let database: TestDatabase;
let instance: Instance;
let client: NewClient & { slug: string; partnerId: string };
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { takeAttempt: () => Promise.resolve(0) });
  client = await addClient(instance);
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

const grant = { grant_type: "client_credentials" };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});

describe("POST /oauth/token", () => {
  test("answers a token of ten minutes in the form of RFC 9068", async () => {
    const { status, body, headers } = await instance.token(client);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
    expect(body).toMatchObject({
      token_type: "Bearer",
      expires_in: 600,
      scope: "vehicles:read garages:read",
    });
    expect(decodeProtectedHeader(body.access_token)).toEqual({
      alg: "ES256",
      typ: "at+jwt",
      kid: instance.services.oauth.signingKey().kid,
    });
    const claims = decodeJwt(body.access_token);
    expect(claims).toMatchObject({
      iss: ISSUER,
      aud: `${ISSUER}/graphql`,
      sub: client.clientId,
      client_id: client.clientId,
      partner: client.partnerId,
      scope: "vehicles:read garages:read",
    });
    expect(claims.exp! - claims.iat!).toBe(600);
    expect(claims.jti).toMatch(/^[\w-]{22,}$/);
  });

  test("takes the credential as user and password too", async () => {
    const { status } = await instance.post("/oauth/token", grant, {
      headers: basic(client.clientId, client.clientSecret),
    });
    expect(status).toBe(200);
  });

  test("grants a part of the scopes where a part is asked for", async () => {
    const { body } = await instance.token(client, { scope: "garages:read" });
    expect(body.scope).toBe("garages:read");
    expect(decodeJwt(body.access_token)["scope"]).toBe("garages:read");
  });

  test("C67 refuses scopes that were not granted or are not written as scopes", async () => {
    for (const scope of ["admin", "vehicles:read admin", 'vehicles:read"', "vehicles:read\n", "a\\b", " "]) {
      const { status, body } = await instance.token(client, { scope });
      expect([status, body.error], JSON.stringify(scope)).toEqual([400, "invalid_scope"]);
    }
    const { body } = await instance.token(client, { scope: "" });
    expect(body.scope).toBe("vehicles:read garages:read");
  });

  test.each([
    ["no grant type", { grant_type: "" }, 400, "invalid_request"],
    ["another grant type", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["a wrong secret", { client_secret: "kbs_wrong" }, 401, "invalid_client"],
    ["no secret", { client_secret: "" }, 401, "invalid_client"],
    ["an unknown client", { client_id: "kbc_000000000000000000000000" }, 401, "invalid_client"],
    ["a client's id of another form", { client_id: "' or true --\u0000" }, 401, "invalid_client"],
  ])("refuses %s as RFC 6749 says", async (_case, fields, status, error) => {
    const reply = await instance.token(client, fields);
    expect([reply.status, reply.body.error]).toEqual([status, error]);
    expect(reply.headers["cache-control"]).toBe("no-store");
    expect(reply.headers["www-authenticate"] !== undefined).toBe(status === 401);
    expect(reply.text).not.toContain("kbs_wrong");
  });

  test("refuses repeated parameters, parameters in the URL and two ways of signing in", async () => {
    const fields = { ...grant, client_id: client.clientId, client_secret: client.clientSecret };
    const body = `${new URLSearchParams(fields).toString()}&scope=vehicles:read&scope=garages:read`;
    const repeated = await instance.post("/oauth/token", {}, { payload: body });
    const inUrl = await instance.post(`/oauth/token?${new URLSearchParams(fields).toString()}`, grant);
    const twoWays = await instance.post("/oauth/token", fields, {
      headers: basic(client.clientId, client.clientSecret),
    });
    for (const reply of [repeated, inUrl, twoWays]) {
      expect([reply.status, reply.body.error]).toEqual([400, "invalid_request"]);
    }
    expect(instance.logs.join("")).not.toContain(client.clientSecret);
  });

  test("takes forms only, and small ones", async () => {
    const json = await instance.post(
      "/oauth/token",
      {},
      {
        payload: JSON.stringify({ ...grant, client_id: client.clientId, client_secret: client.clientSecret }),
        headers: { "content-type": "application/json" },
      },
    );
    expect([json.status, json.body.error]).toEqual([400, "invalid_request"]);
    const none = await instance.http.inject({ method: "POST", url: "/oauth/token" });
    expect(none.statusCode).toBe(400);
    const large = await instance.token(client, { padding: "x".repeat(17_000) });
    expect(large.status).toBe(413);
  });

  test("notes the last use of client and secret, at most once a minute", async () => {
    let now = Date.now();
    const timed = await openInstance(database, { clock: () => now });
    const fresh = await addClient(timed);
    const uses = () =>
      database.look(
        `select c.last_used_at as client, s.last_used_at as secret
         from clients c join client_secrets s on s.client_id = c.id where c.id = $1`,
        [fresh.clientId],
      );
    expect(await uses()).toEqual([{ client: null, secret: null }]);
    const first = new Date(now);
    await timed.token(fresh);
    now += 59_000;
    await timed.token(fresh);
    expect(await uses()).toEqual([{ client: first, secret: first }]);
    now += 2_000;
    await timed.token(fresh);
    expect(await uses()).toEqual([{ client: new Date(now), secret: new Date(now) }]);
    await timed.close();
  });
});

test("the server describes itself as RFC 8414 says, and its keys without their private halves", async () => {
  const metadata = (await instance.http.inject("/.well-known/oauth-authorization-server")).json<
    Record<string, unknown>
  >();
  expect(metadata).toMatchObject({
    issuer: ISSUER,
    token_endpoint: `${ISSUER}/oauth/token`,
    revocation_endpoint: `${ISSUER}/oauth/revoke`,
    jwks_uri: `${ISSUER}/.well-known/jwks.json`,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
  });
  const response = await instance.http.inject("/.well-known/jwks.json");
  const { keys } = response.json<{ keys: Record<string, unknown>[] }>();
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    expect(Object.keys(key).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    expect(key).toMatchObject({ kty: "EC", crv: "P-256", alg: "ES256", use: "sig" });
  }
});
