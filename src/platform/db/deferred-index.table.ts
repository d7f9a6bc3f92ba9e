import { pgTable, text } from "drizzle-orm/pg-core";

/** Indexes that were dropped until a table's first rows are there. Whoever finds a row here may make the index. */
export const deferredIndexes = pgTable("deferred_indexes", {
  name: text("name").primaryKey(),
  /** The statement that makes it again. */
  definition: text("definition").notNull(),
});
