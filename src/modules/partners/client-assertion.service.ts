import { createHash } from "node:crypto";
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import { CLOCK_TOLERANCE_S } from "../../platform/auth/access-token.ts";
import { insertUsedAssertion } from "./access.repository.ts";
import { ASSERTION_ALGORITHMS } from "./client-keys.ts";
import type { Database } from "./database.ts";
import type { ClientRow } from "./partner.table.ts";

/** An assertion is made for one request; it need not live long. */
export const ASSERTION_LIFETIME_MAX_S = 300;

export interface AssertionDeps {
  readonly db: Database;
  readonly issuer: string;
  /** Milliseconds since 1970. */
  clock(): number;
}

/**
 * Whether the client signed this assertion, for this server, just now and for the first time (private_key_jwt). The
 * audience is our issuer and nothing else: one made for a token endpoint's URL could have been meant for another server.
 */
export async function acceptsAssertion(
  deps: AssertionDeps,
  client: Pick<ClientRow, "id" | "jwks">,
  assertion: string,
): Promise<boolean> {
  if (client.jwks === null) return false;
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.jwks), {
      algorithms: [...ASSERTION_ALGORITHMS],
      issuer: client.id,
      subject: client.id,
      audience: deps.issuer,
      requiredClaims: ["jti", "exp"],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(deps.clock()),
    });
    const { aud, exp = Infinity, iat = 0, jti } = payload;
    const nowS = deps.clock() / 1000;
    const isOnlyForUs = !Array.isArray(aud) || aud.length === 1;
    const isBrief = exp - nowS <= ASSERTION_LIFETIME_MAX_S + CLOCK_TOLERANCE_S;
    const isMade = iat <= nowS + CLOCK_TOLERANCE_S;
    if (!isOnlyForUs || !isBrief || !isMade || typeof jti !== "string") return false;
    const jtiHash = createHash("sha256").update(jti).digest("base64url");
    const expiresAt = new Date((exp + CLOCK_TOLERANCE_S) * 1000);
    return await insertUsedAssertion(deps.db, { clientId: client.id, jtiHash, expiresAt });
  } catch (error) {
    // jose words a key that does not fit its algorithm as a TypeError.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
    throw error;
  }
}
