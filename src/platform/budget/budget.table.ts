import { doublePrecision, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../db/columns.ts";

/** What each client may still spend: one bucket for all instances. A row appears with a client's first operation. */
export const clientBudgets = pgTable("client_budgets", {
  clientId: text("client_id").primaryKey(),
  /** As of `refilled_at`; it fills up with time. Never negative: what is lent to an instance is taken out first. */
  available: doublePrecision("available").notNull(),
  refilledAt: instant("refilled_at").notNull(),
});
