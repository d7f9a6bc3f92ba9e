import { Field, InputType, Int, ObjectType } from "type-graphql";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { Access, PartOfEntity } from "../../platform/read/entity.ts";
import {
  CountryCode,
  DatePrecision,
  FuelType,
  InspectionKind,
  InspectionResult,
  VehicleCategory,
  VehicleUsage,
} from "../vocabulary/graphql.ts";
import type * as words from "../vocabulary/index.ts";
import * as schedule from "./schedule.types.ts";

export const ScheduleStatus = describeEnum(
  schedule.SCHEDULE_STATUSES,
  "ScheduleStatus",
  "Where a vehicle stands before its next inspection.",
  {
    NOT_YET_DUE: "Its window has not opened.",
    DUE_SOON: "The window is open, or where the law sets none two months or less are left.",
    OVERDUE: "The last day on which it could have been due is over.",
    EXEMPT: "The law asks for no inspection.",
    UNKNOWN: "No rule covers it, or facts are missing that decide; `reason` and `missingInputs` say which.",
  },
);

export const ScheduleBasis = describeEnum(
  schedule.SCHEDULE_BASES,
  "ScheduleBasis",
  "What a due date was reckoned from.",
  {
    FIRST_REGISTRATION: "The day of first registration.",
    LAST_INSPECTION: "The day of the last inspection.",
    RECORDED_EXPIRY: "The last day on the last certificate.",
    PREVIOUS_DUE_DATE: "The day by which the last inspection had been due.",
    FAILED_INSPECTION: "A failed inspection and its retest period.",
    STOCK_CALENDAR: "The law's calendar for vehicles that were on the road before it.",
    USAGE_CHANGE: "The day on which the use changed.",
    OWNER_CHANGE: "A sale that is to be registered.",
    EXEMPTION: "A rule that frees it from inspection.",
    NO_RULE: "Nothing: no rule covers it.",
  },
);

export const ScheduleReason = describeEnum(
  schedule.SCHEDULE_REASONS,
  "ScheduleReason",
  "Why a status is UNKNOWN.",
  {
    NO_RULE: "No rule that we hold covers this country, category and use.",
    RULE_UNCERTAIN: "Several rules could apply, and which one depends on something unknown.",
    EXEMPTION_UNCERTAIN: "Whether it is exempt depends on something unknown.",
    IMPORT_HISTORY_UNKNOWN: "It may hold a foreign certificate; its last inspection is needed.",
    EARLIER_CERTIFICATE_UNKNOWN: "It failed, and until when its earlier certificate ran is unknown.",
    NOTHING_TO_RECKON_FROM: "Neither a first registration nor an inspection is known.",
    OBLIGATION_UNCERTAIN: "Whether it is owed at all depends on something unknown.",
  },
);

export const RuleSet = describeEnum(schedule.RULE_SETS, "RuleSet", "Which law to reckon by.", {
  CURRENT: "The law in force.",
  PROPOSED_EU_2025: "What if: the law in force with the proposal COM(2025) 180 on top. It is not law.",
});

const REGION_CODES = ["GB_NIR", "BE_VLG", "BE_WAL", "BE_BRU"] as const;
export type RegionCode = (typeof REGION_CODES)[number];
export const InspectionRegion = describeEnum(
  REGION_CODES,
  "InspectionRegion",
  "Parts of a country with inspection rules of their own.",
  {
    GB_NIR: "Northern Ireland.",
    BE_VLG: "Flanders.",
    BE_WAL: "Wallonia.",
    BE_BRU: "Brussels-Capital.",
  },
);

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "From one day to another, both included." })
export class DateWindow {
  @Field(() => DateScalar, { description: "First day." })
  from!: string;

  @Field(() => DateScalar, { description: "Last day." })
  until!: string;
}

