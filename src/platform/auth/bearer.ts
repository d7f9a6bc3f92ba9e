import type { IncomingMessage } from "node:http";
import type { AppError } from "../errors/app-error.ts";

/** An Authorization header as a request carries it; a list where it was sent more than once. */
export type Authorization = string | readonly string[] | undefined;

/** Node keeps the first of several Authorization headers and drops the others; here they all show. */
export function authorizationOf(request: IncomingMessage): Authorization {
  const { rawHeaders } = request;
  const values: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? "";
    if (name.length === 13 && name.toLowerCase() === "authorization") values.push(rawHeaders[i + 1] ?? "");
  }
  return values.length > 1 ? values : values[0];
}

const SCHEME = "bearer ";
/** Longer ones than ours are not worth hashing. */
const LONGEST = 8_192;

/**
 * The token (RFC 6750 section 2.1), or null where there is none, more than one, or another scheme. Its characters are
 * left to whoever verifies it: this runs for every request, and mostly for a token that was verified before.
 */
export function bearerToken(authorization: Authorization): string | null {
  if (typeof authorization !== "string" || authorization.length > LONGEST) return null;
  if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return null;
  const token = authorization.slice(SCHEME.length).trimStart();
  return token === "" || token.includes(" ") ? null : token;
}

/** The `www-authenticate` header of an UNAUTHENTICATED answer (RFC 6750 section 3). */
export function bearerChallenge(error: AppError): string {
  const { reason } = error.details;
  return reason === undefined || reason === "TOKEN_MISSING" ? "Bearer" : 'Bearer error="invalid_token"';
}
