/**
 * What personal data may be used for. A contract names the purposes that a partner has agreed to, and each consent or
 * other lawful basis is for one of them. Append-only: contracts and consents hold these words.
 */
export const PURPOSES = [
  /** Doing what the driver asked for: a repair, a test, a quotation, a booking. */
  "SERVICE",
  /** Telling a driver that a test falls due or that a safety defect was found, without an offer. */
  "SAFETY_NOTICE",
  /** Making an offer that the driver did not ask for. */
  "MARKETING",
  /** Checking readings and identities, for instance a wound-back odometer before a sale. */
  "FRAUD_PREVENTION",
  /** Statistics and models; no single driver is contacted or decided about. */
  "RESEARCH",
] as const;
export type Purpose = (typeof PURPOSES)[number];
