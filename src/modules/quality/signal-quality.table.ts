import {
  boolean,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, word } from "../../platform/db/columns.ts";
import { SIGNAL_KINDS } from "../vocabulary/index.ts";

/** What a deviance is the mean of: whole cohorts, of which only counts are known, or single inspections. */
export const DEVIANCE_UNITS = ["COHORT", "INSPECTION"] as const;

/** A tenth of the predictions, those with the lowest rates first. */
export interface CurvePoint {
  /** 1 to 10. */
  readonly decile: number;
  /** Predictions in it. */
  readonly n: number;
  /** Events per prediction. */
  readonly expectedRate: number;
  readonly observedRate: number;
}

/** What a simpler prediction, or at best a perfect one, reaches on the same inspections. Null: not applicable. */
export interface Yardstick {
  readonly meanDeviance: number | null;
  readonly auc: number | null;
  /** Standard error of the difference between this AUC and the model's, on the same predictions. */
  readonly aucDifferenceStandardError: number | null;
  readonly brierScore: number | null;
  /** Share of visits inside the 80 % window, and half of the distances from its middle. */
  readonly windowCoverage: number | null;
  readonly medianDateErrorDays: number | null;
}

export const BASELINES = ["BASE_RATE", "AGE", "AGE_AND_KILOMETRES", "SAME_MODEL_AND_AGE_LAST_YEAR"] as const;

export interface BaselineFigures extends Yardstick {
  readonly name: (typeof BASELINES)[number];
}

/**
 * How often predictions came true: figures of backtests, each of a model that saw nothing of what it was tested on.
 * Some hundred rows, public to every partner: nothing in them is of a vehicle or a partner. A test of the same model on
 * the same inspections takes the earlier one's place.
 */
export const signalQuality = pgTable(
  "signal_quality",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** The tested version, or the one that the figures vouch for: the same model, trained on later years as well. */
    modelVersion: text("model_version").notNull(),
    kind: word("kind", SIGNAL_KINDS).notNull(),
    /** Inspection item, a key of FAILURE_ITEMS; null where all are taken together or the figures are of parts. */
    item: text("item"),
    /** Keys of part_categories that the figures speak of; empty: all. */
    partCategories: text("part_categories").array().notNull(),
    /** Which inspections were predicted, for example FI_PASSENGER_CARS. */
    population: text("population").notNull(),
    isSynthetic: boolean("is_synthetic").notNull(),
    /** Whose data it was tested on, as their licences want it said. */
    attribution: text("attribution").notNull(),
    /** First and last day of the inspections that the tested model was trained on. */
    trainedFrom: date("trained_from", { mode: "string" }).notNull(),
    trainedUntil: date("trained_until", { mode: "string" }).notNull(),
    testedFrom: date("tested_from", { mode: "string" }).notNull(),
    testedUntil: date("tested_until", { mode: "string" }).notNull(),
    /** Inspections predicted. */
    n: integer("n").notNull(),
    /** How often it happened, per inspection; null where no rate is predicted but a day. */
    baseRate: doublePrecision("base_rate"),
    auc: doublePrecision("auc"),
    /** By chance alone, another sample's AUC would lie this far away. */
    aucStandardError: doublePrecision("auc_standard_error"),
    topDecileLift: doublePrecision("top_decile_lift"),
    brierScore: doublePrecision("brier_score"),
    calibrationError: doublePrecision("calibration_error"),
    curve: jsonb("curve").$type<readonly CurvePoint[]>().notNull(),
    meanDeviance: doublePrecision("mean_deviance"),
    devianceUnit: word("deviance_unit", DEVIANCE_UNITS).notNull(),
    /** Share of what was found inside the 80 % interval of its prediction; null where no count is predicted. */
    intervalCoverage: doublePrecision("interval_coverage"),
    /** Share of visits inside their 80 % window, and the median distance from its middle; null without a window. */
    windowCoverage: doublePrecision("window_coverage"),
    medianDateErrorDays: doublePrecision("median_date_error_days"),
    baselines: jsonb("baselines").$type<readonly BaselineFigures[]>().notNull(),
    /** What a prediction that knew the true chances would reach; null where nobody knows them. */
    ceiling: jsonb("ceiling").$type<Yardstick>(),
    /** What a reader must know, in a sentence; null where the figures speak for themselves. */
    note: text("note"),
    measuredAt: instant("measured_at").notNull(),
  },
  (t) => [
    // A test that is run again takes the place of the earlier one. Serves Query.signalQuality(kind:).
    unique("signal_quality_kind_population_key")
      .on(t.kind, t.population, t.testedFrom, t.testedUntil, t.modelVersion, t.item, t.partCategories)
      .nullsNotDistinct(),
    oneOf("signal_quality_kind_check", t.kind, SIGNAL_KINDS),
    oneOf("signal_quality_deviance_unit_check", t.devianceUnit, DEVIANCE_UNITS),
  ],
);

export type SignalQualityRow = typeof signalQuality.$inferSelect;
