import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPairSync, randomUUID, type KeyObject } from "node:crypto";
import { exportJWK, exportSPKI, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { installationKeys } from "../../../src/platform/auth/installation-keys.ts";
import { sealingWith } from "../../../src/platform/auth/sealing.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";
import { assembleToken, goodClaims, rawPost, signToken, type Answer, type TokenFacts } from "./tokens.ts";

let server: TestServer;
let partner: TestPartner;
let facts: TokenFacts;
const OPERATION = JSON.stringify({ query: "{ __typename }" });
const JSON_TYPE = ["Content-Type", "application/json"];

beforeAll(async () => {
  server = await createTestServer();
  partner = await server.partner({ scopes: ["vehicles:read"] });
  facts = {
    issuer: server.api.partners.oauth.issuer,
    clientId: partner.clientId,
    partnerId: partner.partnerId,
  };
});
afterAll(() => server.close());

const ourKey = () => server.api.partners.oauth.signingKey();
const ask = (headers: readonly string[], path = "/graphql", body = OPERATION) =>
  rawPost(`${server.url}${path}`, [...JSON_TYPE, ...headers], body);
const askWith = (token: string) => ask(["Authorization", `Bearer ${token}`]);

/** Everything that holds for any refusal of a token (G1, G2, G5, G6). */
function expectRefused(answer: Answer, sent = ""): void {
  expect(answer.status, answer.text).toBe(401);
  const body = JSON.parse(answer.text) as { errors: { message: string; extensions: { code: string } }[] };
  expect(body.errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["x-request-id"]).toBeDefined();
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.text).not.toMatch(/stack|\.ts\b|jose|JWT|select /i);
  if (sent.length > 20) expect(answer.text + server.logs.join("")).not.toContain(sent.slice(-20));
}

const expectTokenRefused = async (token: string) => expectRefused(await askWith(token), token);

test("a token in order is accepted, so that the refusals below mean something", async () => {
  expect((await askWith(partner.token)).status).toBe(200);
  expect((await askWith(await signToken(goodClaims(facts), ourKey()))).status).toBe(200);
});

test("C51 no token, another scheme, an empty one and two headers are refused with a challenge", async () => {
  const two = ["Authorization", `Bearer ${partner.token}`];
  const headers = [[], ["Authorization", "Basic YTpi"], ["Authorization", "Bearer "], [...two, ...two]];
  for (const sent of headers) {
    const answer = await ask(sent);
    expectRefused(answer);
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  }
});

test.each(["none", "nOnE", ""])("C52 a token of the algorithm %j is refused", async (alg) => {
  const header = { alg, typ: "at+jwt", kid: ourKey().kid };
  await expectTokenRefused(assembleToken(header, goodClaims(facts)));
  const signature = partner.token.split(".")[2];
  await expectTokenRefused(assembleToken(header, goodClaims(facts), signature));
});

test("C53 a token that our public key signs as if it were a shared secret is refused", async () => {
  const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: object[] };
  const publicKey = (await server.api.partners.oauth.findPublicKey(ourKey().kid))!;
  const der = Buffer.from(await crypto.subtle.exportKey("spki", publicKey));
  const secrets = [Buffer.from(await exportSPKI(publicKey)), Buffer.from(JSON.stringify(keys[0])), der];
  for (const secret of secrets) {
    const token = await new SignJWT(goodClaims(facts))
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: ourKey().kid })
      .sign(secret);
    await expectTokenRefused(token);
  }
});

test("C54 tokens of other algorithms are refused, also by a key that stands in our key set", async () => {
  const sealing = sealingWith(
    installationKeys("a secret for tests that is long enough").derive("signing-keys", 32),
  );
  const pairs: [string, { publicKey: KeyObject; privateKey: KeyObject }][] = [
    ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ES384", generateKeyPairSync("ec", { namedCurve: "P-384" })],
    ["EdDSA", generateKeyPairSync("ed25519")],
  ];
  const signed: string[] = [];
  for (const [alg, pair] of pairs) {
    const sealed = sealing.seal(JSON.stringify(await exportJWK(pair.privateKey)), alg);
    await server.database.look(
      `insert into signing_keys (kid, alg, public_jwk, sealed_private_jwk, status, signs_from)
       values ($1, $1, $2, $3, 'SIGN', now() + interval '1 day')`,
      [alg, JSON.stringify(await exportJWK(pair.publicKey)), sealed],
    );
    signed.push(
      await new SignJWT(goodClaims(facts))
        .setProtectedHeader({ alg, typ: "at+jwt", kid: alg })
        .sign(pair.privateKey),
    );
  }
  // A name that it does not know makes the server read its key set again.
  await vi.waitFor(
    async () => expect(await server.api.partners.oauth.findPublicKey("RS256")).not.toBeNull(),
    5000,
  );
  expect(server.api.partners.oauth.publicJwks().keys).toHaveLength(4);
  for (const token of signed) await expectTokenRefused(token);
});

