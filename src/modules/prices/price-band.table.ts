import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { PART_FAMILIES, REPAIR_OPERATIONS } from "../vocabulary/index.ts";

/**
 * What the same work costs around an area: one row for every operation, part and area that has an answer, which is its own
 * or that of the narrowest area around it with enough orders. So a reader joins on three columns and looks no further. At
 * most 5 × 60 × 300 rows, all written by `refreshPriceBands`.
 */
export const priceBands = pgTable(
  "price_bands",
  {
    operation: word("operation", REPAIR_OPERATIONS).notNull(),
    partCategory: text("part_category").notNull(),
    areaCode: text("area_code").notNull(),
    partFamily: word("part_family", PART_FAMILIES).notNull(),
    /** ISO 4217: the one that most of the orders are in; the others do not count. */
    currency: text("currency").notNull(),
    /** Tenth, half and nine tenths of the prices are below it; whole units of the currency. */
    low: integer("low").notNull(),
    median: integer("median").notNull(),
    high: integer("high").notNull(),
    /** Orders and garages that it rests on. */
    sampleSize: integer("sample_size").notNull(),
    garages: integer("garages").notNull(),
    /** The area that these orders are from: this one, or one around it. */
    scopeAreaCode: text("scope_area_code").notNull(),
    refreshedAt: instant("refreshed_at").notNull(),
  },
  (t) => [
    // Also serves a signal's price, one row of one area.
    primaryKey({ columns: [t.areaCode, t.partCategory, t.operation] }),
    oneOf("price_bands_operation_check", t.operation, REPAIR_OPERATIONS),
    oneOf("price_bands_part_family_check", t.partFamily, PART_FAMILIES),
  ],
);

export type PriceBandRow = typeof priceBands.$inferSelect;
