import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/**
 * Who was shown whose identity, when and for what: one row for each read that showed any. Never a value. Partitioned
 * by month (the migration says how) and kept for a year: see `keepAccessLog`. Nobody updates or deletes a row. Sized for
 * 100 M rows a month. No index on the vehicles: the question who has seen one is rare and may take minutes, and every
 * read would pay for it.
 */
export const accessLog = pgTable(
  "access_log",
  {
    at: instant("at").notNull(),
    clientId: text("client_id").notNull(),
    partnerId: uuid("partner_id").notNull(),
    /** What the partner's contract let personal data be used for at that moment. */
    purposes: text("purposes").array().notNull(),
    /** Words of IDENTITY_KINDS. */
    kinds: text("kinds").array().notNull(),
    /** The vehicles whose identity was shown; their ids outlive it. */
    vehicleIds: uuid("vehicle_ids").array().notNull(),
  },
  // Serves what one client was shown in a period.
  (t) => [index("access_log_client_id_at_idx").on(t.clientId, t.at)],
);
