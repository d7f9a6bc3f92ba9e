import { Field, Float, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { Currency, RepairOperation } from "../vocabulary/graphql.ts";
import { OdometerInput, OwnGarageInput, PositionInput } from "./inspection.inputs.ts";
import { VehicleNameInput } from "./vehicle.inputs.ts";

@InputType({ description: "Work on one part." })
export class RepairLineInput {
  @Field(() => RepairOperation, { description: "What was done with it. CHECK closes no signal." })
  operation!: string;

  @Field(() => String, { description: "Key out of `partCategories`, for example BRAKE_PAD_SET." })
  partCategory!: string;

  @Field(() => PositionInput, {
    nullable: true,
    description: "Where on the vehicle; without one the line counts for every place.",
  })
  position?: PositionInput | null;

  @Field(() => Int, { nullable: true, description: "Pieces or sets, 0 to 1000; null: not said." })
  quantity?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Charged for the line, parts and labour with tax, in units of the currency; null: not said.",
  })
  price?: number | null;

  @Field(() => Currency, {
    nullable: true,
    description: "Of the price; what the vehicle's country pays in when absent or null.",
  })
  currency?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "Lining or tread that was left before the work, millimetres; null: not measured.",
  })
  measuredMm?: number | null;
}

@InputType({ description: "A visit of a vehicle to a garage, closed." })
export class RecordRepairOrderInput {
  @Field(() => String, {
    description: "Your own number for it, at most 200 characters: sent again under it, it is corrected.",
  })
  id!: string;

  @Field(() => ID, { nullable: true, description: "As this API gave it to your partner; or else `vehicle`." })
  vehicleId?: string | null;

  @Field(() => VehicleNameInput, { nullable: true, description: "By its marks; or else `vehicleId`." })
  vehicle?: VehicleNameInput | null;

  @Field(() => OwnGarageInput, { nullable: true, description: "Where the work was done; null: not said." })
  garage?: OwnGarageInput | null;

  @Field(() => DateScalar, { description: "When the work was done. Not after today." })
  closedOn!: string;

  @Field(() => OdometerInput, { nullable: true, description: "The distance that was read; null: none was." })
  odometer?: OdometerInput | null;

  @Field(() => [RepairLineInput], { description: "At most 250; they replace those of an earlier version." })
  lines!: RepairLineInput[];
}
