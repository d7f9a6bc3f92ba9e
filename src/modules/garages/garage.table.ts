import { doublePrecision, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant, spherePoint, word } from "../../platform/db/columns.ts";
import { areas } from "../areas/area.table.ts";
import { partners } from "../partners/partner.table.ts";
import { COUNTRY_CODES, DATA_SOURCES } from "../vocabulary/index.ts";

/** Inspection centres and repair garages, from public registers and partners. Up to about 500 k rows. */
export const garages = pgTable(
  "garages",
  {
    id: uuid("id").primaryKey(),
    country: word("country", COUNTRY_CODES).notNull(),
    /** Who told us of it, and its number there: a site number, a SIRET. Together they are its identity. */
    source: word("source", DATA_SOURCES).notNull(),
    externalId: text("external_id").notNull(),
    /** The partner that wrote it, whose number it is; null where it comes from a register or the operator's files. */
    partnerId: uuid("partner_id").references(() => partners.id),
    name: text("name").notNull(),
    /** Words of GARAGE_KINDS. */
    kinds: text("kinds").array().notNull(),
    /** Street and number, lines joined by a line feed. */
    street: text("street"),
    postalCode: text("postal_code"),
    city: text("city"),
    phone: text("phone"),
    areaCode: text("area_code")
      .notNull()
      .references(() => areas.code),
    /** Degrees, WGS 84; null where the source gives no position. We do not guess one from the address. */
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    position: spherePoint("position"),
    networks: text("networks").array().notNull(),
    /** Words of VEHICLE_CATEGORIES that it inspects or repairs. */
    vehicleCategories: text("vehicle_categories").array().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    // Finds the row that an ingested record speaks of.
    unique("garages_source_external_id_partner_id_key")
      .on(t.source, t.externalId, t.partnerId)
      .nullsNotDistinct(),
    // Serves Query.garages by area and by name.
    index("garages_area_code_id_idx").on(t.areaCode, t.id),
    index("garages_name_id_idx").on(t.name, t.id),
    // Serves Query.garages(near:): the index itself yields the nearest first.
    index("garages_position_idx").using("gist", t.position),
  ],
);

/** A row as modules know it; whose it is, is the business of those who write for partners. */
export type GarageRow = Omit<typeof garages.$inferSelect, "partnerId">;
