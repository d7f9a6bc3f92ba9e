import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { Access } from "../../platform/read/entity.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import { BatchInput, BatchPayload, errorsOf, ItemResult, namedInputs } from "./batch.types.ts";
import { RecordRepairOrderInput } from "./repair-order.inputs.ts";

@InputType({ description: "Repair orders to put on record." })
export class RecordRepairOrdersInput extends BatchInput {
  @Field(() => [RecordRepairOrderInput], { description: "At most 250." })
  items!: RecordRepairOrderInput[];
}

@Access("repairs:write")
@ObjectType({ simpleResolvers: true, description: "What became of one repair order." })
export class RecordRepairOrderResult extends ItemResult {
  @Field(() => Vehicle, {
    nullable: true,
    description: "What was worked on, as it stands now; null where refused or not kept.",
  })
  vehicle!: string | null;
}

@Access("repairs:write")
@ObjectType({ simpleResolvers: true, description: "What became of a batch of repair orders." })
export class RecordRepairOrdersPayload extends BatchPayload {
  @Field(() => [RecordRepairOrderResult], { description: "One for each item, in their order." })
  results!: RecordRepairOrderResult[];
}

@Resolver()
export class RepairOrderMutations {
  @Access("repairs:write")
  @Mutation(() => RecordRepairOrdersPayload, {
    description:
      "Takes in what was done to vehicles in your contract. Nobody else reads your orders; the signals of what they mended close at once, for everybody. Your numbers are looked up among the vehicle's orders.",
  })
  async recordRepairOrders(
    @Arg("input", () => RecordRepairOrdersInput, { description: "Which, and on what terms." })
    { items, ...options }: RecordRepairOrdersInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<RecordRepairOrdersPayload> {
    const inputs = namedInputs(principal, items);
    const outcomes = await services.writeBack.repairOrders(principal, inputs, options);
    const results = outcomes.map(({ id: vehicle, ...rest }) => ({ vehicle, ...rest }));
    return { results, userErrors: errorsOf(outcomes) };
  }
}
