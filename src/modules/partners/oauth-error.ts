/** Error codes of RFC 6749 section 5.2 and RFC 7009 section 2.2.1, and two for what those do not foresee. */
const STATUS = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_scope: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  /** Too many requests or failures; Retry-After says until when. */
  slow_down: 429,
  temporarily_unavailable: 503,
} as const;

export type OauthErrorCode = keyof typeof STATUS;

/** A refusal by the authorisation server. The text is for developers: ASCII, without quotes, and never what was sent. */
export class OauthError extends Error {
  override readonly name = "OauthError";

  constructor(
    readonly code: OauthErrorCode,
    readonly description: string,
    /** How long to wait, in milliseconds; null: waiting does not help. */
    readonly retryAfterMs: number | null = null,
    options?: { cause?: unknown },
  ) {
    super(description, options);
  }

  get status(): number {
    return STATUS[this.code];
  }
}
