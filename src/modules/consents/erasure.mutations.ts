import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from "type-graphql";
import type { UserError } from "../../platform/errors/outcome.ts";
import type { RequestContext } from "../../platform/graphql/context.ts";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { UserErrorType, USER_ERRORS_DESCRIPTION } from "../../platform/graphql/user-error.ts";
import { Access } from "../../platform/read/entity.ts";

@Access("admin")
@ObjectType({ simpleResolvers: true, description: "That a vehicle's identity was erased." })
export class VehicleErasure {
  @Field(() => ID, { description: "The id that it had for you. It answers null from now on." })
  vehicleId!: string;

  @Field(() => DateTimeScalar, {
    description: "When it was erased; earlier than now where it had been before.",
  })
  erasedAt!: Date;
}

@Access("admin")
@ObjectType({ simpleResolvers: true, description: "What became of an erasure." })
export class EraseVehiclePayload {
  @Field(() => VehicleErasure, { nullable: true, description: "The erasure; null where refused." })
  erasure!: VehicleErasure | null;

  @Field(() => [UserErrorType], { description: USER_ERRORS_DESCRIPTION })
  userErrors!: readonly UserError[];
}

@Resolver()
export class ErasureMutations {
  @Access("admin")
  @Mutation(() => EraseVehiclePayload, {
    description:
      "Removes a vehicle's identity for good: plate, VIN and all that leads back to it. It is not taken again from any source. What describes thousands alike stays for statistics; the vehicle itself is shown to nobody any more.",
  })
  async eraseVehicle(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) id: string,
    @Ctx() { principal, services }: RequestContext,
  ): Promise<EraseVehiclePayload> {
    const { value, userErrors } = await services.consents.eraseVehicle(principal.ids.decode("V", id));
    return { erasure: value && { vehicleId: id, erasedAt: value.erasedAt }, userErrors };
  }
}
