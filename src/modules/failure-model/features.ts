import type { FailureQuery } from "./failure-predictor.ts";
import type { Cohort, CohortDefects } from "./read-cohorts.ts";

/**
 * Every input of the failure model, by name: of the inspection that is predicted, and of the cohorts that it learns
 * from. Nothing in them is of a person, an owner, or a place.
 */
export const FAILURE_FEATURES = {
  query: ["item", "make", "model", "ageYears", "year", "km"] satisfies (keyof FailureQuery)[],
  cohort: ["inspectionYear", "makeModel", "firstUseYear", "inspections", "meanKm"] satisfies (keyof Cohort)[],
  defects: [
    "inspectionYear",
    "makeModel",
    "firstUseYear",
    "item",
    "rejections",
    "drivingBans",
  ] satisfies (keyof CohortDefects)[],
} as const;
