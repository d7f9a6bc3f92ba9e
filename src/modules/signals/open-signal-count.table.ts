import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { word } from "../../platform/db/columns.ts";
import { PART_FAMILIES } from "../vocabulary/index.ts";

/**
 * How many open signals are routed to each garage, by all that a contract limits but makes. Triggers of `intent_signals`
 * add a row for each change, in the transaction that makes it, and touch none that is there: so writers never wait for
 * one another here, and the sum of a garage's rows is right at every moment. Rows are added up when there are many of
 * them (see fold-open-signals.ts).
 */
export const openSignalCounts = pgTable(
  "open_signal_counts",
  {
    garageId: uuid("garage_id").notNull(),
    /** The vehicle's, as the signals carry it. */
    areaCode: text("area_code").notNull(),
    /** Null where the signals ask for no part. */
    partFamily: word("part_family", PART_FAMILIES),
    /** How many came to be open; below 0 where they ceased to be. */
    signals: integer("signals").notNull(),
  },
  // Serves Garage.openSignals.
  (t) => [index("open_signal_counts_garage_id_idx").on(t.garageId)],
);
