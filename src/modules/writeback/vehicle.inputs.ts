import { Field, Float, InputType, Int } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { CountryCode, FuelType, GarageKind, VehicleCategory, VehicleUsage } from "../vocabulary/graphql.ts";

const LEFT = "What is absent or null stays as it is known";

@InputType({ description: "A vehicle by its marks: a registration, a VIN, or both." })
export class VehicleNameInput {
  @Field(() => CountryCode, { description: "Where it is registered." })
  country!: string;

  @Field(() => String, { nullable: true, description: "Its mark; spaces and dashes make no difference." })
  registration?: string | null;

  @Field(() => String, { nullable: true, description: "Its chassis number, usually 17 characters." })
  vin?: string | null;
}

@InputType({ description: `A vehicle as you know it. ${LEFT}.` })
export class UpsertVehicleInput extends VehicleNameInput {
  @Field(() => String, { description: "For example RENAULT; stored in upper case." })
  make!: string;

  @Field(() => String, { description: "For example CLIO; stored in upper case." })
  model!: string;

  @Field(() => String, { nullable: true, description: "The maker's name for the version." })
  variant?: string | null;

  @Field(() => String, { nullable: true, description: "As a word; stored in upper case." })
  colour?: string | null;

  @Field(() => VehicleCategory, { nullable: true, description: "Of the EU's classes." })
  category?: string | null;

  @Field(() => VehicleUsage, {
    nullable: true,
    description: "As far as it changes when it must be inspected.",
  })
  usage?: string | null;

  @Field(() => FuelType, { nullable: true, description: "What it runs on." })
  fuel?: string | null;

  @Field(() => Int, { nullable: true, description: "cm³." })
  engineCapacityCc?: number | null;

  @Field(() => Float, { nullable: true, description: "Kilowatts." })
  powerKw?: number | null;

  @Field(() => Int, { nullable: true, description: "Largest permitted mass, kilograms." })
  grossMassKg?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "As closely as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.",
  })
  firstRegisteredOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "First admission to the roads of its country, where that is another day.",
  })
  firstAdmissionOn?: string | null;

  @Field(() => String, { nullable: true, description: "Code of the area it belongs to." })
  area?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Where it is kept, from which its area is found; not stored.",
  })
  postalCode?: string | null;
}

@InputType({ description: "Where a garage is." })
export class AddressInput {
  @Field(() => String, { nullable: true, description: "Street and number." })
  street?: string | null;

  @Field(() => String, { nullable: true, description: "From which its area is found." })
  postalCode?: string | null;

  @Field(() => String, { nullable: true, description: "Town." })
  city?: string | null;
}

@InputType({ description: "A place on Earth, WGS 84." })
export class LocationInput {
  @Field(() => Float, { description: "Degrees north, -90 to 90." })
  latitude!: number;

  @Field(() => Float, { description: "Degrees east, -180 to 180." })
  longitude!: number;
}

@InputType({ description: `A garage as you know it. ${LEFT}.` })
export class UpsertGarageInput {
  @Field(() => CountryCode, { description: "Where it is." })
  country!: string;

  @Field(() => String, { description: "Your own number for it, by which it is found again." })
  externalId!: string;

  @Field(() => String, { description: "As its customers know it." })
  name!: string;

  @Field(() => [GarageKind], { description: "What it does; at least one." })
  kinds!: string[];

  @Field(() => AddressInput, {
    nullable: true,
    description: "Where it stands; its postcode decides the area.",
  })
  address?: AddressInput | null;

  @Field(() => String, { nullable: true, description: "The garage's own telephone number." })
  phone?: string | null;

  @Field(() => LocationInput, { nullable: true, description: "Its place; nearness is reckoned from it." })
  location?: LocationInput | null;

  @Field(() => [String], { nullable: true, description: "Names of networks it belongs to." })
  networks?: string[] | null;

  @Field(() => [VehicleCategory], { nullable: true, description: "Classes of vehicles that it takes." })
  vehicleCategories?: string[] | null;
}
