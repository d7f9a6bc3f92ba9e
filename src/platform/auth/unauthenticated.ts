import { AppError } from "../errors/app-error.ts";

/** Why a request has no principal; programs may act on it. */
export type UnauthenticatedReason = "TOKEN_MISSING" | "TOKEN_INVALID" | "TOKEN_EXPIRED" | "TOKEN_REVOKED";

const SITUATION: Readonly<Record<UnauthenticatedReason, string>> = {
  TOKEN_MISSING:
    "This request carries no access token: send one, and one only, as `Authorization: Bearer <token>`.",
  TOKEN_INVALID: "The access token is not one that this API accepts.",
  TOKEN_EXPIRED: "The access token has ended.",
  TOKEN_REVOKED: "The access token, its client or its contract is no longer valid.",
};

/** The refusal of a request without a valid token. It tells what to do and nothing about what was sent. */
export function unauthenticated(
  reason: UnauthenticatedReason,
  issuer: string,
  options?: { cause?: unknown },
): AppError {
  const tokenEndpoint = `${issuer}/oauth/token`;
  const message = `${SITUATION[reason]} Access tokens come from POST ${tokenEndpoint}.`;
  return new AppError("UNAUTHENTICATED", message, { reason, tokenEndpoint }, options);
}
