import { createLocalJWKSet, errors, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { describe, expect, test } from "vitest";
import { externalVerifier } from "../../../src/platform/auth/external-issuer.ts";

const external = {
  issuer: "https://login.example/",
  jwksUrl: "https://login.example/jwks",
  audience: "kimberlite",
};
const pair = await generateKeyPair("RS256");
const jwks = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: "RS256", kid: "r" }] });
const verify = externalVerifier(external, "https://kimberlite.test", jwks);
const NOW = Date.UTC(2026, 5, 15);
const nowS = NOW / 1000;
const good = {
  iss: external.issuer,
  aud: external.audience,
  azp: "their-client",
  iat: nowS,
  exp: nowS + 600,
};

const sign = (claims: JWTPayload, header: { typ?: string } = { typ: "JWT" }) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "r", ...header }).sign(pair.privateKey);

describe("externalVerifier", () => {
  test("reads the client from client_id, else from azp, and scopes where there are any", async () => {
    const named = await verify(
      await sign({ ...good, client_id: "named", scope: "vehicles:read openid" }),
      NOW,
    );
    expect(named).toMatchObject({
      clientId: "named",
      scopes: ["vehicles:read", "openid"],
      kid: null,
      jti: null,
    });
    const unnamed = await verify(await sign(good, {}), NOW);
    expect(unnamed).toMatchObject({ clientId: "their-client", scopes: null });
    const typed = await verify(await sign(good, { typ: "at+jwt" }), NOW);
    expect(typed.clientId).toBe("their-client");
  });

  test.each([
    ["another issuer", { iss: "https://login.example" }, {}],
    ["another audience", { aud: "their-client" }, {}],
    ["no client", { azp: undefined }, {}],
    ["no end", { exp: undefined }, {}],
    ["no beginning", { iat: undefined }, {}],
    ["an age of two hours", { iat: nowS - 7200 }, {}],
    ["a type of another use", {}, { typ: "logout+jwt" }],
  ])("refuses a token with %s", async (_case, claims, header) => {
    const defined = Object.fromEntries(
      Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined),
    );
    await expect(sign(defined, header).then((token) => verify(token, NOW))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });

  test("refuses a token that the shared-key algorithm signs", async () => {
    const token = await new SignJWT(good)
      .setProtectedHeader({ alg: "HS256", kid: "r", typ: "JWT" })
      .sign(new TextEncoder().encode("a secret that both sides would know"));
    await expect(verify(token, NOW)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("does not blame the caller for a key set that cannot be read", async () => {
    const token = await sign(good);
    const unreachable = externalVerifier(external, "https://kimberlite.test", () =>
      Promise.reject(new errors.JWKSTimeout()),
    );
    await expect(unreachable(token, NOW)).rejects.toBeInstanceOf(errors.JWKSTimeout);
    const broken = externalVerifier(external, "https://kimberlite.test", () =>
      Promise.reject(new TypeError("fetch failed")),
    );
    await expect(broken(token, NOW)).rejects.toBeInstanceOf(TypeError);
  });
});
