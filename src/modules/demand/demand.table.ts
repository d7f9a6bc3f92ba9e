import {
  bigint,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, word } from "../../platform/db/columns.ts";
import { PART_FAMILIES } from "../vocabulary/index.ts";

/**
 * What each vehicle adds to the demand cube, as it was added: to take it out again, exactly that is subtracted. About
 * one row for every second vehicle. Only the worker reads it.
 */
export const demandContributions = pgTable("demand_contributions", {
  vehicleId: uuid("vehicle_id").primaryKey(),
  areaCode: text("area_code").notNull(),
  /** As the cube groups makes. */
  make: text("make").notNull(),
  /** Which of the cube's eight groups of sources knows of the needs. */
  source: smallint("source").notNull(),
  /** Rows of a VehicleNeed as lists, in the order of its properties. */
  needs: jsonb("needs").$type<readonly (readonly (string | number)[])[]>().notNull(),
});

/**
 * The demand cube: for each leaf area, part and make, sums by week over its vehicles. All are whole numbers and linear,
 * so that what was added can be subtracted. Nobody but the worker reads it: nothing in it is protected yet.
 */
export const demandCube = pgTable(
  "demand_cube",
  {
    areaCode: text("area_code").notNull(),
    /** `*` counts inspections that fall due. */
    partCategory: text("part_category").notNull(),
    make: text("make").notNull(),
    /** By week: expected pieces and expected vehicles, in ten-thousandths. */
    units: integer("units").array().notNull(),
    vehicles: integer("vehicles").array().notNull(),
    /** How many vehicles add anything: in all weeks together, then by week. */
    contributors: integer("contributors").array().notNull(),
    /** How many of them each group of sources knows of. */
    sources: integer("sources").array().notNull(),
    /** Sum of the squares of what each vehicle adds, in units² · 10⁻⁸: in all weeks together, then by week. */
    squares: bigint("squares", { mode: "number" }).array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.areaCode, t.partCategory, t.make] })],
);

/** Since when the cube knows of changes. One row, none before the first refresh. */
export const demandRefreshes = pgTable("demand_refreshes", {
  /** Always 1. */
  id: smallint("id").primaryKey(),
  /** Monday of the cube's first week. */
  firstWeek: date("first_week", { mode: "string" }).notNull(),
  /** Signals that changed at this instant or later may not be in it. */
  watermark: instant("watermark").notNull(),
});

/**
 * Inspections that found a part to be needed, by leaf area and week: what the forecast learns from. About 13,000 rows.
 * Only the worker reads it.
 */
export const needHistory = pgTable(
  "need_history",
  {
    areaCode: text("area_code").notNull(),
    partCategory: text("part_category").notNull(),
    /** Monday of the first week of `needs`. */
    firstWeek: date("first_week", { mode: "string" }).notNull(),
    needs: integer("needs").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.areaCode, t.partCategory] })],
);

/** Each day's publication, frozen: what stands here is never changed. */
export const demandSnapshots = pgTable("demand_snapshots", {
  publishedOn: date("published_on", { mode: "string" }).primaryKey(),
  /** Monday of the first published week. */
  firstWeek: date("first_week", { mode: "string" }).notNull(),
  /** The signals of this instant. */
  asOf: instant("as_of").notNull(),
});

const publishedOn = () =>
  date("published_on", { mode: "string" })
    .notNull()
    .references(() => demandSnapshots.publishedOn, { onDelete: "cascade" });

/** Demand as it is published: every number is rounded, and what might single somebody out is not there. */
export const demandCells = pgTable(
  "demand_cells",
  {
    publishedOn: publishedOn(),
    /** Of any level. */
    areaCode: text("area_code").notNull(),
    /** `*`: all makes together. */
    make: text("make").notNull(),
    /** `*`: inspections that fall due. */
    partCategory: text("part_category").notNull(),
    /** `*` for inspections. */
    partFamily: word("part_family", ["*", ...PART_FAMILIES]).notNull(),
    /** Pieces and vehicles of all published weeks together. */
    units: integer("units").notNull(),
    vehicles: integer("vehicles").notNull(),
    /** By week; null where the weeks are not published one by one. */
    weeklyUnits: integer("weekly_units").array(),
    weeklyVehicles: integer("weekly_vehicles").array(),
  },
  // The order serves Query.demand: one area, all makes together, every part.
  (t) => [primaryKey({ columns: [t.publishedOn, t.areaCode, t.make, t.partCategory] })],
);

/** Forecasts as they are published. */
export const demandForecasts = pgTable(
  "demand_forecasts",
  {
    publishedOn: publishedOn(),
    areaCode: text("area_code").notNull(),
    partCategory: text("part_category").notNull(),
    partFamily: word("part_family", PART_FAMILIES).notNull(),
    /** By week, from the snapshot's first. */
    p10: integer("p10").array().notNull(),
    p50: integer("p50").array().notNull(),
    p90: integer("p90").array().notNull(),
    /** How each of these weeks compares with the average week of a year; 1 is the average. */
    seasonality: doublePrecision("seasonality").array().notNull(),
    /** Of the back-test: see ForecastBacktest. */
    trainedUntil: date("trained_until", { mode: "string" }).notNull(),
    wape: doublePrecision("wape").notNull(),
    naiveWape: doublePrecision("naive_wape").notNull(),
    seasonalNaiveWape: doublePrecision("seasonal_naive_wape").notNull(),
    coverage: doublePrecision("coverage").notNull(),
  },
  (t) => [primaryKey({ columns: [t.publishedOn, t.areaCode, t.partCategory] })],
);

/** Vehicles in operation as they are published; `*` stands for all values of a dimension. */
export const operationCells = pgTable(
  "operation_cells",
  {
    publishedOn: publishedOn(),
    areaCode: text("area_code").notNull(),
    make: text("make").notNull(),
    model: text("model").notNull(),
    ageBand: text("age_band").notNull(),
    fuel: text("fuel").notNull(),
    vehicles: integer("vehicles").notNull(),
  },
  (t) => [primaryKey({ columns: [t.publishedOn, t.areaCode, t.make, t.model, t.ageBand, t.fuel] })],
);
