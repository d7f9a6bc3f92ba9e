import { boolean, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { oneOf, word } from "../../platform/db/columns.ts";
import { PART_FAMILIES, type Locale } from "../vocabulary/index.ts";

/** What can be sold or fitted, in our own keys. About 80 rows, kept equal to `part-categories.data.ts`. */
export const partCategories = pgTable(
  "part_categories",
  {
    /** UPPER_SNAKE, for example `BRAKE_PAD_SET`. */
    key: text("key").primaryKey(),
    family: word("family", PART_FAMILIES).notNull(),
    names: jsonb("names").$type<Record<Locale, string>>().notNull(),
    /** True where it is bought with a service and no inspection item speaks of it. */
    serviceOnly: boolean("service_only").notNull(),
    /** Place in the family's list. */
    position: integer("position").notNull(),
  },
  (t) => [oneOf("part_categories_family_check", t.family, PART_FAMILIES)],
);

/** Numbers of a licensed catalogue for our categories. Empty as shipped: the licence is the operator's own. */
export const partCatalogueNumbers = pgTable(
  "part_catalogue_numbers",
  {
    partCategory: text("part_category")
      .notNull()
      .references(() => partCategories.key),
    catalogue: text("catalogue").notNull(),
    number: text("number").notNull(),
  },
  (t) => [primaryKey({ columns: [t.partCategory, t.catalogue, t.number] })],
);
