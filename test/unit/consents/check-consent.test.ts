import { expect, test } from "vitest";
import { checkConsent, type ConsentTerms } from "../../../src/modules/consents/check-consent.ts";

const NOW = new Date("2026-06-15T10:00:00Z");
const GOOD: ConsentTerms = { grantedAt: NOW, expiresAt: null, proofHash: null, sourceText: null };
const at = (offsetMs: number) => new Date(NOW.getTime() + offsetMs);

test.each<[string, Partial<ConsentTerms>]>([
  ["given now without end", {}],
  ["given long ago", { grantedAt: new Date("2001-01-01T00:00:00Z") }],
  ["that ends a moment from now", { expiresAt: at(1) }],
  [
    "with a proof and the name of a text",
    { proofHash: "0123456789abcdef".repeat(4), sourceText: "é".repeat(200) },
  ],
])("a consent %s is taken", (_case, changes) => {
  expect(checkConsent({ ...GOOD, ...changes }, NOW)).toEqual([]);
});

test.each<[string, Partial<ConsentTerms>, string, string]>([
  ["given a moment after now", { grantedAt: at(1) }, "DATE_IN_FUTURE", "grantedAt"],
  ["that ends now", { expiresAt: NOW }, "BAD_USER_INPUT", "expiresAt"],
  ["with a hash of another length", { proofHash: "a".repeat(63) }, "BAD_USER_INPUT", "proofHash"],
  ["with a hash in capitals", { proofHash: "A".repeat(64) }, "BAD_USER_INPUT", "proofHash"],
  ["with a hash and a line more", { proofHash: `${"a".repeat(64)}\n` }, "BAD_USER_INPUT", "proofHash"],
  ["with an empty text", { sourceText: "" }, "BAD_USER_INPUT", "sourceText"],
  ["with a text of 201 characters", { sourceText: "x".repeat(201) }, "BAD_USER_INPUT", "sourceText"],
  ["with a NUL in its text", { sourceText: "a\0b" }, "BAD_USER_INPUT", "sourceText"],
])("a consent %s is refused", (_case, changes, code, field) => {
  expect(checkConsent({ ...GOOD, ...changes }, NOW)).toEqual([
    { code, field, message: expect.any(String) as string },
  ]);
});

test("all that is wrong is named at once, and no value is repeated", () => {
  const errors = checkConsent(
    { grantedAt: at(1), expiresAt: at(-1), proofHash: "CANARY", sourceText: "CANARY\n" },
    NOW,
  );
  expect(errors.map(({ field }) => field)).toEqual(["grantedAt", "expiresAt", "proofHash", "sourceText"]);
  expect(JSON.stringify(errors)).not.toContain("CANARY");
});
