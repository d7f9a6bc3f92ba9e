import { exportJWK, generateKeyPair } from "jose";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, tryToken, type Instance, type NewClient } from "./instance.ts";

const ISSUER = "https://kimberlite.test";
let database: TestDatabase;
let instance: Instance;
let partner: NewClient & { slug: string };
let address: string;

beforeAll(async () => {
  database = await createTestDatabase();
  instance = await openInstance(database, { issuer: ISSUER });
  address = await instance.http.listen({ host: "127.0.0.1", port: 0 });
  partner = await addClient(instance);
});
afterAll(async () => {
  await instance.close();
  await database.drop();
});

/** The server's public name leads to where it listens, as a proxy that ends TLS would have it. */
const options = {
  [oauth.customFetch]: (url: string, request: oauth.CustomFetchOptions<string, unknown>) =>
    fetch(url.replace(ISSUER, address), request as RequestInit),
};

async function discover(): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(ISSUER);
  const response = await oauth.discoveryRequest(issuer, { ...options, algorithm: "oauth2" });
  return oauth.processDiscoveryResponse(issuer, response);
}

async function getToken(
  clientId: string,
  authentication: oauth.ClientAuth,
  fields: Record<string, string> = {},
) {
  const as = await discover();
  const client = { client_id: clientId };
  const response = await oauth.clientCredentialsGrantRequest(as, client, authentication, fields, options);
  return { as, client, answer: await oauth.processClientCredentialsResponse(as, client, response) };
}

/** As a resource server would that follows RFC 9068 to the letter. */
function validate(as: oauth.AuthorizationServer, token: string): Promise<oauth.JWTAccessTokenClaims> {
  const request = new Request(`${ISSUER}/graphql`, { headers: { authorization: `Bearer ${token}` } });
  return oauth.validateJwtAccessToken(as, request, `${ISSUER}/graphql`, {
    ...options,
    signingAlgorithms: ["ES256"],
  });
}

test("a strict client finds the server, gets a token with its secret and validates it", async () => {
  for (const authentication of [
    oauth.ClientSecretBasic(partner.clientSecret),
    oauth.ClientSecretPost(partner.clientSecret),
  ]) {
    const { as, answer } = await getToken(partner.clientId, authentication, { scope: "vehicles:read" });
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 600, scope: "vehicles:read" });
    const claims = await validate(as, answer.access_token);
    expect(claims).toMatchObject({ iss: ISSUER, client_id: partner.clientId, scope: "vehicles:read" });
    expect(await tryToken(instance, answer.access_token)).toBe("accepted");
  }
});

test("a strict client signs in with its key", async () => {
  const pair = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(pair.publicKey)), alg: "ES256", kid: "mine" };
  const created = await instance.services.createClient({
    partnerSlug: partner.slug,
    name: "key",
    jwks: { keys: [jwk] },
  });
  const clientId = created.value!.client.id;
  const { as, answer } = await getToken(clientId, oauth.PrivateKeyJwt({ key: pair.privateKey, kid: "mine" }));
  expect(await validate(as, answer.access_token)).toMatchObject({ client_id: clientId });
});

test("a strict client understands refusals", async () => {
  await expect(getToken(partner.clientId, oauth.ClientSecretBasic("kbs_wrong"))).rejects.toMatchObject({
    cause: [{ scheme: "basic" }],
  });
  const post = oauth.ClientSecretPost(partner.clientSecret);
  await expect(getToken(partner.clientId, post, { scope: "admin" })).rejects.toMatchObject({
    error: "invalid_scope",
    status: 400,
  });
});

test("a strict client revokes its token", async () => {
  const authentication = oauth.ClientSecretBasic(partner.clientSecret);
  const { as, client, answer } = await getToken(partner.clientId, authentication);
  expect(await tryToken(instance, answer.access_token)).toBe("accepted");
  const response = await oauth.revocationRequest(as, client, authentication, answer.access_token, options);
  await oauth.processRevocationResponse(response);
  expect(await tryToken(instance, answer.access_token)).toBe("TOKEN_REVOKED");
});
