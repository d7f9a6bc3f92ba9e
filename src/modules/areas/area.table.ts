import { doublePrecision, index, pgTable, text, type AnyPgColumn } from "drizzle-orm/pg-core";
import { oneOf, word } from "../../platform/db/columns.ts";
import { AREA_LEVELS, COUNTRY_CODES } from "../vocabulary/index.ts";

/**
 * Countries, their regions and departments: the tree that contracts, filters and aggregates speak of. About 300 rows,
 * kept equal to `areas.data.ts` by every migration run.
 */
export const areas = pgTable(
  "areas",
  {
    /** ISO 3166 where there is one (`FR`, `FR-ARA`, `FR-69`); `GB-S` is the postcode area S. */
    code: text("code").primaryKey(),
    country: word("country", COUNTRY_CODES).notNull(),
    level: word("level", AREA_LEVELS).notNull(),
    parentCode: text("parent_code").references((): AnyPgColumn => areas.code),
    name: text("name").notNull(),
    /** Centre of population, degrees; null where we have no open source for it. */
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
  },
  (t) => [
    // Serves Query.areas(parent:).
    index("areas_parent_code_idx").on(t.parentCode),
    oneOf("areas_level_check", t.level, AREA_LEVELS),
  ],
);

export type AreaRow = typeof areas.$inferSelect;
