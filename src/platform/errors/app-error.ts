/**
 * Every code that `errors[].extensions.code` can hold, with the HTTP status used when nothing ran.
 * Codes are part of the API contract: add freely, never rename or reuse one.
 */
export const ERROR_STATUS = {
  BAD_CURSOR: 400,
  BAD_USER_INPUT: 400,
  ERASED: 410,
  FORBIDDEN: 403,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  HEADERS_TOO_LARGE: 431,
  IDEMPOTENCY_KEY_IN_PROGRESS: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  INTERNAL: 500,
  METHOD_NOT_ALLOWED: 405,
  MISSING_SCOPE: 403,
  NOT_ACCEPTABLE: 406,
  NOT_FOUND: 404,
  OVERLOADED: 503,
  PAYLOAD_TOO_LARGE: 413,
  QUERY_TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  REQUEST_TIMEOUT: 408,
  TIMEOUT: 504,
  UNAUTHENTICATED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** JSON-safe facts that a client program may act on, for example `{ missing: ["signals:read"] }`. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * An expected failure. `message` is written for the caller and leaves the process; `cause` is written for us and is
 * only logged. Anything that is not an AppError is a bug and reaches the caller as INTERNAL with no text of its own.
 */
export class AppError extends Error {
  override readonly name = "AppError";

  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}
