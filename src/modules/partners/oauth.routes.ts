import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { JWK } from "jose";
import { authorizationOf } from "../../platform/auth/bearer.ts";
import { DeadlineError, withDeadline } from "../../platform/deadline.ts";
import { SCOPES } from "../../platform/auth/principal.ts";
import {
  CLIENT_AUTHENTICATION_METHODS,
  invalidClient,
  parseForm,
  readCredential,
  type Form,
} from "./client-credential.ts";
import { ASSERTION_ALGORITHMS } from "./client-keys.ts";
import {
  grantScopes,
  grantToken,
  revokeToken,
  type GrantDeps,
  type TokenAnswer,
} from "./grant-token.service.ts";
import { OauthError } from "./oauth-error.ts";
import { requireRunningContract, signIn, type SignInDeps } from "./sign-in.service.ts";
import { addressBlock } from "./address-block.ts";
import type { SignInRow } from "./client.repository.ts";

export interface OauthDeps extends SignInDeps, GrantDeps {
  publicJwks(): { readonly keys: readonly JWK[] };
  /** Makes this instance hear of a revocation at once. */
  refreshAccess(): Promise<void>;
}

/** A request for a token is small: an assertion signed with RSA is about one kilobyte. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** Longer than a healthy database takes; a frozen one is not waited for. */
const ANSWER_WITHIN_MS = 600;
/** Shorter than a new key is published ahead of its first signature, so that no one verifies with a key set without it. */
const JWKS_MAX_AGE_S = 30;

/** The authorisation server's endpoints: RFC 6749 (client credentials), 7009, 7517, 7523, 8414. A fastify plugin. */
export async function oauthRoutes(app: FastifyInstance, deps: OauthDeps): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(deps, error, request, reply));

  const metadata = describeServer(deps.issuer);
  app.get("/.well-known/oauth-authorization-server", (_request, reply) =>
    reply.header("cache-control", "public, max-age=300").send(metadata),
  );
  app.get("/.well-known/jwks.json", (_request, reply) =>
    reply
      .header("cache-control", `public, max-age=${JWKS_MAX_AGE_S}`)
      .type("application/jwk-set+json")
      .send(JSON.stringify(deps.publicJwks())),
  );
  app.post("/oauth/token", async (request, reply) => {
    forbidStoring(reply);
    return withDeadline(answerTokenRequest(deps, request), ANSWER_WITHIN_MS);
  });
  app.post("/oauth/revoke", async (request, reply) => {
    forbidStoring(reply);
    await withDeadline(answerRevocation(deps, request), ANSWER_WITHIN_MS);
    return reply.code(200).send();
  });
}

async function answerTokenRequest(deps: OauthDeps, request: FastifyRequest): Promise<TokenAnswer> {
  const form = formOf(request);
  const grantType = form.get("grant_type");
  if (grantType === undefined)
    throw new OauthError("invalid_request", "The parameter grant_type is missing.");
  if (grantType !== "client_credentials") {
    throw new OauthError("unsupported_grant_type", "Only client_credentials is granted here.");
  }
  const client = await signInWith(deps, request, form);
  requireRunningContract(deps, client);
  return grantToken(deps, client, grantScopes(form.get("scope"), client));
}

async function answerRevocation(deps: OauthDeps, request: FastifyRequest): Promise<void> {
  const form = formOf(request);
  const client = await signInWith(deps, request, form);
  const token = form.get("token");
  if (token === undefined) throw new OauthError("invalid_request", "The parameter token is missing.");
  await revokeToken(deps, client, token);
  await deps.refreshAccess();
}

/** @throws {OauthError} invalid_request where parameters are in the URL, which ends up in logs, or the body is no form */
function formOf(request: FastifyRequest): Form {
  if (request.url.includes("?")) {
    throw new OauthError("invalid_request", "Parameters belong into the body, not into the URL.");
  }
  if (typeof request.body !== "string") {
    throw new OauthError("invalid_request", "Send a body of type application/x-www-form-urlencoded.");
  }
  return parseForm(request.body);
}

async function signInWith(deps: OauthDeps, request: FastifyRequest, form: Form): Promise<SignInRow> {
  const authorization = authorizationOf(request.raw);
  if (typeof authorization === "object") throw invalidClient();
  const signedIn = await signIn(deps, readCredential(authorization, form), addressBlock(request.ip));
  request.logFacts["clientId"] = signedIn.client.id;
  return signedIn;
}

function forbidStoring(reply: FastifyReply): void {
  reply.header("cache-control", "no-store").header("pragma", "no-cache");
}

async function sendError(
  deps: OauthDeps,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refusal = refusalOf(deps, error);
  request.logFacts["errorCodes"] = [refusal.code];
  forbidStoring(reply);
  if (refusal.code === "invalid_client") {
    // RFC 6749 section 5.2: the challenge matches the scheme that the client used.
    reply.header("www-authenticate", `Basic realm="kimberlite", charset="UTF-8"`);
  }
  if (refusal.retryAfterMs !== null) {
    reply.header("retry-after", String(Math.ceil(refusal.retryAfterMs / 1000)));
  }
  const status = error.statusCode === 413 ? 413 : refusal.status;
  return reply.code(status).send({ error: refusal.code, error_description: refusal.description });
}

/** Our own refusal as it is; fastify's as invalid_request; anything else is our trouble and keeps its text. */
function refusalOf(deps: OauthDeps, error: FastifyError | OauthError): OauthError {
  if (error instanceof OauthError) return error;
  if (error.statusCode === 413) return new OauthError("invalid_request", "The body is too large.");
  if (error.statusCode === 415) {
    return new OauthError("invalid_request", "Send a body of type application/x-www-form-urlencoded.");
  }
  if (error.statusCode === 400) return new OauthError("invalid_request", "The request cannot be read.");
  const isSlow = error instanceof DeadlineError;
  deps.logger.error({ event: isSlow ? "oauth_too_slow" : "oauth_failed", error });
  return new OauthError("temporarily_unavailable", "No token can be issued at the moment. Try again.", 1000);
}

/** RFC 8414. */
function describeServer(issuer: string) {
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    scopes_supported: SCOPES,
    // No authorisation endpoint: clients act for themselves.
    response_types_supported: [],
    grant_types_supported: ["client_credentials"],
  };
}
