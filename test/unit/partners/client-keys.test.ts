import { exportJWK, generateKeyPair, type JWK } from "jose";
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { checkClientKeys } from "../../../src/modules/partners/client-keys.ts";

async function keyFor(alg: string, kid: string): Promise<{ publicJwk: JWK; privateJwk: JWK }> {
  const pair = await generateKeyPair(alg, { extractable: true });
  return {
    publicJwk: { ...(await exportJWK(pair.publicKey)), alg, kid },
    privateJwk: { ...(await exportJWK(pair.privateKey)), alg, kid },
  };
}

const asSet = (...keys: object[]) => ({ keys: keys as Record<string, unknown>[] });
const elliptic = await keyFor("ES256", "e");
const rsa = await keyFor("PS256", "r");

test("accepts public keys of each algorithm, each with a name of its own", async () => {
  const edwards = await keyFor("EdDSA", "d");
  expect(await checkClientKeys(asSet(elliptic.publicJwk, rsa.publicJwk, edwards.publicJwk))).toEqual([]);
});

const shortRsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });

test.each([
  ["no key", asSet(), "A key set has 1 to 5 keys."],
  ["too many keys", asSet(...Array<object>(6).fill(elliptic.publicJwk)), "A key set has 1 to 5 keys."],
  ["a private key", asSet(elliptic.privateJwk), "holds public keys only"],
  ["a shared key", asSet({ kty: "oct", k: "c2VjcmV0", alg: "HS256" }), "holds public keys only"],
  ["a key without its algorithm", asSet({ ...elliptic.publicJwk, alg: undefined }), "Each key names its alg"],
  ["a key for HS256", asSet({ ...elliptic.publicJwk, alg: "HS256" }), "Each key names its alg"],
  ["two keys of one name", asSet(elliptic.publicJwk, { ...rsa.publicJwk, kid: "e" }), "a kid of its own"],
  [
    "two keys without a name",
    asSet({ ...elliptic.publicJwk, kid: undefined }, { ...rsa.publicJwk, kid: undefined }),
    "a kid of its own",
  ],
  [
    "a key that is none",
    asSet({ kty: "EC", crv: "P-256", x: "AA", y: "AA", alg: "ES256" }),
    "not a valid JWK",
  ],
  ["an RSA key of 1024 bits", asSet({ ...shortRsa, alg: "RS256" }), "at least 2048 bits"],
])("refuses %s", async (_case, jwks, message) => {
  const errors = await checkClientKeys(jwks);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors[0]).toMatchObject({ code: "BAD_USER_INPUT", field: "jwks" });
  expect(errors[0]!.message).toContain(message);
});
