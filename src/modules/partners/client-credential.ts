import { decodeJwt } from "jose";
import { OauthError } from "./oauth-error.ts";

/** The parameters of a form, each once and not empty (RFC 6749 section 3.2). */
export type Form = ReadonlyMap<string, string>;

/** What a client shows to prove who it is. */
export type Credential =
  | { readonly kind: "secret"; readonly clientId: string; readonly secret: string }
  | { readonly kind: "assertion"; readonly clientId: string; readonly assertion: string };

export const CLIENT_AUTHENTICATION_METHODS = [
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
] as const;

export const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Reads a form body. Empty parameters count as left out.
 * @throws {OauthError} invalid_request where a parameter comes twice
 */
export function parseForm(body: string): Form {
  const form = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (seen.has(name)) throw new OauthError("invalid_request", "A parameter is given more than once.");
    seen.add(name);
    if (value !== "") form.set(name, value);
  }
  return form;
}

/** One wording for every credential that is not right, so that nothing can be learnt from it. */
export function invalidClient(cause?: unknown): OauthError {
  return new OauthError("invalid_client", "Client authentication failed.", null, { cause });
}

/**
 * The one credential that a request carries, by any of the three methods.
 * @throws {OauthError} invalid_client where there is none or it is malformed, invalid_request where there are several
 */
export function readCredential(authorization: string | undefined, form: Form): Credential {
  const found = [fromHeader(authorization), fromSecret(form), fromAssertion(form)].filter(
    (one) => one !== null,
  );
  const [credential] = found;
  if (credential === undefined) throw invalidClient();
  if (found.length > 1) {
    throw new OauthError("invalid_request", "The client authenticates in more than one way.");
  }
  const named = form.get("client_id");
  if (named !== undefined && named !== credential.clientId) throw invalidClient();
  return credential;
}

/** RFC 6749 section 2.3.1: identifier and secret are form-encoded before they become user and password. */
function fromHeader(authorization: string | undefined): Credential | null {
  if (authorization === undefined) return null;
  const encoded = /^basic +([\w+/-]+=*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) throw invalidClient();
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 1) throw invalidClient();
  return {
    kind: "secret",
    clientId: formDecode(pair.slice(0, colon)),
    secret: formDecode(pair.slice(colon + 1)),
  };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw invalidClient(cause);
  }
}

function fromSecret(form: Form): Credential | null {
  const secret = form.get("client_secret");
  if (secret === undefined) return null;
  const clientId = form.get("client_id");
  if (clientId === undefined) throw invalidClient();
  return { kind: "secret", clientId, secret };
}

/** RFC 7523 section 3: issuer and subject name the client; the signature is checked elsewhere. */
function fromAssertion(form: Form): Credential | null {
  const assertion = form.get("client_assertion");
  const type = form.get("client_assertion_type");
  if (assertion === undefined && type === undefined) return null;
  if (assertion === undefined || type !== JWT_BEARER) throw invalidClient();
  const clientId = subjectOf(assertion);
  if (clientId === undefined) throw invalidClient();
  return { kind: "assertion", clientId, assertion };
}

function subjectOf(assertion: string): string | undefined {
  try {
    const { sub } = decodeJwt(assertion);
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined;
  }
}
