import { randomUUID } from "node:crypto";
import { errors, jwtVerify, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { unauthenticated } from "./unauthenticated.ts";

/** How long an access token lives. */
export const ACCESS_TOKEN_LIFETIME_S = 600;
/** How far two machines' clocks may differ. */
export const CLOCK_TOLERANCE_S = 5;
/** A token that claims a longer life was not made by this program. */
const LONGEST_LIFETIME_S = 900;
/** Header members that name a key from outside the local set. Ours have none of them. */
const FOREIGN_KEY_MEMBERS = ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"] as const;

/** Who signs tokens, and for which API (RFC 9068: `iss` and `aud`). */
export interface TokenParties {
  readonly issuer: string;
  readonly audience: string;
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

export interface TokenGrant {
  readonly clientId: string;
  readonly partnerId: string;
  readonly scopes: readonly string[];
}

export interface VerifiedToken {
  readonly clientId: string;
  /** The words of its scope; null where it has none and stands for all that its client may do. */
  readonly scopes: readonly string[] | null;
  /** Null where the issuer gives none. */
  readonly jti: string | null;
  readonly issuedAtS: number;
  readonly expiresAtS: number;
  /** Null for a key that is not ours. */
  readonly kid: string | null;
}

/** Signs a JWT access token (RFC 9068). */
export async function signAccessToken(
  parties: TokenParties,
  key: SigningKey,
  grant: TokenGrant,
  clockMs: number,
): Promise<string> {
  const issuedAtS = Math.floor(clockMs / 1000);
  return new SignJWT({
    client_id: grant.clientId,
    partner: grant.partnerId,
    scope: grant.scopes.join(" "),
  })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.kid })
    .setIssuer(parties.issuer)
    .setAudience(parties.audience)
    .setSubject(grant.clientId)
    .setJti(randomUUID())
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + ACCESS_TOKEN_LIFETIME_S)
    .sign(key.privateKey);
}

export interface VerifyDeps extends TokenParties {
  /** The published key of this name; null: none. */
  findPublicKey(kid: string): Promise<CryptoKey | null>;
}

/**
 * Checks everything that the token alone can tell; whether its client may still use it is asked elsewhere.
 * @throws {AppError} UNAUTHENTICATED, of one wording for every way to be wrong except age
 */
export async function verifyAccessToken(
  deps: VerifyDeps,
  token: string,
  clockMs: number,
): Promise<VerifiedToken> {
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      async (header) => {
        if (FOREIGN_KEY_MEMBERS.some((member) => member in header)) throw new errors.JWSInvalid();
        const key = header.kid === undefined ? null : await deps.findPublicKey(header.kid);
        if (key === null) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      {
        algorithms: ["ES256"],
        typ: "at+jwt",
        issuer: deps.issuer,
        audience: deps.audience,
        requiredClaims: ["sub", "client_id", "partner", "scope", "jti", "iat", "exp"],
        maxTokenAge: LONGEST_LIFETIME_S,
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(clockMs),
      },
    );
    return readClaims(payload, protectedHeader.kid ?? null, deps.audience);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    const reason = error instanceof errors.JWTExpired ? "TOKEN_EXPIRED" : "TOKEN_INVALID";
    throw unauthenticated(reason, deps.issuer, { cause: error });
  }
}

function readClaims(payload: JWTPayload, kid: string | null, audience: string): VerifiedToken {
  const { client_id: clientId, scope, jti, iat = 0, exp = Infinity } = payload;
  if (
    typeof clientId !== "string" ||
    typeof scope !== "string" ||
    payload.sub !== clientId ||
    // jose accepts a list that holds the audience among others; ours are for one API.
    payload.aud !== audience ||
    exp - iat > LONGEST_LIFETIME_S
  ) {
    throw new errors.JWTInvalid();
  }
  const scopes = scope.split(" ");
  return { clientId, scopes, jti: jti ?? null, issuedAtS: iat, expiresAtS: exp, kid };
}
