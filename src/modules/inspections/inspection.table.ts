import {
  boolean,
  date,
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
import {
  AXLES,
  COUNTRY_CODES,
  DATA_SOURCES,
  DEFECT_SCHEMES,
  DEFECT_SEVERITIES,
  INSPECTION_KINDS,
  INSPECTION_RESULTS,
  LOCALES,
  ODOMETER_REASONS,
  ODOMETER_UNITS,
  SIDES,
  SPOTS,
} from "../vocabulary/index.ts";

/*
 * The three tables below grow with time (300 M inspections for 40 M vehicles, 500 M defects, 300 M readings) and are
 * read by vehicle, so all three are partitioned by hash of the vehicle: a vehicle's whole history lies in one
 * partition of each, joins stay inside it, and each of the eight parts is vacuumed and re-indexed by itself. Drizzle
 * has no words for partitions: they are in the migration, and the primary keys start with the vehicle for their sake.
 * `area_code` and `make` are the vehicle's, carried here so that no row-level policy needs a join. So is `erased_at`,
 * null and free of charge unless the vehicle's identity was erased. No foreign key leads to the vehicle
 * (docs/decisions/partitions.md).
 */

/** One visit to an inspection centre, or one retest. */
export const inspections = pgTable(
  "inspections",
  {
    id: uuid("id").notNull(),
    vehicleId: uuid("vehicle_id").notNull(),
    garageId: uuid("garage_id").references(() => garages.id),
    country: word("country", COUNTRY_CODES).notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    kind: word("kind", INSPECTION_KINDS).notNull(),
    result: word("result", INSPECTION_RESULTS).notNull(),
    /** The source's own words, kept beside ours; null where it has none. */
    nationalKind: text("national_kind"),
    nationalResult: text("national_result"),
    performedOn: date("performed_on", { mode: "string" }).notNull(),
    /** Null where the source gives the day alone. */
    performedAt: instant("performed_at"),
    validUntil: date("valid_until", { mode: "string" }),
    retestBy: date("retest_by", { mode: "string" }),
    drivingBannedFrom: date("driving_banned_from", { mode: "string" }),
    certificateNumber: text("certificate_number"),
    /** The failed inspection that this retest answers. */
    retestOf: uuid("retest_of"),
    source: word("source", DATA_SOURCES).notNull(),
    /** The record's number at its source, or a hash of what makes it itself. Never holds a plate. */
    sourceKey: text("source_key").notNull(),
    erasedAt: instant("erased_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.vehicleId, t.id] }),
    // One row per record of a source: ingesting a file twice changes nothing.
    unique("inspections_vehicle_id_source_source_key_key").on(t.vehicleId, t.source, t.sourceKey),
    // Serves Vehicle.inspections, newest first (read backwards).
    index("inspections_vehicle_id_performed_on_id_idx").on(t.vehicleId, t.performedOn, t.id),
    // Serves Query.inspection and node.
    index("inspections_id_idx").on(t.id),
    // Serve Query.inspections, newest first: all, of one area, of one garage.
    index("inspections_performed_on_id_idx").on(t.performedOn, t.id),
    index("inspections_area_code_performed_on_id_idx").on(t.areaCode, t.performedOn, t.id),
    index("inspections_garage_id_performed_on_id_idx").on(t.garageId, t.performedOn, t.id),
    oneOf("inspections_kind_check", t.kind, INSPECTION_KINDS),
    oneOf("inspections_result_check", t.result, INSPECTION_RESULTS),
    oneOf("inspections_source_check", t.source, DATA_SOURCES),
  ],
);

/** What an inspection found. Read only through its inspection. */
export const defects = pgTable(
  "defects",
  {
    id: uuid("id").notNull(),
    vehicleId: uuid("vehicle_id").notNull(),
    inspectionId: uuid("inspection_id").notNull(),
    /** Place in the source's list, from 0. */
    ordinal: smallint("ordinal").notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    severity: word("severity", DEFECT_SEVERITIES).notNull(),
    /** The source's code as it wrote it; null where it gave only text. */
    code: text("code"),
    scheme: word("scheme", DEFECT_SCHEMES).notNull(),
    /** Item of Directive 2014/45/EU Annex I, for example `1.1.13`; null where none is certain. */
    annexItem: text("annex_item"),
    /** The source's text in full, in `textLocale`; null where the source gave only a code. */
    text: text("text"),
    textLocale: word("text_locale", LOCALES),
    axle: word("axle", AXLES),
    side: word("side", SIDES),
    /** Where on axle and side: a word of SPOTS. */
    spot: word("spot", SPOTS),
    /** Counted from the front, from 1. */
    axleNumber: smallint("axle_number"),
    /** Keys of part_categories, from the crosswalk at the time of writing. */
    partCategories: text("part_categories").array().notNull(),
    /** True where it was put right on the spot (UK PRS). */
    rectified: boolean("rectified").notNull().default(false),
    /** True where the inspector typed it in freely instead of choosing it from the list. */
    unstructured: boolean("unstructured").notNull().default(false),
    /** True where the code is not in its scheme's list: kept, never dropped. */
    codeUnknown: boolean("code_unknown").notNull().default(false),
    /** The same item's defect on the previous periodic inspection. */
    repeatOf: uuid("repeat_of"),
    erasedAt: instant("erased_at"),
  },
  (t) => [
    primaryKey({ columns: [t.vehicleId, t.inspectionId, t.ordinal] }),
    oneOf("defects_severity_check", t.severity, DEFECT_SEVERITIES),
    oneOf("defects_scheme_check", t.scheme, DEFECT_SCHEMES),
  ],
);

/** Every distance read off a vehicle's odometer, as read and in kilometres. */
export const odometerReadings = pgTable(
  "odometer_readings",
  {
    /** The inspection's own id where it was read at one, so that the two join by primary key. */
    id: uuid("id").notNull(),
    vehicleId: uuid("vehicle_id").notNull(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    readOn: date("read_on", { mode: "string" }).notNull(),
    value: integer("value").notNull(),
    unit: word("unit", ODOMETER_UNITS).notNull(),
    km: integer("km").notNull(),
    source: word("source", DATA_SOURCES).notNull(),
    /** Why this one reading is not taken at its word, and what it most likely was; null where it is plausible. */
    reason: word("reason", ODOMETER_REASONS),
    repairedKm: integer("repaired_km"),
    erasedAt: instant("erased_at"),
  },
  (t) => [
    primaryKey({ columns: [t.vehicleId, t.id] }),
    // Serves Vehicle.odometerReadings in order of date.
    index("odometer_readings_vehicle_id_read_on_id_idx").on(t.vehicleId, t.readOn, t.id),
    oneOf("odometer_readings_unit_check", t.unit, ODOMETER_UNITS),
  ],
);

/** Rows as modules know them: erased ones are no longer read by anybody. */
export type InspectionRow = Omit<typeof inspections.$inferSelect, "erasedAt">;
export type DefectRow = Omit<typeof defects.$inferSelect, "erasedAt">;
export type OdometerReadingRow = Omit<typeof odometerReadings.$inferSelect, "erasedAt">;
