import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { partners } from "../partners/partner.table.ts";
import {
  CURRENCIES,
  PART_FAMILIES,
  SIGNAL_KINDS,
  SIGNAL_OUTCOMES,
  SIGNAL_OUTCOME_REASONS,
} from "../vocabulary/index.ts";

/**
 * Who works a signal. While a claim runs nobody else may have the signal; it ends when it is released, when the signal
 * is closed, or by time, without anybody doing anything. Rows of an erased vehicle are deleted.
 */
export const signalClaims = pgTable(
  "signal_claims",
  {
    id: uuid("id").primaryKey(),
    signalId: uuid("signal_id").notNull(),
    vehicleId: uuid("vehicle_id").notNull(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    /** The credential that claimed it. */
    clientId: text("client_id").notNull(),
    claimedAt: instant("claimed_at").notNull(),
    /** The first instant at which it no longer holds, unless it ended before. */
    expiresAt: instant("expires_at").notNull(),
    /** Null while it runs, or has run out and nobody has claimed the signal since. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    // Keeps one claim of a signal at a time, and finds it.
    uniqueIndex("signal_claims_signal_id_key")
      .on(t.signalId)
      .where(sql`ended_at is null`),
    // Finds a partner's last claim of a signal.
    index("signal_claims_signal_id_partner_id_claimed_at_idx").on(t.signalId, t.partnerId, t.claimedAt),
    // Finds all that erasure has to delete.
    index("signal_claims_vehicle_id_idx").on(t.vehicleId),
  ],
);

/** What came of a signal, step by step, as the partner that worked it said. Kept, without the vehicle, when it is erased. */
export const signalOutcomes = pgTable(
  "signal_outcomes",
  {
    id: uuid("id").primaryKey(),
    /** Both null once the vehicle was erased. */
    signalId: uuid("signal_id"),
    vehicleId: uuid("vehicle_id"),
    claimId: uuid("claim_id").notNull(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    /** The credential that reported it. */
    clientId: text("client_id").notNull(),
    /** The signal's kind, part and chance when it was reported: what the outcome is held against. */
    kind: word("kind", SIGNAL_KINDS).notNull(),
    partCategory: text("part_category"),
    partFamily: word("part_family", PART_FAMILIES),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    probability: doublePrecision("probability").notNull(),
    modelVersion: text("model_version").notNull(),
    outcome: word("outcome", SIGNAL_OUTCOMES).notNull(),
    /** Why it came to nothing; null for steps and for what was completed. */
    reason: word("reason", SIGNAL_OUTCOME_REASONS),
    /** Charged with tax, in hundredths of the currency's unit; null unless completed. */
    amountMinor: bigint("amount_minor", { mode: "number" }),
    currency: word("currency", CURRENCIES),
    reportedAt: instant("reported_at").notNull(),
  },
  (t) => [
    // Serves a signal's outcomes, and finds what erasure has to clear.
    index("signal_outcomes_signal_id_reported_at_idx").on(t.signalId, t.reportedAt),
    index("signal_outcomes_vehicle_id_idx").on(t.vehicleId),
    // Serve conversion records: a partner's, and of a kind and part.
    index("signal_outcomes_partner_id_kind_idx").on(t.partnerId, t.kind),
    index("signal_outcomes_kind_part_category_idx").on(t.kind, t.partCategory),
    oneOf("signal_outcomes_outcome_check", t.outcome, SIGNAL_OUTCOMES),
    oneOf("signal_outcomes_currency_check", t.currency, CURRENCIES),
  ],
);
