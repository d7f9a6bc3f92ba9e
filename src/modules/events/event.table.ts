import { sql } from "drizzle-orm";
import { bigint, bigserial, check, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { EVENT_TYPES, PART_FAMILIES } from "../vocabulary/index.ts";

/**
 * What happened, in the transaction that made it happen. Partitioned by day (the migration says how) and kept for 30:
 * see `keepEvents`. Nobody updates or deletes a row. `area_code`, `make` and `part_family` are the subject's, for
 * row-level security. Sized for 10 M rows a day.
 */
export const events = pgTable(
  "events",
  {
    id: uuid("id")
      .notNull()
      .default(sql`uuidv7()`),
    /**
     * The transaction that wrote it, and the row's place in it. Readers go by this order and read only below the oldest
     * transaction still under way, so that what commits late is never behind them.
     */
    tx: bigint("tx", { mode: "bigint" })
      .notNull()
      .default(sql`pg_current_xact_id()::text::bigint`),
    seq: bigserial("seq", { mode: "bigint" }).notNull(),
    occurredAt: instant("occurred_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    type: word("type", EVENT_TYPES).notNull(),
    subjectId: uuid("subject_id").notNull(),
    /** The vehicle that it is about, so that consents count; null where it is about none. */
    vehicleId: uuid("vehicle_id"),
    /** Null only where `partner_id` is not. */
    areaCode: text("area_code"),
    /** Null where it is about no vehicle. */
    make: text("make"),
    partFamily: word("part_family", PART_FAMILIES),
    /** The only partner that hears of it; null: every partner whose contract covers it. */
    partnerId: uuid("partner_id"),
    /** EventData; never a plate, a VIN or anything else of a person. */
    data: jsonb("data").$type<object>().notNull(),
  },
  (t) => [
    // Serves every read, in the log's order.
    primaryKey({ columns: [t.tx, t.seq, t.occurredAt] }),
    oneOf("events_type_check", t.type, EVENT_TYPES),
    check("events_listener_check", sql`${t.areaCode} is not null or ${t.partnerId} is not null`),
  ],
);

export type EventRow = typeof events.$inferSelect;
