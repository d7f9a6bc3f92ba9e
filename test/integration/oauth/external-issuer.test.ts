import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ExternalIssuer } from "../../../src/platform/auth/external-issuer.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { addClient, openInstance, tryToken, type Instance } from "./instance.ts";

const pair = await generateKeyPair("RS256");
let login: Server;
let keySet: { keys: JWK[] };
let externalIssuer: ExternalIssuer;
let database: TestDatabase;
let instance: Instance;
beforeAll(async () => {
  keySet = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "theirs", alg: "RS256" }] };
  login = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(keySet));
  });
  await new Promise<void>((resolve) => login.listen(0, "127.0.0.1", resolve));
  const jwksUrl = `http://127.0.0.1:${(login.address() as AddressInfo).port}/keys`;
  externalIssuer = { issuer: "https://login.example", jwksUrl, audience: "api://kimberlite" };
  database = await createTestDatabase();
  instance = await openInstance(database, { externalIssuer });
});
afterAll(async () => {
  await instance.close();
  await database.drop();
  login.close();
});

function theirToken(claims: Record<string, unknown> = {}): Promise<string> {
  const nowS = Math.floor(Date.now() / 1000);
  const { issuer: iss, audience: aud } = externalIssuer;
  return new SignJWT({ iss, aud, azp: "their-garage", iat: nowS, exp: nowS + 300, ...claims })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "theirs" })
    .sign(pair.privateKey);
}

async function registerGarage() {
  const { slug } = await addClient(instance);
  const created = await instance.services.createClient({
    partnerSlug: slug,
    name: "sso",
    externalId: "their-garage",
  });
  return created.value!.client.id;
}

test("a token of the external issuer is accepted once its client is registered, and until that is revoked", async () => {
  const token = await theirToken();
  expect(await tryToken(instance, token)).toBe("TOKEN_REVOKED");
  const clientId = await registerGarage();
  const principal = await vi.waitFor(() => instance.services.authenticate(`Bearer ${token}`), 5000);
  expect(principal.clientId).toBe(clientId);
  expect([...principal.scopes]).toEqual(["vehicles:read", "garages:read"]);
  const scoped = await instance.services.authenticate(
    `Bearer ${await theirToken({ scope: "openid garages:read" })}`,
  );
  expect([...scoped.scopes]).toEqual(["garages:read"]);
  const [use] = await database.look("select last_used_at from clients where id = $1", [clientId]);
  expect(use?.["last_used_at"]).toBeInstanceOf(Date);

  expect(await tryToken(instance, await theirToken({ aud: "their-garage" }))).toBe("TOKEN_INVALID");
  expect(await tryToken(instance, await theirToken({ azp: clientId }))).toBe("TOKEN_REVOKED");
  expect(await tryToken(instance, await theirToken({ exp: Math.floor(Date.now() / 1000) - 10 }))).toBe(
    "TOKEN_EXPIRED",
  );

  await instance.services.revokeClient(clientId);
  expect(await tryToken(instance, token)).toBe("TOKEN_REVOKED");
});

test("our own key does not sign for the external issuer, nor its key for us", async () => {
  const nowS = Math.floor(Date.now() / 1000);
  const { kid, privateKey } = instance.services.oauth.signingKey();
  const claims = { azp: "their-garage", iat: nowS, exp: nowS + 300 };
  const { issuer: iss, audience: aud } = externalIssuer;
  const byUs = await new SignJWT({ ...claims, iss, aud })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid })
    .sign(privateKey);
  expect(await tryToken(instance, byUs)).toBe("TOKEN_INVALID");
  const { issuer, audience } = instance.services.oauth;
  expect(await tryToken(instance, await theirToken({ iss: issuer, aud: audience }))).toBe("TOKEN_INVALID");
});

test("without the setting no token of another issuer is accepted", async () => {
  const closed = await openInstance(database);
  expect(await tryToken(closed, await theirToken())).toBe("TOKEN_INVALID");
  await closed.close();
});

test("a key set that cannot be reached is our trouble and not the caller's", async () => {
  const unreachable = { ...externalIssuer, jwksUrl: "http://127.0.0.1:1/keys" };
  const cutOff = await openInstance(database, { externalIssuer: unreachable });
  expect(await tryToken(cutOff, await theirToken())).toBe("OVERLOADED");
  const client = await addClient(cutOff);
  const { access_token } = (await cutOff.token(client)).body;
  expect(await tryToken(cutOff, access_token)).toBe("accepted");
  await cutOff.close();
});