describe("C55 a token that brings its own key", () => {
  let attacker: Server;
  let connections = 0;
  let url: string;
  beforeAll(async () => {
    attacker = createServer((_request, response) => response.end("{}"));
    attacker.on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => attacker.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}/keys`;
  });
  afterAll(() => void attacker.close());

  test.each(["jwk", "jku", "x5u", "x5c"])(
    "is refused with %s, and nobody calls the attacker",
    async (member) => {
      const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const value = { jwk: await exportJWK(pair.publicKey), jku: url, x5u: url, x5c: ["MIIB"] }[member];
      for (const kid of [ourKey().kid, "attacker", undefined]) {
        const header = { alg: "ES256", typ: "at+jwt", ...(kid && { kid }), [member]: value };
        await expectTokenRefused(
          await new SignJWT(goodClaims(facts)).setProtectedHeader(header).sign(pair.privateKey),
        );
      }
      const ours = await signToken(goodClaims(facts), ourKey(), { [member]: value });
      await expectTokenRefused(ours);
      expect(connections).toBe(0);
    },
  );
});

/** A token of our own key, with some claims changed; undefined leaves one out. */
function altered(changes: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  const claims = Object.entries({ ...goodClaims(facts), ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  return signToken(Object.fromEntries(claims), ourKey(), header);
}

test("C57 another issuer or audience is refused, also one in a list with ours", async () => {
  const { issuer } = facts;
  const ours = `${issuer}/graphql`;
  for (const iss of [undefined, `${issuer}/`, "https://other.example", issuer.toUpperCase(), [issuer]]) {
    await expectTokenRefused(await altered({ iss }));
  }
  for (const aud of [
    undefined,
    issuer,
    `${ours}/`,
    "other",
    ["other"],
    [ours, "other"],
    ["other", ours],
    [],
  ]) {
    await expectTokenRefused(await altered({ aud }));
  }
});

test("C58 only the types of access tokens are accepted", async () => {
  for (const typ of ["JWT", undefined, "id_token+jwt", "logout+jwt", ""]) {
    await expectTokenRefused(await altered({}, { typ }));
  }
  for (const typ of ["at+jwt", "application/at+jwt", "AT+JWT"]) {
    expect((await askWith(await altered({}, { typ }))).status).toBe(200);
  }
});

test("C59 times that are missing, of another type, far off or in the future are refused", async () => {
  const nowS = Math.floor(Date.now() / 1000);
  for (const changes of [
    { exp: undefined },
    { exp: String(nowS + 600) },
    { exp: nowS + 315_360_000 },
    { iat: undefined },
    { iat: nowS + 60, exp: nowS + 600 },
    { nbf: nowS + 60 },
    { iat: nowS, exp: nowS + 901 },
    { iat: nowS - 1000, exp: nowS + 60 },
  ]) {
    await expectTokenRefused(await altered(changes));
  }
});

test("C59 a token that ended 3 s ago still passes, and one that ended 10 s ago does not", async () => {
  const nowS = Math.floor(Date.now() / 1000);
  expect((await askWith(await altered({ iat: nowS - 600, exp: nowS - 3 }))).status).toBe(200);
  const late = await askWith(await altered({ iat: nowS - 600, exp: nowS - 10 }));
  expectRefused(late);
  expect(late.text).toContain("TOKEN_EXPIRED");
});

test("C59 claims that name the client are required and must agree", async () => {
  for (const changes of [
    { sub: undefined },
    { client_id: undefined },
    { sub: "kbc_other" },
    { client_id: 7, sub: 7 },
    { scope: undefined },
    { scope: ["vehicles:read"] },
    { jti: undefined },
    { partner: undefined },
    { client_id: "kbc_000000000000000000000000", sub: "kbc_000000000000000000000000" },
  ]) {
    await expectTokenRefused(await altered(changes));
  }
});

test("C59 scopes of a token beyond its client's are not granted", async () => {
  const token = await altered({ scope: "vehicles:read admin vehicles:identify" });
  const principal = await server.api.partners.authenticate(`Bearer ${token}`);
  expect([...principal.scopes]).toEqual(["vehicles:read"]);
});

test("C61 a token in the URL or in the body is no token, and reaches no log", async () => {
  expectRefused(await ask([], `/graphql?access_token=${partner.token}`), partner.token);
  const body = JSON.stringify({ query: "{ __typename }", access_token: partner.token });
  expectRefused(await ask([], "/graphql", body), partner.token);
});

test("damaged tokens are refused, whatever is damaged", async () => {
  const [header = "", claims = "", signature = ""] = partner.token.split(".");
  const flipped = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
  for (const token of [
    `${header}.${claims}.`,
    `${header}.${claims}`,
    `${header}.${claims}.${signature}.${signature}`,
    `${flipped(header)}.${claims}.${signature}`,
    `${header}.${flipped(claims)}.${signature}`,
    `${header}.${claims}.${flipped(signature)}`,
    `${header}.${claims}.${"A".repeat(86)}`,
    "....",
    "e30.e30.e30",
    randomUUID(),
  ]) {
    expectRefused(await askWith(token));
  }
});

test("C62 a revoked client's live tokens fail on every instance within 5 s", async () => {
  const other = await createTestServer(server.database);
  try {
    const revoked = await server.partner({ scopes: ["vehicles:read"] });
    const header = `Bearer ${revoked.token}`;
    const isAccepted = async (one: TestServer) =>
      (await one.post(OPERATION, { authorization: header })).status === 200;
    expect(await isAccepted(server)).toBe(true);
    expect(await isAccepted(other)).toBe(true);
    await server.api.partners.revokeClient(revoked.clientId);
    const begin = performance.now();
    expect(await isAccepted(server)).toBe(false);
    while (await isAccepted(other)) {
      expect(performance.now() - begin).toBeLessThan(5000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(performance.now() - begin).toBeLessThan(5000);
    const again = await other.post(OPERATION, { authorization: header });
    expect(await again.text()).toContain("TOKEN_REVOKED");
  } finally {
    await other.close();
  }
});
