import { describe, expect, test } from "vitest";
import { contactability, type ConsentRecord } from "../../../src/modules/signals/contactability.ts";

const NOW = "2026-06-15T10:00:00.000Z";
const consent = (wanted: Partial<ConsentRecord> = {}): ConsentRecord => ({
  purpose: "MARKETING",
  lawfulBasis: "CONSENT",
  channels: ["EMAIL", "PHONE", "POST"],
  expiresAt: null,
  withdrawnAt: null,
  ...wanted,
});
const verdict = (
  channel: "EMAIL" | "PHONE" | "POST" | "SMS",
  records: readonly ConsentRecord[],
  { country = "FR", now = NOW }: { country?: "FR" | "GB"; now?: string } = {},
) => {
  const { allowed, basis, reason } = contactability(channel, country, records, now);
  return [allowed ? "allowed" : "refused", basis, reason].filter(Boolean).join(" ");
};

describe("contactability", () => {
  test.each([
    ["without a record", "EMAIL", [], "refused NO_CONSENT"],
    ["with consent", "EMAIL", [consent()], "allowed CONSENT CONSENT_IN_FORCE"],
    ["with consent for other channels", "SMS", [consent()], "refused CHANNEL_NOT_COVERED"],
    ["with consent for research", "EMAIL", [consent({ purpose: "RESEARCH" })], "refused NO_CONSENT"],
    ["with consent withdrawn", "EMAIL", [consent({ withdrawnAt: NOW })], "refused CONSENT_WITHDRAWN"],
    ["with consent expired", "EMAIL", [consent({ expiresAt: NOW })], "refused CONSENT_EXPIRED"],
    [
      "under a running contract",
      "PHONE",
      [consent({ purpose: "SERVICE", lawfulBasis: "CONTRACT" })],
      "allowed CONTRACT RUNNING_CONTRACT",
    ],
    [
      "with a contract as the basis of marketing",
      "PHONE",
      [consent({ lawfulBasis: "CONTRACT" })],
      "refused CHANNEL_NOT_COVERED",
    ],
    [
      "by letter on legitimate interest",
      "POST",
      [consent({ lawfulBasis: "LEGITIMATE_INTEREST" })],
      "allowed LEGITIMATE_INTEREST LEGITIMATE_INTEREST",
    ],
    [
      "by mail on legitimate interest",
      "EMAIL",
      [consent({ lawfulBasis: "LEGITIMATE_INTEREST" })],
      "refused CHANNEL_NOT_COVERED",
    ],
  ] as const)("%s: %s", (_name, channel, records, expected) => {
    expect(verdict(channel, records)).toBe(expected);
  });

  test("of the telephone in France waits for a register until 2026-08-10, and needs consent from the day after", () => {
    expect(verdict("PHONE", [], { now: "2026-08-10T23:59:59.000Z" })).toBe(
      "refused OPT_OUT_REGISTER_NOT_CHECKED",
    );
    expect(verdict("PHONE", [], { now: "2026-08-11T00:00:00.000Z" })).toBe(
      "refused TELEPHONE_OPT_IN_REQUIRED",
    );
    expect(verdict("PHONE", [], { country: "GB" })).toBe("refused NO_CONSENT");
  });
});
