import { Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { Access } from "../../platform/read/entity.ts";
import { SignalKind } from "../vocabulary/graphql.ts";
import type * as words from "../vocabulary/index.ts";
import type { Conversion } from "./conversions.ts";

@Access("signals:act")
@ObjectType({
  simpleResolvers: true,
  description: "How far your partner's claims of one kind of signal came. A claim counts once for each step.",
})
export class SignalConversion implements Conversion {
  @Field(() => SignalKind, { description: "Of which signals." })
  kind!: words.SignalKind;

  @Field(() => Int, { description: "Claims made." })
  claimed!: number;

  @Field(() => Int, { description: "Claims of which the driver was reached." })
  contacted!: number;

  @Field(() => Int, { description: "Claims for which a price was named." })
  quoted!: number;

  @Field(() => Int, { description: "Claims for which a day was agreed." })
  booked!: number;

  @Field(() => Int, { description: "Claims whose work was done." })
  completed!: number;

  @Field(() => Int, { description: "Claims that came to nothing." })
  lost!: number;

  @Field(() => Int, { description: "Claims whose signal was wrong: nothing was needed." })
  notRelevant!: number;
}

@Resolver()
export class SignalConversionReads {
  @Access("signals:act")
  @Query(() => [SignalConversion], {
    description: "What came of your partner's claims, by kind of signal; kinds never claimed are left out.",
  })
  signalConversions(@Ctx() { principal, services }: RequestContext): Promise<SignalConversion[]> {
    return services.signalWork.conversions(principal);
  }
}
