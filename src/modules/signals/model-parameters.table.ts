import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "../../platform/db/columns.ts";

/** What models learnt, by kind and version. The newest version of a kind is in use. A few rows. */
export const modelParameters = pgTable(
  "model_parameters",
  {
    /** For example VISIT_TIMING. */
    kind: text("kind").notNull(),
    /** Signals name it, so it never changes its meaning. */
    version: text("version").notNull(),
    parameters: jsonb("parameters").$type<object>().notNull(),
    learntAt: instant("learnt_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.version] })],
);
