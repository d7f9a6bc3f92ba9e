import type { UserError } from "../../platform/errors/outcome.ts";

export interface ConsentTerms {
  readonly grantedAt: Date;
  /** Null: until it is withdrawn. */
  readonly expiresAt: Date | null;
  readonly proofHash: string | null;
  readonly sourceText: string | null;
}

const SHA_256 = /^[0-9a-f]{64}$/;
const NAME_OF_TEXT = /^[^\p{Cc}]{1,200}$/u;

/** Everything that is wrong with a consent as a partner sent it. */
export function checkConsent(terms: ConsentTerms, now: Date): UserError[] {
  const { grantedAt, expiresAt, proofHash, sourceText } = terms;
  const errors: UserError[] = [];
  const invalid = (field: string, message: string) => errors.push({ code: "BAD_USER_INPUT", field, message });
  if (grantedAt > now) {
    errors.push({ code: "DATE_IN_FUTURE", field: "grantedAt", message: "It cannot be given after now." });
  }
  if (expiresAt !== null && expiresAt <= now) invalid("expiresAt", "It has expired already.");
  if (proofHash !== null && !SHA_256.test(proofHash)) {
    invalid("proofHash", "A SHA-256 hash has 64 lower-case hexadecimal digits.");
  }
  if (sourceText !== null && !NAME_OF_TEXT.test(sourceText)) {
    invalid("sourceText", "The name of a text has 1 to 200 characters on one line.");
  }
  return errors;
}