@PartOfEntity
@ObjectType("InspectionDue", {
  simpleResolvers: true,
  description:
    "When the law wants the next inspection, and why. A day that is not certain is never made up: see `window`.",
})
export class InspectionDueType {
  @Field(() => InspectionKind, { description: "Which kind of inspection is due." })
  kind!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Last day in time; null where it is not known to the day.",
  })
  dueOn!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "First day on which an inspection counts, or keeps the date; null where the law sets none.",
  })
  earliestOn!: string | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: "The days that `dueOn` can be; null where nothing is due or known.",
  })
  window!: DateWindow | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "First day on which it is overdue for certain; null where unknown.",
  })
  overdueFrom!: string | null;

  @Field(() => ScheduleStatus, { description: "Where the vehicle stands today." })
  status!: string;

  @Field(() => ScheduleBasis, { description: "What the date was reckoned from." })
  basis!: string;

  @Field(() => String, {
    nullable: true,
    description: "Stable id of the rule applied; null where none was, or several remain possible.",
  })
  ruleId!: string | null;

  @Field(() => Int, { nullable: true, description: "Version of that rule; null without one." })
  ruleVersion!: number | null;

  @Field(() => RuleSet, { description: "Which law it was reckoned by." })
  ruleSet!: string;

  @Field(() => String, { nullable: true, description: "The law, and where we read it; null without a rule." })
  citation!: string | null;

  @Field(() => ScheduleReason, { nullable: true, description: "Why the status is UNKNOWN; null otherwise." })
  reason!: string | null;

  @Field(() => [String], { description: "Facts that the answer rests on." })
  inputsUsed!: readonly string[];

  @Field(() => [String], { description: "Facts that would make the answer exact; empty where it is." })
  missingInputs!: readonly string[];
}

@InputType({ description: "The last inspection of one kind." })
export class PastInspectionInput {
  @Access(null)
  @Field(() => DateScalar, { description: "Day on which it took place." })
  performedOn!: string;

  @Access(null)
  @Field(() => InspectionResult, { description: "Its outcome." })
  result!: words.InspectionResult;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "Last day on its certificate; reckoned by the rules when absent.",
  })
  validUntil?: string | null;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day by which it had been due; unknown when absent.",
  })
  previousDueOn?: string | null;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "After a failure, the day on which a retest was passed.",
  })
  clearedOn?: string | null;
}

@InputType({
  description: "What is known of a vehicle. What is absent is unknown, and the answer says where it matters.",
})
export class InspectionScheduleInput {
  @Access(null)
  @Field(() => CountryCode, { description: "Country of registration." })
  country!: words.CountryCode;

  @Access(null)
  @Field(() => InspectionRegion, {
    nullable: true,
    description: "Region with rules of its own; absent: none, or unknown in Belgium.",
  })
  region?: RegionCode | null;

  @Access(null)
  @Field(() => VehicleCategory, { description: "EU category." })
  category!: words.VehicleCategory;

  @Access(null)
  @Field(() => VehicleUsage, { defaultValue: "UNKNOWN", description: "Its use." })
  usage!: words.VehicleUsage;

  @Access(null)
  @Field(() => FuelType, { defaultValue: "UNKNOWN", description: "What propels it." })
  fuel!: words.FuelType;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "First registration anywhere." })
  firstRegisteredOn?: string | null;

  @Access(null)
  @Field(() => DatePrecision, { defaultValue: "DAY", description: "How much of that date is known." })
  firstRegisteredPrecision!: words.DatePrecision;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "First registration in this country, for one that was abroad before.",
  })
  firstAdmissionInCountryOn?: string | null;

  @Access(null)
  @Field(() => PastInspectionInput, {
    nullable: true,
    description: "Its last periodic inspection; absent: never inspected.",
  })
  lastPeriodic?: PastInspectionInput | null;

  @Access(null)
  @Field(() => PastInspectionInput, {
    nullable: true,
    description: "Its last complementary inspection; absent: none.",
  })
  lastComplementary?: PastInspectionInput | null;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "Since when it has its present use; absent: always.",
  })
  usageChangedOn?: string | null;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day on which a sale is to be registered; absent: none.",
  })
  changeOfOwnerOn?: string | null;

  @Access(null)
  @Field(() => Boolean, { nullable: true, description: "Whether the last periodic inspection was in time." })
  onTime?: boolean | null;

  @Access(null)
  @Field(() => Int, { nullable: true, description: "Distance at the last periodic inspection, km." })
  odometerKm?: number | null;

  @Access(null)
  @Field(() => Boolean, { nullable: true, description: "Whether it tows more than 750 kg." })
  towBarOver750Kg?: boolean | null;

  @Access(null)
  @Field(() => Int, { nullable: true, description: "Maximum authorised mass, kg." })
  grossMassKg?: number | null;

  @Access(null)
  @Field(() => Boolean, {
    nullable: true,
    description: "Belgium: whether the last certificate was green without a limit.",
  })
  greenCertificate?: boolean | null;

  @Access(null)
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it is kept as a vehicle of historic interest.",
  })
  historicVehicle?: boolean | null;

  @Access(null)
  @Field(() => RuleSet, { defaultValue: "CURRENT", description: "Which law to reckon by." })
  ruleSet!: schedule.RuleSet;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "Day to answer for; today when absent." })
  asOf?: string | null;
}
