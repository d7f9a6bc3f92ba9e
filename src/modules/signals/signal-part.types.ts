import { Field, Float, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { PartOfEntity } from "../../platform/read/entity.ts";

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "When somebody will act, as the days by which the chance is 10, 50 and 90 %.",
})
export class SignalMoment {
  @Field(() => DateScalar, {
    description: "With a chance of 10 % it has happened by then. Of reported wear: the day of the report.",
  })
  from!: string;

  @Field(() => DateScalar, { description: "As likely before as after." })
  likely!: string;

  @Field(() => DateScalar, { description: "With a chance of 90 % it has happened by then." })
  until!: string;

  @Field(() => DateScalar, { description: "Last day of the signal: after it, it is EXPIRED." })
  expiresOn!: string;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "Range that a probability lies in with a confidence of 90 %.",
})
export class ProbabilityInterval {
  @Field(() => Float, { description: "Lower end, 0 to 1." })
  low!: number;

  @Field(() => Float, { description: "Upper end, 0 to 1." })
  high!: number;
}

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "What a probability is compared with: what a population does.",
})
export class Baseline {
  @Field(() => String, { description: "Key of the population, for example `INSPECTED_IN_TIME_FR`." })
  name!: string;

  @Field(() => Float, { description: "The same probability for that population, 0 to 1." })
  rate!: number;

  @Field(() => Int, {
    nullable: true,
    description: "How many it counts; null where the source does not say.",
  })
  population!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Who published the rate, and how it was read; null where it was learnt from ingested histories.",
  })
  source!: string | null;
}
