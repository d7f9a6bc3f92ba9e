import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { areas } from "../areas/area.table.ts";
import {
  COUNTRY_CODES,
  DATE_PRECISIONS,
  FUEL_TYPES,
  INSPECTION_RESULTS,
  ODOMETER_REASONS,
  ODOMETER_VERDICTS,
  VEHICLE_CATEGORIES,
  VEHICLE_USAGES,
} from "../vocabulary/index.ts";

/**
 * One row per registered vehicle, from inspections, registers and partners. Sized for 40 M rows (about 14 GB): one
 * table, because every way in is an index on a few columns and nothing is ever dropped by time.
 */
export const vehicles = pgTable(
  "vehicles",
  {
    id: uuid("id").primaryKey(),
    country: word("country", COUNTRY_CODES).notNull(),
    /** Upper case letters and digits only. Personal data. Null once erased, or where only the VIN is known. */
    registration: text("registration"),
    /** Personal data (CJEU C-319/22). Null where unknown or erased. */
    vin: text("vin"),
    make: text("make").notNull(),
    model: text("model").notNull(),
    variant: text("variant"),
    colour: text("colour"),
    category: word("category", VEHICLE_CATEGORIES).notNull(),
    usage: word("usage", VEHICLE_USAGES).notNull(),
    fuel: word("fuel", FUEL_TYPES).notNull(),
    /** cm³; null for electric vehicles and where unknown. */
    engineCapacityCc: integer("engine_capacity_cc"),
    powerKw: doublePrecision("power_kw"),
    grossMassKg: integer("gross_mass_kg"),
    /** First day of the month or year where the precision says so. */
    firstRegisteredOn: date("first_registered_on", { mode: "string" }),
    firstRegisteredPrecision: word("first_registered_precision", DATE_PRECISIONS).notNull(),
    /** First admission to the roads of `country`, where it differs from the first registration. */
    firstAdmissionOn: date("first_admission_on", { mode: "string" }),
    /** The department where known, else the widest area that is certain. Contracts filter on it. */
    areaCode: text("area_code")
      .notNull()
      .references(() => areas.code),
    /** What the readings say together, written by whoever writes a reading (see module odometer). */
    odometerKm: integer("odometer_km"),
    odometerReadOn: date("odometer_read_on", { mode: "string" }),
    odometerKmPerYear: integer("odometer_km_per_year"),
    odometerVerdict: word("odometer_verdict", ODOMETER_VERDICTS).notNull().default("NO_JUDGEMENT"),
    odometerReason: word("odometer_reason", ODOMETER_REASONS),
    /**
     * The last inspection of kind PERIODIC: what the next due date is reckoned from. Written by whoever writes an
     * inspection (refreshVehicleSummaries). Valid until the last day on its certificate, or on that of the retest
     * that cleared it.
     */
    lastPeriodicOn: date("last_periodic_on", { mode: "string" }),
    lastPeriodicResult: word("last_periodic_result", INSPECTION_RESULTS),
    lastPeriodicValidUntil: date("last_periodic_valid_until", { mode: "string" }),
    /** Last day of the certificate before it: when it had been due. Null where there was none or it is unknown. */
    lastPeriodicPreviousDueOn: date("last_periodic_previous_due_on", { mode: "string" }),
    /** After a failure, the day that a retest was passed; null where none was. */
    lastPeriodicClearedOn: date("last_periodic_cleared_on", { mode: "string" }),
    /** The last of kind COMPLEMENTARY, likewise. */
    lastComplementaryOn: date("last_complementary_on", { mode: "string" }),
    lastComplementaryResult: word("last_complementary_result", INSPECTION_RESULTS),
    lastComplementaryValidUntil: date("last_complementary_valid_until", { mode: "string" }),
    /** True from the first consent that any partner records: only then do reads look consents up. */
    hasConsents: boolean("has_consents").notNull().default(false),
    /** When its identity was erased. Such a vehicle counts in statistics and is shown to nobody. */
    erasedAt: instant("erased_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    // Serves vehicleByRegistration, and finds the row that an ingested record speaks of.
    uniqueIndex("vehicles_country_registration_key")
      .on(t.country, t.registration)
      .where(sql`registration is not null`),
    // Serves vehicleByVin. Not unique: registers of two countries may each know the same car.
    index("vehicles_vin_idx")
      .on(t.vin)
      .where(sql`vin is not null`),
    // Serve Query.vehicles without a sort: of one make and model, of one area, and newest changes first.
    index("vehicles_make_model_id_idx").on(t.make, t.model, t.id),
    index("vehicles_area_code_id_idx").on(t.areaCode, t.id),
    index("vehicles_updated_at_id_idx").on(t.updatedAt, t.id),
    // Tells scoring, for each signal that it writes, that the vehicle was not erased: a page instead of the vehicle's row.
    index("vehicles_erased_idx")
      .on(t.id)
      .where(sql`erased_at is not null`),
    oneOf("vehicles_category_check", t.category, VEHICLE_CATEGORIES),
    oneOf("vehicles_usage_check", t.usage, VEHICLE_USAGES),
    oneOf("vehicles_fuel_check", t.fuel, FUEL_TYPES),
    oneOf("vehicles_first_registered_precision_check", t.firstRegisteredPrecision, DATE_PRECISIONS),
    oneOf("vehicles_odometer_verdict_check", t.odometerVerdict, ODOMETER_VERDICTS),
  ],
);

/** A row as modules know it; what consents and erasure note on it is the read engine's business. */
export type VehicleRow = Omit<typeof vehicles.$inferSelect, "hasConsents" | "erasedAt">;
