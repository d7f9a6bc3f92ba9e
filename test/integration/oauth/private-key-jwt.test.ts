import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, ISSUER, openInstance, type Instance } from "./instance.ts";

interface KeyClient {
  readonly clientId: string;
  readonly privateKey: CryptoKey;
  readonly alg: string;
}

let database: TestDatabase;
let instance: Instance;
let client: KeyClient;
let other: KeyClient;
beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { takeAttempt: () => Promise.resolve(0) });
  const { slug } = await addClient(instance);
  client = await addKeyClient(slug, "ES256");
  other = await addKeyClient(slug, "PS256");
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

async function addKeyClient(partnerSlug: string, alg: string): Promise<KeyClient> {
  const pair = await generateKeyPair(alg);
  const jwk = { ...(await exportJWK(pair.publicKey)), alg, kid: "mine" };
  const created = await instance.services.createClient({ partnerSlug, name: "key", jwks: { keys: [jwk] } });
  expect(created.value?.clientSecret).toBeNull();
  return { clientId: created.value!.client.id, privateKey: pair.privateKey, alg };
}

const claimsOf = (clientId: string): JWTPayload => {
  const nowS = Math.floor(Date.now() / 1000);
  return { iss: clientId, sub: clientId, aud: ISSUER, jti: randomUUID(), iat: nowS, exp: nowS + 60 };
};

const signAssertion = (claims: JWTPayload, by: KeyClient = client) =>
  new SignJWT(claims).setProtectedHeader({ alg: by.alg, kid: "mine" }).sign(by.privateKey);

const show = (assertion: string, fields: Record<string, string> = {}) =>
  instance.post("/oauth/token", {
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
    ...fields,
  });

async function expectRefused(claims: JWTPayload, by?: KeyClient): Promise<void> {
  const { status, body } = await show(await signAssertion(claims, by));
  expect([status, body.error], JSON.stringify(claims)).toEqual([401, "invalid_client"]);
}

test("a client signs in with its key, of either kind, also when it names itself", async () => {
  expect((await show(await signAssertion(claimsOf(client.clientId)))).status).toBe(200);
  expect((await show(await signAssertion(claimsOf(other.clientId), other))).status).toBe(200);
  const named = await show(await signAssertion(claimsOf(client.clientId)), { client_id: client.clientId });
  expect(named.status).toBe(200);
  const listed = await show(await signAssertion({ ...claimsOf(client.clientId), aud: [ISSUER] }));
  expect(listed.status).toBe(200);
});

test("C69 an assertion for the token endpoint, or for others beside us, is refused", async () => {
  const claims = claimsOf(client.clientId);
  for (const aud of [
    `${ISSUER}/oauth/token`,
    `${ISSUER}/`,
    "other",
    [ISSUER, "other"],
    [ISSUER, ISSUER],
    [],
  ]) {
    await expectRefused({ ...claims, aud });
  }
});

test("C69 an assertion is good for once, also when it is shown twice at the same moment or elsewhere", async () => {
  const assertion = await signAssertion(claimsOf(client.clientId));
  const replies = await Promise.all(Array.from({ length: 10 }, () => show(assertion)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  const elsewhere = await openInstance(database);
  const reply = await elsewhere.post("/oauth/token", {
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  });
  expect(reply.body.error).toBe("invalid_client");
  await elsewhere.close();
});

test("C69 a jti counts for its client only", async () => {
  const jti = randomUUID();
  expect((await show(await signAssertion({ ...claimsOf(client.clientId), jti }))).status).toBe(200);
  expect((await show(await signAssertion({ ...claimsOf(other.clientId), jti }, other))).status).toBe(200);
});

test("C69 an assertion lives for five minutes at most", async () => {
  const nowS = Math.floor(Date.now() / 1000);
  const claims = claimsOf(client.clientId);
  for (const changes of [{ exp: nowS + 400 }, { exp: nowS - 10 }, { iat: nowS + 60 }, { nbf: nowS + 60 }]) {
    await expectRefused({ ...claims, ...changes });
  }
  for (const name of ["exp", "jti"]) {
    await expectRefused(Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name)));
  }
  expect((await show(await signAssertion({ ...claims, exp: nowS + 299 }))).status).toBe(200);
});

test("C69 another client's key, and another client's name, are refused", async () => {
  await expectRefused(claimsOf(client.clientId), other);
  await expectRefused({ ...claimsOf(client.clientId), iss: other.clientId });
  await expectRefused({ ...claimsOf(client.clientId), sub: other.clientId });
  const { status, body } = await show(await signAssertion(claimsOf(client.clientId)), {
    client_id: other.clientId,
  });
  expect([status, body.error]).toEqual([401, "invalid_client"]);
});

test("C69 a client without keys cannot sign in by one, and a client with keys has no secret", async () => {
  const secretClient = await addClient(instance);
  await expectRefused(claimsOf(secretClient.clientId));
  const reply = await instance.token({ clientId: client.clientId, clientSecret: "kbs_any" });
  expect(reply.body.error).toBe("invalid_client");
  const rotated = await instance.services.rotateClientSecret({ clientId: client.clientId });
  expect(rotated.userErrors[0]).toMatchObject({ code: "CONFLICT" });
});

test("C69 unsigned assertions and access tokens shown as assertions are refused", async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = await show(`${part({ alg: "none" })}.${part(claimsOf(client.clientId))}.`);
  expect(unsigned.body.error).toBe("invalid_client");
  const { access_token } = (await show(await signAssertion(claimsOf(client.clientId)))).body;
  expect((await show(access_token)).body.error).toBe("invalid_client");
});
