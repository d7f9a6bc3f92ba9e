import {
  bigint,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { garages } from "../garages/garage.table.ts";
import { partners } from "../partners/partner.table.ts";
import { vehicles } from "../vehicles/vehicle.table.ts";
import {
  AXLES,
  COUNTRY_CODES,
  CURRENCIES,
  DATA_SOURCES,
  PART_FAMILIES,
  REPAIR_OPERATIONS,
  SIDES,
  SPOTS,
} from "../vocabulary/index.ts";

/*
 * What garages did, as they wrote it back. Commercial data of the partner that wrote it: nobody else reads these rows;
 * what others learn of them is a vehicle's signals, and prices of many together. `area_code`, `make` and `partner_id`
 * are carried on both tables, so that no row-level policy joins.
 */

/** One closed order of a garage: a visit of a vehicle. */
export const repairOrders = pgTable(
  "repair_orders",
  {
    id: uuid("id").primaryKey(),
    vehicleId: uuid("vehicle_id")
      .notNull()
      .references(() => vehicles.id),
    /** Null where the vehicle's garage is not known to us. */
    garageId: uuid("garage_id").references(() => garages.id),
    /** Who wrote it; null where it came in a file of the operator's, or was made up. */
    partnerId: uuid("partner_id").references(() => partners.id),
    /** The credential that wrote it; null likewise. */
    clientId: text("client_id"),
    source: word("source", DATA_SOURCES).notNull(),
    /** The order's number at its source. */
    sourceKey: text("source_key").notNull(),
    country: word("country", COUNTRY_CODES).notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    closedOn: date("closed_on", { mode: "string" }).notNull(),
    /** Distance read at the visit; null where none was. The reading itself is a row of odometer_readings. */
    odometerKm: integer("odometer_km"),
    erasedAt: instant("erased_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    // One row for each record of a source: sent twice, it changes nothing.
    unique("repair_orders_vehicle_id_source_partner_id_source_key_key")
      .on(t.vehicleId, t.source, t.partnerId, t.sourceKey)
      .nullsNotDistinct(),
    // Serves a partner's own orders, newest first.
    index("repair_orders_partner_id_closed_on_id_idx").on(t.partnerId, t.closedOn, t.id),
    oneOf("repair_orders_source_check", t.source, DATA_SOURCES),
  ],
);

/** One piece of work of an order. */
export const repairLines = pgTable(
  "repair_lines",
  {
    repairOrderId: uuid("repair_order_id")
      .notNull()
      .references(() => repairOrders.id),
    /** Place in the order, from 0. */
    ordinal: smallint("ordinal").notNull(),
    vehicleId: uuid("vehicle_id").notNull(),
    /** The order's. */
    garageId: uuid("garage_id"),
    partnerId: uuid("partner_id"),
    source: word("source", DATA_SOURCES).notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    closedOn: date("closed_on", { mode: "string" }).notNull(),
    operation: word("operation", REPAIR_OPERATIONS).notNull(),
    /** Key of part_categories, and its family. */
    partCategory: text("part_category").notNull(),
    partFamily: word("part_family", PART_FAMILIES).notNull(),
    axle: word("axle", AXLES),
    side: word("side", SIDES),
    spot: word("spot", SPOTS),
    /** Counted from the front, from 1. */
    axleNumber: smallint("axle_number"),
    /** Pieces or sets; null where none is known, 0 for work without a new part. */
    quantity: integer("quantity"),
    /** Charged for the whole line, parts and labour with tax, in hundredths of the currency's unit; null: not said. */
    priceMinor: bigint("price_minor", { mode: "number" }),
    /** Null where no price is said. */
    currency: word("currency", CURRENCIES),
    /** Lining or tread that was left before the work; null where none was measured. */
    measuredMm: doublePrecision("measured_mm"),
    erasedAt: instant("erased_at"),
  },
  (t) => [
    primaryKey({ columns: [t.repairOrderId, t.ordinal] }),
    // Serves scoring, which closes what was repaired.
    index("repair_lines_vehicle_id_closed_on_idx").on(t.vehicleId, t.closedOn),
    // Serves price bands: what the same work cost.
    index("repair_lines_part_category_operation_area_code_idx").on(t.partCategory, t.operation, t.areaCode),
    oneOf("repair_lines_operation_check", t.operation, REPAIR_OPERATIONS),
    oneOf("repair_lines_part_family_check", t.partFamily, PART_FAMILIES),
    oneOf("repair_lines_currency_check", t.currency, CURRENCIES),
  ],
);

/** Rows as modules know them: erased ones are no longer read by anybody. */
export type RepairOrderRow = Omit<typeof repairOrders.$inferSelect, "erasedAt">;
export type RepairLineRow = Omit<typeof repairLines.$inferSelect, "erasedAt">;
