import type { CountryCode, FuelType, VehicleCategory, VehicleUsage } from "../vocabulary/index.ts";
import type { Region } from "./schedule.types.ts";

/** A question about a vehicle that is answered yes, no, or "needs this input". */
export type Condition =
  /** Permissible mass up to `kg`; unknown mass leaves it open. */
  | { readonly fact: "MASS_UP_TO"; readonly kg: number }
  /** Not known to be over `kg`: for categories that seldom are. */
  | { readonly fact: "MASS_NOT_KNOWN_OVER"; readonly kg: number }
  | { readonly fact: "HISTORIC_VEHICLE" }
  /** Known to tow trailers over 750 kg. */
  | { readonly fact: "TOWING_DECLARED" }
  /** Not known to tow; where it does, only the certificate tells. */
  | { readonly fact: "UNSETTLED_WHEN_TOWING" }
  | { readonly fact: "NO_HEAVY_TOW" }
  | { readonly fact: "GREEN_CERTIFICATE" }
  | { readonly fact: "ON_TIME" }
  | { readonly fact: "ODOMETER_BELOW"; readonly km: number }
  /** The last inspection had been due on a day in this range; null is open. */
  | { readonly fact: "HAD_BEEN_DUE"; readonly from: string | null; readonly until: string | null };

/** The first inspection of a vehicle's life. */
export interface FirstInspection {
  /** Months after first registration; 0: before first use. */
  readonly months: number;
  /** Months before that day from which an inspection counts; null: the country's keep window, if any. */
  readonly opensMonthsBefore: number | null;
}

/** How long an inspection is good for. Of several steps the first that fits applies. */
export interface IntervalStep {
  readonly months: number;
  /** Fits up to and on the day the vehicle has this age; null: any age. */
  readonly upToAgeMonths: number | null;
  /** Fits before the vehicle has this age; null: any age. */
  readonly belowAgeMonths: number | null;
  readonly when: readonly Condition[];
}

/** A day set by decree for vehicles already on the road when a country introduces an inspection. */
export interface StockCalendarRow {
  readonly registeredFrom: string | null;
  readonly registeredUntil: string;
  /** The calendar year in which the first inspection takes place. */
  readonly year: number;
  /** First day it can take place. */
  readonly opensOn: string;
  /** Anniversaries before this day are treated as falling on it. */
  readonly notBefore: string;
  /** Months, from the anniversary, in which it takes place; at the latest by the end of the year. */
  readonly monthsFromAnniversary: number;
}

export interface InspectionRule {
  /** Stable: stored beside dates and shown to partners. */
  readonly ruleId: string;
  /** Raised when the row's meaning changes. */
  readonly version: number;
  readonly country: CountryCode;
  /** NONE: no inspection is asked for. */
  readonly obligation: "PERIODIC" | "COMPLEMENTARY" | "NONE";
  /** null: the whole country. */
  readonly regions: readonly Region[] | null;
  readonly exceptRegions: readonly Region[];
  readonly categories: readonly VehicleCategory[];
  /** null: any. */
  readonly usages: readonly VehicleUsage[] | null;
  readonly exceptUsages: readonly VehicleUsage[];
  /** null: any. A hybrid not listed counts as what it burns. */
  readonly fuels: readonly FuelType[] | null;
  /** First registration on or after; null: any. */
  readonly registeredFrom: string | null;
  /** First registration before; null: any. */
  readonly registeredBefore: string | null;
  /** Age, in months, on the day in question; null: any. */
  readonly fromAgeMonths: number | null;
  readonly belowAgeMonths: number | null;
  readonly when: readonly Condition[];
  /** null: nothing is known of a first inspection, or there is none. */
  readonly first: FirstInspection | null;
  readonly stockCalendar: readonly StockCalendarRow[];
  readonly next: readonly IntervalStep[];
  /** Whose age picks the step: at the inspection, at the day the interval runs from, or unsettled between them. */
  readonly ageAt: "INSPECTION" | "START" | "UNSETTLED";
  /** Months before a change of usage within which an inspection must lie; null: no such duty. */
  readonly monthsBeforeUsageChange: number | null;
  /** Months before a change of owner within which an inspection must lie; null: no such duty. */
  readonly monthsBeforeOwnerChange: number | null;
  /** In force from and to, both included; null: open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly citation: string;
}

/** How a country turns an inspection into a last day of validity. */
export interface Timing {
  readonly country: CountryCode;
  /** For inspections performed in this range; null: open. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** MONTH_END: by calendar month. DAY_BEFORE: a year from 16 June ends on 15 June. SAME_DAY: on 16 June. */
  readonly lastDay: "SAME_DAY" | "DAY_BEFORE" | "MONTH_END";
  /** The last day before the first inspection, where it is reckoned otherwise. */
  readonly firstLastDay: "SAME_DAY" | "DAY_BEFORE" | "MONTH_END" | "UNSETTLED";
  /** An inspection shortly before the last day keeps the date; null: it counts from the inspection. */
  readonly keeps: KeepWindow | null;
  /** Whether the first inspection of a vehicle's life can keep its date too. */
  readonly firstKeeps: "YES" | "NO" | "UNSETTLED";
  /** KEEPS_CYCLE: a late inspection leaves the cycle where it was. */
  readonly late: "FROM_INSPECTION" | "KEEPS_CYCLE";
  /** After a failure and a passed retest, validity runs from which of the two. */
  readonly countsFrom: "INSPECTION" | "RETEST" | "UNSETTLED";
  readonly citation: string;
}

export interface KeepWindow {
  /** Exactly one of the two is set. */
  readonly months: number | null;
  readonly days: number | null;
  /** The window is one day shorter: a month ending on 15 May begins on 16 April. */
  readonly endsOnLastDay: boolean;
  /** Intervals up to `upToMonths` have a window of `months` instead. */
  readonly shortCycle: { readonly upToMonths: number; readonly months: number } | null;
}

/** Certificates extended by decree. */
export interface ExtensionRow {
  readonly extensionId: string;
  readonly country: CountryCode;
  readonly regions: readonly Region[] | null;
  readonly exceptRegions: readonly Region[];
  readonly categories: readonly VehicleCategory[];
  /** Certificates whose last day is in this range. */
  readonly expiresFrom: string;
  readonly expiresUntil: string;
  /** First registration in one of these ranges; empty: any. */
  readonly registered: readonly { readonly from: string; readonly until: string }[];
  readonly months: number;
  /** The extension is counted on from this day, when it was decreed. */
  readonly knownFrom: string;
  /** false: granted vehicle by vehicle, so only the record tells. */
  readonly isCertain: boolean;
  readonly citation: string;
}

/** A longest interval laid over the rules in force: a proposal that is not law. */
export interface IntervalCap {
  readonly capId: string;
  readonly ruleSet: "PROPOSED_EU_2025";
  readonly countries: readonly CountryCode[];
  readonly categories: readonly VehicleCategory[];
  /** For inspections of vehicles older than this. */
  readonly overAgeMonths: number;
  readonly months: number;
  readonly citation: string;
}
