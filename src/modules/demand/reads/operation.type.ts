import { Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { describeEnum } from "../../../platform/graphql/describe-enum.ts";
import { DateScalar } from "../../../platform/graphql/scalars.ts";
import { Access, PartOfEntity } from "../../../platform/read/entity.ts";
import { AreaLevel, FuelType } from "../../vocabulary/graphql.ts";
import type { AreaLevel as Level } from "../../vocabulary/index.ts";
import { AGE_BANDS } from "../fleet/age-bands.ts";

export const OPERATION_DIMENSIONS = ["AREA", "MAKE", "MODEL", "AGE_BAND", "FUEL"] as const;
export type OperationDimension = (typeof OPERATION_DIMENSIONS)[number];

export const OperationDimensionEnum = describeEnum(
  OPERATION_DIMENSIONS,
  "VehiclesInOperationDimension",
  "What vehicles in operation can be broken down by.",
  {
    AREA: "Each area of a level: see `areaLevel` of the filter.",
    MAKE: "Each listed make, and `OTHER` for the rest together.",
    MODEL: "Each model, with its make.",
    AGE_BAND: "Bands of years since the first registration.",
    FUEL: "What propels them.",
  },
);

export const AgeBandEnum = describeEnum(
  AGE_BANDS,
  "AgeBand",
  "Completed years since the first registration.",
  {
    YEARS_0_3: "Up to three.",
    YEARS_4_6: "Four to six.",
    YEARS_7_10: "Seven to ten.",
    YEARS_11_15: "Eleven to fifteen.",
    YEARS_16_UP: "Sixteen and more.",
    UNKNOWN: "The first registration is not known.",
  },
);

@InputType({
  description:
    "Which vehicles to count. Fields that are absent or null do not narrow it; all others must hold.",
})
export class VehiclesInOperationFilter {
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
  @Field(() => String, {
    nullable: true,
    description: "Of this make; upper and lower case are the same, `OTHER` is all unlisted ones.",
  })
  make?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Of this model; upper and lower case are the same." })
  model?: string | null;

  @Access(null)
  @Field(() => AgeBandEnum, {
    nullable: true,
    description: "First registered so many years ago; not beside FUEL in `by` or `fuel`.",
  })
  ageBand?: string | null;

  @Access(null)
  @Field(() => FuelType, {
    nullable: true,
    description: "Propelled so; not beside AGE_BAND in `by` or `ageBand`.",
  })
  fuel?: string | null;

  @Access(null)
  @Field(() => String, {
    nullable: true,
    description: "Key of the part category that `penetration` is about. It narrows nothing.",
  })
  partCategory?: string | null;
}

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "One published number of vehicles in operation." })
export class VehiclesInOperationCell {
  @Field(() => String, { nullable: true, description: "Area code; null unless broken down by area." })
  area!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Make in upper case; null unless broken down by make or model.",
  })
  make!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Model in upper case; null unless broken down by model.",
  })
  model!: string | null;

  @Field(() => AgeBandEnum, { nullable: true, description: "Age; null unless broken down by it." })
  ageBand!: string | null;

  @Field(() => FuelType, { nullable: true, description: "What propels them; null unless broken down by it." })
  fuel!: string | null;

  @Field(() => Int, { description: "Vehicles in operation, a multiple of 5." })
  vehicles!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "Share of them expected to need the part of `filter.partCategory` in the published 13 weeks. Null without one, where either number is not published, and for models, ages and fuels, which demand does not tell apart.",
  })
  penetration!: number | null;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description:
    "Vehicles in operation as they were published for everybody on one day. A vehicle is in operation until a year after the last day in time of its next inspection; who has not come by then is taken to be off the road. One that was never inspected counts until it is five years old, one whose age is unknown not at all.",
})
export class VehiclesInOperationReport {
  @Field(() => DateScalar, {
    nullable: true,
    description: "Day of the publication that it is from; null before the first: then there are no cells.",
  })
  publishedOn!: string | null;

  @Field(() => [VehiclesInOperationCell], {
    description: "Cells that are published, of at least 11 vehicles each; those that are not are left out.",
  })
  cells!: readonly VehiclesInOperationCell[];
}
