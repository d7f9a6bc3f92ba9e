import { importJWK } from "jose";
import { invalid } from "./contract.ts";
import type { UserError } from "./outcome.ts";

/** A JWK set (RFC 7517) of public keys. */
export interface ClientKeys {
  readonly keys: Record<string, unknown>[];
}

/** What clients may sign their assertions with. Each needs a key pair; nothing here can be checked with a shared one. */
export const ASSERTION_ALGORITHMS = ["ES256", "PS256", "RS256", "EdDSA"] as const;

const KEYS_MAX = 5;
const RSA_MODULUS_MIN_BYTES = 256;
/** Members of private and symmetric keys (RFC 7518 section 6). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** What is wrong with a client's keys. */
export async function checkClientKeys(jwks: ClientKeys): Promise<UserError[]> {
  if (jwks.keys.length === 0 || jwks.keys.length > KEYS_MAX) {
    return [invalid("jwks", `A key set has 1 to ${KEYS_MAX} keys.`)];
  }
  if (jwks.keys.length > 1 && new Set(jwks.keys.map((key) => key["kid"] ?? "")).size < jwks.keys.length) {
    return [invalid("jwks", "Each of several keys has a kid of its own.")];
  }
  const problems = await Promise.all(jwks.keys.map(findProblem));
  return problems.filter((problem) => problem !== null).map((problem) => invalid("jwks", problem));
}

async function findProblem(jwk: Record<string, unknown>): Promise<string | null> {
  if (PRIVATE_MEMBERS.some((member) => member in jwk)) {
    return "A key set for signing in holds public keys only; this one is private, so replace it.";
  }
  if (!ASSERTION_ALGORITHMS.some((alg) => alg === jwk["alg"])) {
    return `Each key names its alg: ${ASSERTION_ALGORITHMS.join(", ")}.`;
  }
  if (typeof jwk["n"] === "string" && Buffer.from(jwk["n"], "base64url").length < RSA_MODULUS_MIN_BYTES) {
    return "An RSA key has at least 2048 bits.";
  }
  try {
    await importJWK(jwk);
    return null;
  } catch {
    return "One of the keys is not a valid JWK.";
  }
}
