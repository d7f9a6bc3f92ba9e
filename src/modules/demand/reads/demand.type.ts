import { Field, InputType, Int, ObjectType } from "type-graphql";
import { describeEnum } from "../../../platform/graphql/describe-enum.ts";
import { DateScalar, DateTimeScalar } from "../../../platform/graphql/scalars.ts";
import { Access, PartOfEntity } from "../../../platform/read/entity.ts";
import { AreaLevel, PartFamily } from "../../vocabulary/graphql.ts";
import type { AreaLevel as Level } from "../../vocabulary/index.ts";
import type { Estimate } from "../estimate.ts";

export const DEMAND_DIMENSIONS = ["PART_CATEGORY", "AREA", "WEEK", "MAKE"] as const;
export type DemandDimension = (typeof DEMAND_DIMENSIONS)[number];

export const DemandDimensionEnum = describeEnum(
  DEMAND_DIMENSIONS,
  "DemandDimension",
  "What demand can be broken down by.",
  {
    PART_CATEGORY: "Each part category that an inspection can ask for.",
    AREA: "Each area of a level: see `areaLevel` of the filter.",
    WEEK: "Each ISO week, from Monday.",
    MAKE: "Each listed make, and `OTHER` for the rest together.",
  },
);

export const SuppressionReasonEnum = describeEnum(
  ["DISCLOSURE_CONTROL"] as const,
  "SuppressionReason",
  "Why a number is not published.",
  {
    DISCLOSURE_CONTROL:
      "Too few vehicles (fewer than 11, perhaps none) or sources (fewer than 3), one that makes up most of it, or it would give away such a number.",
  },
);

@InputType({
  description:
    "Which demand to add up. Fields that are absent or null do not narrow it; all others must hold.",
})
export class DemandFilter {
  @Access(null)
  @Field(() => String, {
    nullable: true,
    description: "In the area of this code; everywhere in your contract without it.",
  })
  area?: string | null;

  @Access(null)
  @Field(() => AreaLevel, {
    nullable: true,
    description: "Level that AREA in `by` breaks down to; DEPARTMENT when absent or null.",
  })
  areaLevel?: Level | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Of the part category of this key." })
  partCategory?: string | null;

  @Access(null)
  @Field(() => PartFamily, { nullable: true, description: "Of part categories of this family." })
  partFamily?: string | null;

  @Access(null)
  @Field(() => String, {
    nullable: true,
    description:
      "For vehicles of this make; upper and lower case are the same, `OTHER` is all unlisted ones.",
  })
  make?: string | null;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "From the ISO week that this day is in; the first published one without it.",
  })
  weekFrom?: string | null;

  @Access(null)
  @Field(() => DateScalar, {
    nullable: true,
    description: "Up to the ISO week that this day is in; the last published one without it.",
  })
  weekUntil?: string | null;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "A number with the spread that chance gives it." })
export class DemandEstimate implements Estimate {
  @Field(() => Int, { description: "It stays below this once in ten times. A multiple of 5." })
  p10!: number;

  @Field(() => Int, { description: "What is expected. A multiple of 5." })
  p50!: number;

  @Field(() => Int, { description: "It exceeds this once in ten times. A multiple of 5." })
  p90!: number;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "One number of a breakdown, or that it is not published." })
export class DemandCell {
  @Field(() => String, {
    nullable: true,
    description: "Key of the part category; null unless broken down by it.",
  })
  partCategory!: string | null;

  @Field(() => String, { nullable: true, description: "Area code; null unless broken down by area." })
  area!: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Monday of the ISO week; null unless broken down by week: then of all weeks asked for.",
  })
  week!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Make in upper case; null unless broken down by make.",
  })
  make!: string | null;

  @Field(() => DemandEstimate, {
    nullable: true,
    description:
      "Pieces or sets expected to be needed: probability × quantity of open signals, spread over the weeks in which they are acted on. Null where suppressed. The interval holds the chance of each need (Poisson-binomial, in normal approximation) and the rounding; not that the probabilities themselves may be wrong.",
  })
  units!: Estimate | null;

  @Field(() => Int, {
    nullable: true,
    description: "Vehicles expected to need it, a multiple of 5; null where suppressed.",
  })
  vehicles!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Inspections expected to take place, a multiple of 5; null where suppressed, and for cells of some part categories only.",
  })
  inspectionsDue!: number | null;

  @Field(() => Boolean, {
    description:
      "True where the numbers add up published ones of which some are suppressed: they are too low.",
  })
  isPartial!: boolean;

  @Field(() => SuppressionReasonEnum, {
    nullable: true,
    description: "Why `units` and `vehicles` are null; null where they are not.",
  })
  suppressed!: string | null;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "Expected demand as it was published for everybody on one day: asking again changes nothing.",
})
export class DemandReport {
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day of the publication that it is from; null before the first: then there are no cells.",
  })
  publishedOn!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The signals of this instant; null before the first.",
  })
  asOf!: string | null;

  @Field(() => [DateScalar], { description: "Mondays of the ISO weeks that the cells are about, in order." })
  weeks!: readonly string[];

  @Field(() => [DemandCell], {
    description: "Every combination of what it is broken down by, the last named changing first.",
  })
  cells!: readonly DemandCell[];
}
