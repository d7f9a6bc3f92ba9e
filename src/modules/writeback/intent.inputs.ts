import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { DeclarationKind, InspectionKind, RepairOperation } from "../vocabulary/graphql.ts";
import { OwnGarageInput, PositionInput } from "./inspection.inputs.ts";
import { VehicleNameInput } from "./vehicle.inputs.ts";

@InputType({ description: "A driver's own request, for an inspection or for work on a part." })
export class DeclaredIntentInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Your own number for it, at most 200 characters: sent again under it, it is corrected. Without one, each is new.",
  })
  id?: string | null;

  @Field(() => ID, { nullable: true, description: "As this API gave it to your partner; or else `vehicle`." })
  vehicleId?: string | null;

  @Field(() => VehicleNameInput, { nullable: true, description: "By its marks; or else `vehicleId`." })
  vehicle?: VehicleNameInput | null;

  @Field(() => DeclarationKind, { description: "Which is the kind of the signal as well." })
  kind!: string;

  @Field(() => InspectionKind, {
    nullable: true,
    description: "Which inspection; or else `partCategory`, and what belongs to it.",
  })
  inspectionKind?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Key out of `partCategories`, for example TYRE; or else `inspectionKind`.",
  })
  partCategory?: string | null;

  @Field(() => RepairOperation, { nullable: true, description: "Work on the part; null: not said." })
  operation?: string | null;

  @Field(() => PositionInput, { nullable: true, description: "Where on the vehicle; null: not said." })
  position?: PositionInput | null;

  @Field(() => Int, { nullable: true, description: "Pieces or sets, 0 to 1000; null: not said." })
  quantity?: number | null;

  @Field(() => OwnGarageInput, {
    nullable: true,
    description: "Where the driver wants to go; null: anywhere.",
  })
  garage?: OwnGarageInput | null;

  @Field(() => DateScalar, { description: "First day that suits the driver; may be past." })
  fromOn!: string;

  @Field(() => DateScalar, {
    description:
      "Last day that suits: today or later, at most 366 days away. The signal expires 14 days after it.",
  })
  untilOn!: string;
}
