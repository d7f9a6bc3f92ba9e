import { hash } from "node:crypto";
import { decodeJwt } from "jose";
import type { CursorCodec } from "../read/cursor.ts";
import type { IdCodec } from "../read/ids.ts";
import { AppError } from "../errors/app-error.ts";
import type { Logger } from "../telemetry/logger.ts";
import { CLOCK_TOLERANCE_S, verifyAccessToken, type VerifiedToken, type VerifyDeps } from "./access-token.ts";
import { bearerToken, type Authorization } from "./bearer.ts";
import { BoundedMap } from "./bounded-map.ts";
import { withDeadline } from "../deadline.ts";
import type { VerifyExternal } from "./external-issuer.ts";
import { isScope, mayWrite, type Contract, type Principal, type Scope } from "./principal.ts";
import { TokenMemory } from "./token-memory.ts";
import { unauthenticated } from "./unauthenticated.ts";

/** What a client may do now. Whoever made it turns `isCurrent` off once anything about it may have changed. */
export interface ClientAccess {
  readonly partnerId: string;
  readonly clientId: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly contract: Contract;
  readonly ids: IdCodec;
  readonly cursors: CursorCodec;
  /** Tokens issued earlier are refused; null: none are. */
  readonly tokensValidAfterMs: number | null;
  isCurrent: boolean;
}

export interface AccessQuestion {
  /** Ours, or the external issuer's name for the client. */
  readonly clientId: string;
  readonly isExternal: boolean;
  readonly jti: string | null;
}

/** Knows what clients may do, and hears of changes within seconds. */
export interface AccessDirectory {
  /** Null where the client is unknown or revoked, its partner or contract does not run, or the token was revoked. */
  findAccess(question: AccessQuestion): Promise<ClientAccess | null>;
  /** Whether changes have been heard of recently enough for remembered answers to count. */
  isFresh(): boolean;
  /** Asks for changes now. */
  refresh(): Promise<void>;
  /** The same tokens may be told of more than once. */
  onTokensRevoked(listener: (jtis: ReadonlySet<string>) => void): void;
}

export interface AuthenticatorDeps extends VerifyDeps {
  /** Whether this key is in our key set at this moment. */
  isPublished(kid: string): boolean;
  readonly directory: AccessDirectory;
  readonly external: { readonly issuer: string; readonly verify: VerifyExternal } | null;
  /** Milliseconds since 1970. */
  clock(): number;
  readonly logger: Logger;
}

/**
 * Answers who sent this Authorization header.
 * The result throws {AppError} UNAUTHENTICATED when nobody may, OVERLOADED when that cannot be told now.
 */
export type Authenticate = (authorization: Authorization) => Promise<Principal>;

/** A program that goes on with a revoked token costs a question this often, and not with every request. */
const REFUSED_FOR_MS = 1_000;
const REMEMBERED_REFUSALS = 1_000;
/** A caller waits no longer for an answer about its token. */
const ANSWER_WITHIN_MS = 600;

interface Remembered {
  readonly principal: Principal;
  readonly access: ClientAccess;
  readonly jti: string | null;
  readonly kid: string | null;
  readonly endsAtMs: number;
}

/** A token seen before costs a hash and a look-up; it is never answered from memory that may be out of date. */
export function createAuthenticator(deps: AuthenticatorDeps): Authenticate {
  const remembered = new TokenMemory<Remembered>(() => deps.clock());
  /** Until when the refusal of a token is remembered. */
  const refusedUntilMs = new BoundedMap<number>(REMEMBERED_REFUSALS);
  deps.directory.onTokensRevoked((jtis) => {
    remembered.deleteWhere(({ jti }) => jti !== null && jtis.has(jti));
  });

  const isGood = (entry: Remembered) =>
    entry.access.isCurrent && (entry.kid === null || deps.isPublished(entry.kid));

  // Requests that bring the same new token at the same moment share one answer.
  const underWay = new Map<string, Promise<Principal>>();

  async function recognise(token: string, key: string): Promise<Principal> {
    // A first question about a token is answered by the database itself; memory needs to be in touch with it.
    if (!deps.directory.isFresh()) await deps.directory.refresh();
    const entry = remembered.get(key);
    if (entry !== undefined && isGood(entry)) return entry.principal;
    remembered.delete(key);
    if ((refusedUntilMs.get(key) ?? 0) > deps.clock()) throw unauthenticated("TOKEN_REVOKED", deps.issuer);
    const found = await admit(deps, token);
    if (found === null) {
      refusedUntilMs.set(key, deps.clock() + REFUSED_FOR_MS);
      throw unauthenticated("TOKEN_REVOKED", deps.issuer);
    }
    remembered.set(key, found);
    return found.principal;
  }

  function begin(token: string, key: string): Promise<Principal> {
    const answer = withDeadline(recognise(token, key), ANSWER_WITHIN_MS).finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  }

  return async (authorization) => {
    const token = bearerToken(authorization);
    if (token === null) throw unauthenticated("TOKEN_MISSING", deps.issuer);
    const key = hash("sha256", token, "base64");
    const entry = remembered.get(key);
    if (entry !== undefined && deps.directory.isFresh() && isGood(entry)) return entry.principal;
    const answer = underWay.get(key) ?? begin(token, key);
    return orUnavailable(deps.logger, answer);
  };
}

/**
 * Verifies a token and asks what its client may do; null: nothing any more.
 * @throws {AppError} UNAUTHENTICATED where the token itself is wrong
 */
async function admit(deps: AuthenticatorDeps, token: string): Promise<Remembered | null> {
  const external = issuerOf(token) === deps.external?.issuer ? deps.external : null;
  const verified =
    external === null
      ? await verifyAccessToken(deps, token, deps.clock())
      : await external.verify(token, deps.clock());
  const access = await deps.directory.findAccess({
    clientId: verified.clientId,
    isExternal: external !== null,
    jti: verified.jti,
  });
  if (access === null || (access.tokensValidAfterMs ?? 0) > verified.issuedAtS * 1000) return null;
  return {
    principal: principalOf(access, verified),
    access,
    jti: verified.jti,
    kid: verified.kid,
    endsAtMs: (verified.expiresAtS + CLOCK_TOLERANCE_S) * 1000,
  };
}

function principalOf(access: ClientAccess, token: VerifiedToken): Principal {
  const { partnerId, clientId, contract, ids, cursors } = access;
  const named = token.scopes?.filter(isScope);
  const scopes = named === undefined ? access.scopes : access.scopes.intersection(new Set(named));
  return { partnerId, clientId, scopes, contract, mayWrite: mayWrite(access.scopes), ids, cursors };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Fails closed: whatever keeps us from telling who asks is logged and answered as a passing trouble of ours. */
async function orUnavailable<T>(logger: Logger, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError) throw error;
    logger.error({ event: "access_unknown", error }, "Access could not be checked.");
    const message = "Access cannot be checked at the moment. Try again shortly.";
    throw new AppError("OVERLOADED", message, { retryAfterMs: 1000 }, { cause: error });
  }
}
