/** Why a request by an administrator or a partner was refused. `field` names the input, null where it is none. */
export interface UserError {
  readonly code: "NOT_FOUND" | "CONFLICT" | "BAD_USER_INPUT";
  readonly field: string | null;
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

export function notFound(field: string, message: string): Outcome<never> {
  return refused({ code: "NOT_FOUND", field, message });
}

export function conflict(field: string | null, message: string): Outcome<never> {
  return refused({ code: "CONFLICT", field, message });
}
