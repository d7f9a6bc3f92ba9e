import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { clients, partners } from "../partners/partner.table.ts";
import {
  DELIVERY_STATUSES,
  EVENT_TYPES,
  WEBHOOK_PAUSE_REASONS,
  WEBHOOK_SIGNATURES,
  WEBHOOK_STATUSES,
} from "../vocabulary/index.ts";

/** Where partners want to hear of events. At most 20 for each partner. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: uuid("id").primaryKey(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => partners.id),
    /** Whose scopes decide what it hears: the client that made it or resumed it last. */
    clientId: text("client_id")
      .notNull()
      .references(() => clients.id),
    url: text("url").notNull(),
    description: text("description"),
    /** Words of EVENT_TYPES. Empty: all. */
    types: text("types").array().notNull(),
    /** An IntentSignalFilter, as it was given; null: every signal. */
    signalFilter: jsonb("signal_filter").$type<object>(),
    signature: word("signature", WEBHOOK_SIGNATURES).notNull(),
    /** `whpk_…` that verifies the newest signature; null with HMAC. */
    publicKey: text("public_key"),
    status: word("status", WEBHOOK_STATUSES).notNull(),
    pauseReason: word("pause_reason", WEBHOOK_PAUSE_REASONS),
    pausedAt: instant("paused_at"),
    /** Since when nothing was acknowledged although something was tried; null: the last attempt was acknowledged. */
    failingSince: instant("failing_since"),
    /** Up to where in the log deliveries have been made. */
    tx: bigint("tx", { mode: "bigint" }).notNull(),
    seq: bigint("seq", { mode: "bigint" }).notNull(),
    positionAt: instant("position_at").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    // Lists a partner's endpoints.
    index("webhook_endpoints_partner_id_created_at_id_idx").on(t.partnerId, t.createdAt, t.id),
    oneOf("webhook_endpoints_signature_check", t.signature, WEBHOOK_SIGNATURES),
    oneOf("webhook_endpoints_status_check", t.status, WEBHOOK_STATUSES),
    oneOf("webhook_endpoints_pause_reason_check", t.pauseReason, WEBHOOK_PAUSE_REASONS),
  ],
);

/** What deliveries are signed with: at most two that count at a time, so that one can be replaced without an outage. */
export const webhookSecrets = pgTable(
  "webhook_secrets",
  {
    id: uuid("id").primaryKey(),
    endpointId: uuid("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id),
    /** `whsec_…` or `whsk_…`, AES-256-GCM under the installation's key, base64url. */
    sealed: text("sealed").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** Null: until it is replaced. */
    expiresAt: instant("expires_at"),
  },
  (t) => [index("webhook_secrets_endpoint_id_idx").on(t.endpointId)],
);

/**
 * One event on its way to one endpoint, and afterwards the record of it. The queue and the log are one table, so that an
 * attempt and what came of it are one row written once. Kept for 30 days. The body is made from the event at each
 * attempt, so nothing of it is stored here.
 */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: uuid("id")
      .primaryKey()
      .default(sql`uuidv7()`),
    endpointId: uuid("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id),
    partnerId: uuid("partner_id").notNull(),
    eventId: uuid("event_id").notNull(),
    /** Where the event stands in the log. */
    eventTx: bigint("event_tx", { mode: "bigint" }).notNull(),
    eventSeq: bigint("event_seq", { mode: "bigint" }).notNull(),
    eventAt: instant("event_at").notNull(),
    type: word("type", EVENT_TYPES).notNull(),
    status: word("status", DELIVERY_STATUSES).notNull().default("PENDING"),
    /** Since it was made or last replayed. */
    attemptCount: integer("attempt_count").notNull().default(0),
    /** Null once it is over. */
    nextAttemptAt: instant("next_attempt_at").default(sql`now()`),
    /** Until when a worker may hold it without a sign of life; null: nobody holds it. */
    leasedUntil: instant("leased_until"),
    /** Counts holders: a worker that lost it, and woke up again, holds an older number and can write nothing. */
    lease: integer("lease").notNull().default(0),
    /** Rows of WebhookAttempt, oldest first. */
    attempts: jsonb("attempts")
      .$type<readonly object[]>()
      .notNull()
      .default(sql`'[]'::jsonb`),
    createdAt: instant("created_at").notNull().defaultNow(),
    deliveredAt: instant("delivered_at"),
  },
  (t) => [
    // The queue: what is due at an endpoint, and what is held of it.
    index("webhook_deliveries_endpoint_id_next_attempt_at_idx")
      .on(t.endpointId, t.nextAttemptAt)
      .where(sql`status = 'PENDING'`),
    // Serve the log, of a partner and of an endpoint, and replay by range.
    index("webhook_deliveries_partner_id_created_at_id_idx").on(t.partnerId, t.createdAt, t.id),
    index("webhook_deliveries_endpoint_id_created_at_id_idx").on(t.endpointId, t.createdAt, t.id),
    // Finds what is past its time.
    index("webhook_deliveries_created_at_idx").on(t.createdAt),
    oneOf("webhook_deliveries_type_check", t.type, EVENT_TYPES),
    oneOf("webhook_deliveries_status_check", t.status, DELIVERY_STATUSES),
  ],
);

export type EndpointRow = typeof webhookEndpoints.$inferSelect;
