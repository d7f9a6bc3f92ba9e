import { date, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** Each run over the whole fleet that came to its end: how a worker knows whether the day's is still to be done. */
export const scoringRuns = pgTable(
  "scoring_runs",
  {
    /** The day that it scored as of. */
    day: date("day", { mode: "string" }).notNull(),
    endedAt: instant("ended_at").notNull().defaultNow(),
    vehicles: integer("vehicles").notNull(),
    /** Signals that could be acted on. */
    signals: integer("signals").notNull(),
    /** New and changed ones among them. */
    written: integer("written").notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.endedAt] })],
);
