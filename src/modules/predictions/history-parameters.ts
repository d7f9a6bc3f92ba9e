import type { CountryCode } from "../vocabulary/index.ts";
import type { Inclinations } from "./inclinations.ts";

/**
 * What inspections of ingested vehicles taught, as JSON: figures of populations, none of one vehicle. Effects are
 * logarithms of odds in thousandths, as whole numbers in comma-separated text, level by level.
 */
export interface HistoryParameters {
  readonly format: typeof HISTORY_FORMAT;
  /** Periodic inspections that were learnt from. */
  readonly inspections: number;
  readonly countries: Readonly<Partial<Record<CountryCode, CountryHistory>>>;
}

export const HISTORY_FORMAT = "kimberlite-history-model/1";

export interface CountryHistory {
  readonly inspections: number;
  /** First and last day of the inspections. */
  readonly from: string;
  readonly until: string;
  /** "make|model" of the cars that were seen often enough, in the order of their levels. */
  readonly cars: readonly string[];
  readonly notes: Expectation;
  readonly fails: Expectation;
  readonly inclinations: Inclinations;
  readonly targets: readonly Target[];
}

/** How much an inspection of such a car usually finds: the product of three factors. */
export interface Expectation {
  /** By age in years and what the inspection before it found. */
  readonly byAge: readonly number[];
  readonly byKmPerYear: readonly number[];
  readonly byCar: readonly number[];
}

/** ANY: that something fails. Otherwise the key of a part category. */
export interface Target {
  readonly part: string;
  readonly failures: number;
  readonly logOdds: number;
  /** By shared feature, in their order, then by own feature; of ANY, by the failures expected of all parts. */
  readonly effects: readonly string[];
  /** Variances of the effects, in ten-thousandths. */
  readonly variances: readonly string[];
  /** What the last inspection may have said of the part, in the order of its levels; nothing comes first. */
  readonly states: readonly string[];
  /** By age in years: part of the inspections that failed on it, in hundred-thousandths, and how many there were. */
  readonly population: { readonly rates: string; readonly inspections: string };
}
