import type {
  CountryCode,
  DatePrecision,
  FuelType,
  InspectionKind,
  InspectionResult,
  VehicleCategory,
  VehicleUsage,
} from "../vocabulary/index.ts";
import type { DateRange } from "./calendar.ts";

/** Parts of a country with inspection rules of their own. The rest of GB has none: its region is null. */
export const REGIONS = ["GB-NIR", "BE-VLG", "BE-WAL", "BE-BRU"] as const;
export type Region = (typeof REGIONS)[number];

/** CURRENT is the law in force. PROPOSED_EU_2025 answers "what if": the law in force with COM(2025) 180 on top. */
export const RULE_SETS = ["CURRENT", "PROPOSED_EU_2025"] as const;
export type RuleSet = (typeof RULE_SETS)[number];

/**
 * - NOT_YET_DUE: the inspection's window has not opened.
 * - DUE_SOON: the window is open (or, where the law sets none, two months or less are left) and the last day is not over.
 * - OVERDUE: the last day the inspection could have been due is over.
 * - EXEMPT: the law asks for no inspection, now or by the day it would have been due.
 * - UNKNOWN: no rule, or facts are missing that decide whether one applies. `reason` says which.
 */
export const SCHEDULE_STATUSES = ["NOT_YET_DUE", "DUE_SOON", "OVERDUE", "EXEMPT", "UNKNOWN"] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

/** What the date was reckoned from. */
export const SCHEDULE_BASES = [
  "FIRST_REGISTRATION",
  "LAST_INSPECTION",
  "RECORDED_EXPIRY",
  "PREVIOUS_DUE_DATE",
  "FAILED_INSPECTION",
  "STOCK_CALENDAR",
  "USAGE_CHANGE",
  "OWNER_CHANGE",
  "EXEMPTION",
  "NO_RULE",
] as const;
export type ScheduleBasis = (typeof SCHEDULE_BASES)[number];

/** Why a status is UNKNOWN. */
export const SCHEDULE_REASONS = [
  /** No rule of this country covers this category and usage (yet). */
  "NO_RULE",
  /** Which rule applies depends on a missing input, and for one of its values none was researched. */
  "RULE_UNCERTAIN",
  /** Whether the vehicle is exempt depends on a missing input. */
  "EXEMPTION_UNCERTAIN",
  /** An imported vehicle may hold a foreign certificate; its last inspection is needed. */
  "IMPORT_HISTORY_UNKNOWN",
  /** It failed, the time for a retest is over, and until when its earlier certificate ran is not known. */
  "EARLIER_CERTIFICATE_UNKNOWN",
  /** Neither a first registration nor a last inspection to reckon from. */
  "NOTHING_TO_RECKON_FROM",
  /** Whether this inspection is owed at all depends on a missing input. */
  "OBLIGATION_UNCERTAIN",
] as const;
export type ScheduleReason = (typeof SCHEDULE_REASONS)[number];

/** The facts a rule may ask for, as they are named in `inputsUsed` and `missingInputs`. */
export type ScheduleFact =
  | "country"
  | "region"
  | "category"
  | "usage"
  | "usageChangedOn"
  | "fuel"
  | "combustionFuel"
  | "firstRegisteredOn"
  | "firstRegisteredOn.day"
  | "firstAdmissionInCountryOn"
  | "lastPeriodic"
  | "lastPeriodic.validUntil"
  | "lastPeriodic.previousDueOn"
  | "lastPeriodic.clearedOn"
  | "lastComplementary"
  | "changeOfOwnerOn"
  | "onTime"
  | "odometerKm"
  | "towBarOver750Kg"
  | "grossMassKg"
  | "greenCertificate"
  | "historicVehicle"
  | "publicHolidays";

type Maybe<T> = T | null | undefined;

