import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { Access } from "../../platform/read/entity.ts";
import { IntentSignal } from "../signals/graphql.ts";
import { BatchInput, BatchPayload, errorsOf, ItemResult, namedInputs } from "./batch.types.ts";
import { DeclaredIntentInput } from "./intent.inputs.ts";

@InputType({ description: "Drivers' requests to pass on." })
export class DeclareIntentInput extends BatchInput {
  @Field(() => [DeclaredIntentInput], { description: "At most 250." })
  items!: DeclaredIntentInput[];
}

@Access("signals:write")
@ObjectType({ simpleResolvers: true, description: "What became of one request." })
export class DeclareIntentResult extends ItemResult {
  @Field(() => IntentSignal, {
    nullable: true,
    description:
      "What the request opened, as it stands now; null where refused or not kept, where the wish has been met already, or where your contract does not show it.",
  })
  signal!: string | null;
}

@Access("signals:write")
@ObjectType({ simpleResolvers: true, description: "What became of a batch of requests." })
export class DeclareIntentPayload extends BatchPayload {
  @Field(() => [DeclareIntentResult], { description: "One for each item, in their order." })
  results!: DeclareIntentResult[];
}

@Resolver()
export class IntentMutations {
  @Access("signals:write")
  @Mutation(() => DeclareIntentPayload, {
    description:
      "Passes on what drivers of vehicles in your contract asked you for. Each request is a DECLARED signal at once, which everybody sees whose contract shows the vehicle; it says nothing of the driver.",
  })
  async declareIntent(
    @Arg("input", () => DeclareIntentInput, { description: "Which, and on what terms." })
    { items, ...options }: DeclareIntentInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<DeclareIntentPayload> {
    const inputs = namedInputs(principal, items);
    const outcomes = await services.writeBack.intents(principal, inputs, options);
    const results = outcomes.map(({ id: signal, ...rest }) => ({ signal, ...rest }));
    return { results, userErrors: errorsOf(outcomes) };
  }
}
