import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { CLOCK_TOLERANCE_S, type VerifiedToken } from "./access-token.ts";
import { unauthenticated } from "./unauthenticated.ts";

/** An authorisation server that is not ours and whose tokens are accepted for registered clients. */
export interface ExternalIssuer {
  /** Its `iss`, to the letter. */
  readonly issuer: string;
  readonly jwksUrl: string;
  /** What its tokens for this API carry as `aud`. */
  readonly audience: string;
}

/** Signatures with a public key only: with HS256 whoever can read the key set could sign. */
const ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"];
const LONGEST_AGE_S = 3_600;
/** RFC 9068's type, and what servers older than it write. An id token fails by its audience. */
const TYPES: readonly unknown[] = ["at+jwt", "application/at+jwt", "jwt", undefined];

export type VerifyExternal = (token: string, clockMs: number) => Promise<VerifiedToken>;

/**
 * Verifies tokens of the external issuer. `clientId` of the result is its name for the client.
 * The result throws {AppError} UNAUTHENTICATED where a token is wrong; when the key set cannot be reached it throws
 * jose's or fetch's error, since that is not the caller's doing.
 * @param ourIssuer named in refusals
 */
export function externalVerifier(
  external: ExternalIssuer,
  ourIssuer: string,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(external.jwksUrl), { timeoutDuration: 2_000 }),
): VerifyExternal {
  return async (token, clockMs) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer: external.issuer,
        audience: external.audience,
        requiredClaims: ["exp", "iat"],
        maxTokenAge: LONGEST_AGE_S,
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(clockMs),
      });
      if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) throw new errors.JWTInvalid();
      return readClaims(payload);
    } catch (error) {
      if (!isTokensFault(error)) throw error;
      const reason = error instanceof errors.JWTExpired ? "TOKEN_EXPIRED" : "TOKEN_INVALID";
      throw unauthenticated(reason, ourIssuer, { cause: error });
    }
  };
}

function isTokensFault(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false;
  // jose's plain JOSEError says that the key set's answer was no key set.
  return !(error instanceof errors.JWKSTimeout) && error.constructor !== errors.JOSEError;
}

function readClaims(payload: JWTPayload): VerifiedToken {
  const { client_id, azp, scope, jti, iat = 0, exp = 0 } = payload;
  const clientId = client_id ?? azp;
  if (typeof clientId !== "string") throw new errors.JWTInvalid();
  return {
    clientId,
    scopes: typeof scope === "string" ? scope.split(" ") : null,
    jti: typeof jti === "string" ? jti : null,
    issuedAtS: iat,
    expiresAtS: exp,
    kid: null,
  };
}