/** The latest inspection of one kind. Dates `YYYY-MM-DD`. */
export interface PastInspection {
  readonly performedOn: string;
  readonly result: InspectionResult;
  /** Last day of validity on the certificate; null when not recorded. It then follows from the rules. */
  readonly validUntil?: Maybe<string>;
  /** The day by which this inspection had been due: the earlier certificate's last day. null when unknown. */
  readonly previousDueOn?: Maybe<string>;
  /** Whether it was the first of the vehicle's life; null: taken for the first if it took place by the first due date. */
  readonly isFirst?: Maybe<boolean>;
  /** After a failure: the day a retest was passed; null when none was. */
  readonly clearedOn?: Maybe<string>;
}

/** What is known of a vehicle. null means unknown unless said otherwise. */
export interface ScheduleInput {
  readonly country: CountryCode;
  /** null in GB: not Northern Ireland. null in BE: unknown. */
  readonly region: Region | null;
  readonly category: VehicleCategory;
  readonly usage: VehicleUsage;
  readonly fuel: FuelType;
  /** First registration anywhere. A MONTH or YEAR date is given as any day in it. */
  readonly firstRegisteredOn: string | null;
  readonly firstRegisteredPrecision: DatePrecision;
  /** First registration in `country`, where it was abroad before; null: never abroad. */
  readonly firstAdmissionInCountryOn?: Maybe<string>;
  /** null: never inspected. */
  readonly lastPeriodic?: Maybe<PastInspection>;
  /** The latest complementary (pollution) inspection; null: none. */
  readonly lastComplementary?: Maybe<PastInspection>;
  /** Since when it has its present usage; null: always. */
  readonly usageChangedOn?: Maybe<string>;
  /** The day a sale is to be registered; null: no sale. */
  readonly changeOfOwnerOn?: Maybe<string>;
  /** Whether the last periodic inspection took place by its due date. */
  readonly onTime?: Maybe<boolean>;
  /** Reading at the last periodic inspection. */
  readonly odometerKm?: Maybe<number>;
  /** Whether it tows trailers of more than 750 kg; null: reckoned as not, save where a longer interval hangs on it. */
  readonly towBarOver750Kg?: Maybe<boolean>;
  readonly grossMassKg?: Maybe<number>;
  /** Belgium: whether the last certificate was green without a limit. */
  readonly greenCertificate?: Maybe<boolean>;
  /** Whether it is kept, and where needed declared, as a vehicle of historic interest. */
  readonly historicVehicle?: Maybe<boolean>;
  /** What a hybrid burns. */
  readonly combustionFuel?: Maybe<FuelType>;
}

export interface ScheduleOptions {
  /** Default CURRENT. */
  readonly ruleSet?: RuleSet;
  /** What to take an UNKNOWN usage for. The answer still lists `usage` as missing. */
  readonly assumedUsage?: VehicleUsage;
  /** Public holidays where the vehicle is kept, for limits in working days. */
  readonly publicHolidays?: readonly string[];
}

/** When an inspection is due, and why. Dates `YYYY-MM-DD`. */
export interface InspectionDue {
  readonly kind: InspectionKind;
  /** Last day on which the inspection is in time; null when it is not known to the day. Never a guess. */
  readonly dueOn: string | null;
  /** First day an inspection counts, or keeps the date; null where the law sets none or the day is not known. */
  readonly earliestOn: string | null;
  /** The days `dueOn` can be: one day when it is known. null when nothing is known or nothing is due. */
  readonly window: DateRange | null;
  /** First day on which it is overdue for certain. */
  readonly overdueFrom: string | null;
  readonly status: ScheduleStatus;
  readonly basis: ScheduleBasis;
  /** Stable id of the rule applied; null when none was needed, or missing inputs leave several possible. */
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly ruleSet: RuleSet;
  /** The law and where we read it; of every rule still possible. */
  readonly citation: string | null;
  /** Set when `status` is UNKNOWN. */
  readonly reason: ScheduleReason | null;
  readonly inputsUsed: readonly ScheduleFact[];
  /** The inputs that would make the answer exact. */
  readonly missingInputs: readonly ScheduleFact[];
}
