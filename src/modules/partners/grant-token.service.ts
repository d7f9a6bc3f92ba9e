import {
  ACCESS_TOKEN_LIFETIME_S,
  signAccessToken,
  verifyAccessToken,
  type SigningKey,
  type VerifyDeps,
} from "../../platform/auth/access-token.ts";
import { isScope, type Scope } from "../../platform/auth/principal.ts";
import { AppError } from "../../platform/errors/app-error.ts";
import { insertRevokedToken } from "./access.repository.ts";
import type { SignInRow } from "./client.repository.ts";
import type { Database } from "./database.ts";
import { OauthError } from "./oauth-error.ts";

export interface GrantDeps extends VerifyDeps {
  readonly db: Database;
  signingKey(): SigningKey;
  /** Milliseconds since 1970. */
  clock(): number;
}

/** The answer of the token endpoint (RFC 6749 section 5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
}

// RFC 6749 section 3.3: visible ASCII but for quote and backslash, one space between words.
const SCOPE_SYNTAX = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/**
 * The scopes that a token gets: those asked for, or else everything that the client holds within the contract.
 * @throws {OauthError} invalid_scope where one is asked for that the client does not hold, or none is left
 */
export function grantScopes(requested: string | undefined, { client, partner }: SignInRow): Scope[] {
  const held = client.scopes.filter(isScope).filter((scope) => partner.scopes.includes(scope));
  if (requested === undefined) {
    if (held.length > 0) return held;
    throw new OauthError("invalid_scope", "The contract holds none of the scopes of this client.");
  }
  if (!SCOPE_SYNTAX.test(requested)) {
    throw new OauthError("invalid_scope", "Scopes are words with one space between them.");
  }
  const asked = new Set(requested.split(" "));
  const granted = held.filter((scope) => asked.has(scope));
  if (granted.length === asked.size) return granted;
  throw new OauthError("invalid_scope", `This client can ask for: ${held.join(" ")}.`);
}

/** Issues an access token to a client that has signed in. */
export async function grantToken(
  deps: GrantDeps,
  { client, partner }: SignInRow,
  scopes: readonly Scope[],
): Promise<TokenAnswer> {
  const grant = { clientId: client.id, partnerId: partner.id, scopes };
  return {
    access_token: await signAccessToken(deps, deps.signingKey(), grant, deps.clock()),
    token_type: "Bearer",
    expires_in: ACCESS_TOKEN_LIFETIME_S,
    scope: scopes.join(" "),
  };
}

/**
 * Revokes an access token of the client (RFC 7009). A token that is not valid anyway is as good as revoked.
 * @throws {OauthError} unauthorized_client where the token is another client's
 */
export async function revokeToken(deps: GrantDeps, { client }: SignInRow, token: string): Promise<void> {
  const verified = await verifyAccessToken(deps, token, deps.clock()).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") return null;
    throw error;
  });
  if (verified?.jti == null) return;
  if (verified.clientId !== client.id) {
    throw new OauthError("unauthorized_client", "This token was issued to another client.");
  }
  await insertRevokedToken(deps.db, verified.jti, new Date((verified.expiresAtS + 60) * 1000));
}
