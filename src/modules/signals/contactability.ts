import type { ContactChannel, CountryCode, LawfulBasis, Purpose } from "../vocabulary/index.ts";

/** Why a channel may or may not be used. */
export const CONTACT_REASONS = [
  "CONSENT_IN_FORCE",
  "RUNNING_CONTRACT",
  "LEGITIMATE_INTEREST",
  "CHANNEL_NOT_COVERED",
  "CONSENT_EXPIRED",
  "CONSENT_WITHDRAWN",
  "NO_CONSENT",
  "TELEPHONE_OPT_IN_REQUIRED",
  "OPT_OUT_REGISTER_NOT_CHECKED",
] as const;
export type ContactReason = (typeof CONTACT_REASONS)[number];

/** A partner's own record about a vehicle, as far as channels ask. Instants in any form that Date reads. */
export interface ConsentRecord {
  readonly purpose: Purpose;
  readonly lawfulBasis: LawfulBasis;
  readonly channels: readonly ContactChannel[];
  readonly expiresAt: string | null;
  readonly withdrawnAt: string | null;
}

export interface Verdict {
  readonly allowed: boolean;
  readonly basis: LawfulBasis | null;
  readonly reason: ContactReason;
}

/** Law no. 2025-594 of 30 June 2025: from this day calls to consumers need their consent; Bloctel ends. */
export const FRENCH_TELEPHONE_OPT_IN_FROM = "2026-08-11";

/** An offer to a driver is advertising, or service under a contract that runs. */
const PURPOSES: readonly Purpose[] = ["MARKETING", "SERVICE"];

/**
 * Whether a partner may make an offer to a vehicle's driver through a channel, from its own records and the law. Silence
 * is no consent: without a record nothing is allowed, though a partner may hold one that it did not record here.
 * @param now ISO 8601
 */
export function contactability(
  channel: ContactChannel,
  country: CountryCode,
  records: readonly ConsentRecord[],
  now: string,
): Verdict {
  const relevant = records.filter(({ purpose }) => PURPOSES.includes(purpose));
  const live = relevant.filter((record) => isInForce(record, now));
  for (const record of live.filter(({ channels }) => channels.includes(channel))) {
    const reason = reasonOf(record, channel);
    if (reason !== null) return { allowed: true, basis: record.lawfulBasis, reason };
  }
  return { allowed: false, basis: null, reason: refusal(channel, country, relevant, live, now) };
}

function isInForce({ expiresAt, withdrawnAt }: ConsentRecord, now: string): boolean {
  return withdrawnAt === null && (expiresAt === null || new Date(expiresAt) > new Date(now));
}

/** What a record in force allows; null where its basis does not carry the channel. */
function reasonOf({ purpose, lawfulBasis }: ConsentRecord, channel: ContactChannel): ContactReason | null {
  if (lawfulBasis === "CONSENT" || lawfulBasis === "DATA_ACT_USER_REQUEST") return "CONSENT_IN_FORCE";
  // The French law's exception and that of Directive 2002/58/EC art. 13(2) both ask for a contract that runs.
  if (lawfulBasis === "CONTRACT" && purpose === "SERVICE") return "RUNNING_CONTRACT";
  // Recital 47 of the GDPR. Calls and electronic mail are under stricter law, letters are not.
  return lawfulBasis === "LEGITIMATE_INTEREST" && channel === "POST" ? "LEGITIMATE_INTEREST" : null;
}

function refusal(
  channel: ContactChannel,
  country: CountryCode,
  relevant: readonly ConsentRecord[],
  live: readonly ConsentRecord[],
  now: string,
): ContactReason {
  if (live.length > 0) return "CHANNEL_NOT_COVERED";
  if (relevant.some(({ withdrawnAt }) => withdrawnAt !== null)) return "CONSENT_WITHDRAWN";
  if (relevant.length > 0) return "CONSENT_EXPIRED";
  if (channel !== "PHONE" || country !== "FR") return "NO_CONSENT";
  const isOptIn = now.slice(0, 10) >= FRENCH_TELEPHONE_OPT_IN_FROM;
  return isOptIn ? "TELEPHONE_OPT_IN_REQUIRED" : "OPT_OUT_REGISTER_NOT_CHECKED";
}
