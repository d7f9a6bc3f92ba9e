import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { Access } from "../../platform/read/entity.ts";
import { Garage } from "../garages/graphql.ts";
import { Inspection } from "../inspections/graphql.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import { BatchInput, BatchPayload, errorsOf, ItemResult, namedInputs } from "./batch.types.ts";
import { RecordInspectionInput } from "./inspection.inputs.ts";
import { UpsertGarageInput, UpsertVehicleInput } from "./vehicle.inputs.ts";

@InputType({ description: "Vehicles to make known or to bring up to date." })
export class UpsertVehiclesInput extends BatchInput {
  @Field(() => [UpsertVehicleInput], { description: "At most 250." })
  items!: UpsertVehicleInput[];
}

@InputType({ description: "Garages to make known or to bring up to date." })
export class UpsertGaragesInput extends BatchInput {
  @Field(() => [UpsertGarageInput], { description: "At most 250." })
  items!: UpsertGarageInput[];
}

@InputType({ description: "Inspections to put on record." })
export class RecordInspectionsInput extends BatchInput {
  @Field(() => [RecordInspectionInput], { description: "At most 250." })
  items!: RecordInspectionInput[];
}

@Access("vehicles:write")
@ObjectType({ simpleResolvers: true, description: "What became of one vehicle." })
export class UpsertVehicleResult extends ItemResult {
  @Field(() => Vehicle, { nullable: true, description: "As it stands now; null where refused or not kept." })
  vehicle!: string | null;
}

@Access("garages:write")
@ObjectType({ simpleResolvers: true, description: "What became of one garage." })
export class UpsertGarageResult extends ItemResult {
  @Field(() => Garage, { nullable: true, description: "As it stands now; null where refused or not kept." })
  garage!: string | null;
}

@Access("inspections:write")
@ObjectType({ simpleResolvers: true, description: "What became of one inspection." })
export class RecordInspectionResult extends ItemResult {
  @Field(() => Inspection, {
    nullable: true,
    description: "As it stands now; null where refused or not kept.",
  })
  inspection!: string | null;
}

@Access("vehicles:write")
@ObjectType({ simpleResolvers: true, description: "What became of a batch of vehicles." })
export class UpsertVehiclesPayload extends BatchPayload {
  @Field(() => [UpsertVehicleResult], { description: "One for each item, in their order." })
  results!: UpsertVehicleResult[];
}

@Access("garages:write")
@ObjectType({ simpleResolvers: true, description: "What became of a batch of garages." })
export class UpsertGaragesPayload extends BatchPayload {
  @Field(() => [UpsertGarageResult], { description: "One for each item, in their order." })
  results!: UpsertGarageResult[];
}

@Access("inspections:write")
@ObjectType({ simpleResolvers: true, description: "What became of a batch of inspections." })
export class RecordInspectionsPayload extends BatchPayload {
  @Field(() => [RecordInspectionResult], { description: "One for each item, in their order." })
  results!: RecordInspectionResult[];
}

@Resolver()
export class WriteBackMutations {
  @Access("vehicles:write")
  @Mutation(() => UpsertVehiclesPayload, {
    description:
      "Makes vehicles known, or brings them up to date. They are found by registration, then by VIN. Their area and make must be in your contract.",
  })
  async upsertVehicles(
    @Arg("input", () => UpsertVehiclesInput, { description: "Which, and on what terms." })
    { items, ...options }: UpsertVehiclesInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<UpsertVehiclesPayload> {
    const outcomes = await services.writeBack.vehicles(principal, items as never, options);
    const results = outcomes.map(({ id: vehicle, ...rest }) => ({ vehicle, ...rest }));
    return { results, userErrors: errorsOf(outcomes) };
  }

  @Access("garages:write")
  @Mutation(() => UpsertGaragesPayload, {
    description:
      "Makes garages known under your own numbers, or brings them up to date. Their postcodes must be in your contract's areas.",
  })
  async upsertGarages(
    @Arg("input", () => UpsertGaragesInput, { description: "Which, and on what terms." })
    { items, ...options }: UpsertGaragesInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<UpsertGaragesPayload> {
    const outcomes = await services.writeBack.garages(principal, items as never, options);
    const results = outcomes.map(({ id: garage, ...rest }) => ({ garage, ...rest }));
    return { results, userErrors: errorsOf(outcomes) };
  }

  @Access("inspections:write")
  @Mutation(() => RecordInspectionsPayload, {
    description:
      "Puts inspections into the histories of vehicles in your contract. Signals that they close or change are so at once.",
  })
  async recordInspections(
    @Arg("input", () => RecordInspectionsInput, { description: "Which, and on what terms." })
    { items, ...options }: RecordInspectionsInput,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<RecordInspectionsPayload> {
    const inputs = namedInputs(principal, items);
    const outcomes = await services.writeBack.inspections(principal, inputs, options);
    const results = outcomes.map(({ id: inspection, ...rest }) => ({ inspection, ...rest }));
    return { results, userErrors: errorsOf(outcomes) };
  }
}
