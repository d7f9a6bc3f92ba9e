import { sql } from "drizzle-orm";
import { boolean, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";

/** COHORTS: published statistics of models and ages. HISTORIES: vehicles that this installation ingested. */
const TRAINED_ON = ["COHORTS", "HISTORIES"] as const;

/**
 * What training learnt, under a version that never changes its meaning. Of each kind of training one version is in
 * use; while there is none, what the project ships is. A few rows, of which none is about a vehicle or a partner.
 */
export const failureModels = pgTable(
  "failure_models",
  {
    version: text("version").primaryKey(),
    trainedOn: word("trained_on", TRAINED_ON).notNull(),
    /** Whose data it was learnt from, as their licences want it said. */
    attribution: text("attribution").notNull(),
    /** Years of inspection, in order. */
    trainedYears: integer("trained_years").array().notNull(),
    parameters: jsonb("parameters").$type<object>().notNull(),
    isCurrent: boolean("is_current").notNull(),
    trainedAt: instant("trained_at").notNull().defaultNow(),
  },
  (t) => [
    // One version of a kind is in use.
    uniqueIndex("failure_models_trained_on_current_idx")
      .on(t.trainedOn)
      .where(sql`is_current`),
    oneOf("failure_models_trained_on_check", t.trainedOn, TRAINED_ON),
  ],
);

export type FailureModelRow = typeof failureModels.$inferSelect;
