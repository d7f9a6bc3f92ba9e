import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import {
  Axle,
  DefectScheme,
  DefectSeverity,
  InspectionKind,
  InspectionResult,
  Locale,
  OdometerUnit,
  Side,
  Spot,
} from "../vocabulary/graphql.ts";
import { VehicleNameInput } from "./vehicle.inputs.ts";

@InputType({ description: "A distance as it was read." })
export class OdometerInput {
  @Field(() => Int, { description: "What the odometer showed." })
  value!: number;

  @Field(() => OdometerUnit, { description: "What it counts." })
  unit!: string;
}

@InputType({ description: "Where on the vehicle." })
export class PositionInput {
  @Field(() => Axle, { nullable: true, description: "Front or rear; null: no axle." })
  axle?: string | null;

  @Field(() => Side, { nullable: true, description: "From the driver's seat; null: no side." })
  side?: string | null;

  @Field(() => Spot, { nullable: true, description: "On its axle and side; null: no more is known." })
  spot?: string | null;

  @Field(() => Int, { nullable: true, description: "Counted from the front, from 1." })
  axleNumber?: number | null;
}

@InputType({ description: "A defect that was found: its code, its text, or both." })
export class RecordDefectInput {
  @Field(() => DefectScheme, { description: "Whose list the code is from." })
  scheme!: string;

  @Field(() => String, { nullable: true, description: "As that list writes it." })
  code?: string | null;

  @Field(() => String, { nullable: true, description: "As the inspector wrote it." })
  text?: string | null;

  @Field(() => Locale, { nullable: true, description: "Language of the text." })
  locale?: string | null;

  @Field(() => DefectSeverity, { nullable: true, description: "Where the code does not imply it." })
  severity?: string | null;

  @Field(() => PositionInput, { nullable: true, description: "Where code and text do not say it." })
  position?: PositionInput | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it was put right on the spot." })
  rectified?: boolean | null;
}

@InputType({ description: "A garage of yours." })
export class OwnGarageInput {
  @Field(() => String, { description: "Your own number, as upsertGarages was given it." })
  externalId!: string;
}

@InputType({ description: "An inspection that took place." })
export class RecordInspectionInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Your own number for it: sent again under it, it is corrected. Without one, day and kind tell it apart.",
  })
  id?: string | null;

  @Field(() => ID, { nullable: true, description: "As this API gave it to your partner; or else `vehicle`." })
  vehicleId?: string | null;

  @Field(() => VehicleNameInput, { nullable: true, description: "By its marks; or else `vehicleId`." })
  vehicle?: VehicleNameInput | null;

  @Field(() => OwnGarageInput, { nullable: true, description: "Where it took place." })
  garage?: OwnGarageInput | null;

  @Field(() => InspectionKind, { nullable: true, description: "Or else `nationalKind`." })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: "In the country's own words." })
  nationalKind?: string | null;

  @Field(() => InspectionResult, { nullable: true, description: "Or else `nationalResult`." })
  result?: string | null;

  @Field(() => String, { nullable: true, description: "In the country's own words." })
  nationalResult?: string | null;

  @Field(() => DateScalar, { description: "Not after today." })
  performedOn!: string;

  @Field(() => String, {
    nullable: true,
    description: "An instant (RFC 3339), where two of one day are to be told apart.",
  })
  performedAt?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Last day on the certificate, where it was passed.",
  })
  validUntil?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "As printed on the paper that the driver was given; null where there is none.",
  })
  certificateNumber?: string | null;

  @Field(() => OdometerInput, { nullable: true, description: "The distance that was read." })
  odometer?: OdometerInput | null;

  @Field(() => [RecordDefectInput], {
    nullable: true,
    description: "All that were found; null: not said, which leaves known ones.",
  })
  defects?: RecordDefectInput[] | null;
}
