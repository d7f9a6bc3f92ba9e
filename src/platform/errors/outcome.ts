/**
 * Why a mutation was refused, for reasons of the business. Part of the API contract: add freely, never rename or
 * reuse one.
 */
export const USER_ERROR_CODES = [
  "BAD_USER_INPUT",
  "CONFLICT",
  "CONSENT_REQUIRED",
  "DATE_IN_FUTURE",
  "DEFECT_CODE_UNKNOWN",
  "DUPLICATE_INSPECTION",
  "ERASED",
  "IDEMPOTENCY_KEY_IN_PROGRESS",
  "IDEMPOTENCY_KEY_REUSED",
  "INVALID_REGISTRATION",
  "INVALID_VIN",
  "NOT_FOUND",
  "ODOMETER_DECREASE",
  "SIGNAL_ALREADY_CLAIMED",
  "SIGNAL_NOT_OPEN",
  "UNSUPPORTED_COUNTRY",
  "WEBHOOK_URL_FORBIDDEN",
] as const;
export type UserErrorCode = (typeof USER_ERROR_CODES)[number];

export interface UserError {
  readonly code: UserErrorCode;
  /** The input that it is about, null where it is none. */
  readonly field: string | null;
  /** For people. Never repeats a value that may be personal. */
  readonly message: string;
}

/** What a service did, or everything that kept it from doing it. */
export type Outcome<T> =
  | { readonly value: T; readonly userErrors: readonly [] }
  | { readonly value: null; readonly userErrors: readonly [UserError, ...UserError[]] };

export function done<T>(value: T): Outcome<T> {
  return { value, userErrors: [] };
}

export function refused(...errors: readonly [UserError, ...UserError[]]): Outcome<never> {
  return { value: null, userErrors: errors };
}

export function refusal(code: UserErrorCode, field: string | null, message: string): Outcome<never> {
  return refused({ code, field, message });
}
