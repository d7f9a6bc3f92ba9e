import { Field, Float, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../platform/graphql/scalars.ts";
import { PartOfEntity } from "../../../platform/read/entity.ts";
import { SuppressionReasonEnum } from "./demand.type.ts";

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "What one week is forecast to bring." })
export class DemandForecastWeek {
  @Field(() => DateScalar, { description: "Monday of the ISO week." })
  week!: string;

  @Field(() => Int, { description: "Vehicles: it stays below this once in ten times. A multiple of 5." })
  p10!: number;

  @Field(() => Int, { description: "Vehicles expected. A multiple of 5." })
  p50!: number;

  @Field(() => Int, { description: "Vehicles: it exceeds this once in ten times. A multiple of 5." })
  p90!: number;

  @Field(() => Float, {
    description: "How the season makes this week compare with the year's average week: 1 is the average.",
  })
  seasonality!: number;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description:
    "How the same method would have done on the last 13 whole weeks, which it was not shown. WAPE is the sum of absolute errors divided by the sum of what came: 0 is perfect, lower is better.",
})
export class ForecastBacktest {
  @Field(() => DateScalar, { description: "Last day that it was shown." })
  trainedUntil!: string;

  @Field(() => Int, { description: "How many weeks were held out." })
  weeks!: number;

  @Field(() => Float, { description: "WAPE of this forecast." })
  wape!: number;

  @Field(() => Float, { description: "WAPE of repeating the last week that was known." })
  naiveWape!: number;

  @Field(() => Float, { description: "WAPE of repeating the same week of the year before." })
  seasonalNaiveWape!: number;

  @Field(() => Float, {
    description: "Share of the weeks whose outcome lay between p10 and p90; 0.8 is as promised.",
  })
  coverage!: number;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description:
    "How many vehicles inspections will find to need a part, week by week: learnt from what they found in the past, where `demand` adds up the signals of known vehicles.",
})
export class DemandForecast {
  @Field(() => String, { description: "Key of the part category." })
  partCategory!: string;

  @Field(() => String, { description: "Code of the area." })
  area!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Day of the publication that it is from; null before the first.",
  })
  publishedOn!: string | null;

  @Field(() => [DemandForecastWeek], { description: "In order of time; empty where suppressed." })
  weeks!: readonly DemandForecastWeek[];

  @Field(() => ForecastBacktest, { nullable: true, description: "What it is worth; null where suppressed." })
  backtest!: ForecastBacktest | null;

  @Field(() => SuppressionReasonEnum, {
    nullable: true,
    description: "Why there are no weeks; null where there are. Areas outside your contract look the same.",
  })
  suppressed!: string | null;
}
