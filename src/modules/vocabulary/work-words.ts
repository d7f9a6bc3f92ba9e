/* Words of what drivers ask for and what garages do about it. */

/** The kinds that drivers declare themselves. */
export const DECLARATION_KINDS = ["QUOTE_REQUESTED", "BOOKING_REQUESTED"] as const;
export type DeclarationKind = (typeof DECLARATION_KINDS)[number];

/** What came of a signal. The first three are steps on the way; the others end it. */
export const SIGNAL_OUTCOMES = [
  "CONTACTED",
  "QUOTED",
  "BOOKED",
  "COMPLETED",
  "LOST",
  "NOT_RELEVANT",
] as const;
export type SignalOutcome = (typeof SIGNAL_OUTCOMES)[number];

/** Why a signal came to nothing. */
export const SIGNAL_OUTCOME_REASONS = [
  "DECLINED",
  "TOO_EXPENSIVE",
  "DONE_ELSEWHERE",
  "UNREACHABLE",
  "ALREADY_DONE",
  "NOT_NEEDED",
  "VEHICLE_GONE",
  "OTHER",
] as const;
export type SignalOutcomeReason = (typeof SIGNAL_OUTCOME_REASONS)[number];

/** ISO 4217 codes of what our countries pay in; each has hundredths. */
export const CURRENCIES = ["EUR", "GBP"] as const;
export type Currency = (typeof CURRENCIES)[number];
