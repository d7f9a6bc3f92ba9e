import { sql } from "drizzle-orm";
import { FieldResolver, Float, ID, Int, Field, ObjectType, Resolver } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { Node } from "../../platform/graphql/node.ts";
import { connectionOf } from "../../platform/graphql/connection.ts";
import {
  Column,
  compiled,
  Entity,
  Id,
  One,
  PartOfEntity,
  Parts,
  type Columns,
} from "../../platform/read/entity.ts";
import { Area } from "../areas/graphql.ts";
import type { areas } from "../areas/area.table.ts";
import {
  CountryCode,
  DatePrecision,
  FuelType,
  OdometerReason,
  OdometerVerdict,
  VehicleCategory,
  VehicleUsage,
} from "../vocabulary/graphql.ts";
import { SHOWN_GRAIN_KM } from "./shown-km.ts";
import { vehicles } from "./vehicle.table.ts";

@PartOfEntity
@ObjectType({ simpleResolvers: true, description: "What a vehicle's odometer readings say together." })
export class OdometerSummary {
  @Field(() => Int, {
    nullable: true,
    description:
      "Last believable distance, km; null without a reading. Rounded to 1,000 km where the vehicle's identity is not shown to you.",
  })
  latestKm!: number | null;

  @Field(() => DateScalar, { nullable: true, description: "Day of that reading; null without one." })
  readOn!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Kilometres a year, robust against a single bad reading; null with too few readings. Rounded to 1,000 km where the vehicle's identity is not shown to you.",
  })
  kmPerYear!: number | null;

  @Field(() => OdometerVerdict, { description: "Whether the readings fit together." })
  verdict!: string;

  @Field(() => OdometerReason, {
    nullable: true,
    description: "What was found; null where all readings simply fit.",
  })
  reason!: string | null;
}

@Entity("Vehicle", {
  description: "A vehicle that is or was on the road, as inspections, registers and partners know it.",
  table: vehicles,
  prefix: "V",
  scope: "vehicles:read",
  contract: { area: "areaCode", make: "make" },
  erased: "erasedAt",
  personal: {
    subject: "id",
    hidden: { registration: "REGISTRATION", vin: "VIN" },
    rounded: { odometerKm: SHOWN_GRAIN_KM, odometerKmPerYear: SHOWN_GRAIN_KM },
    coarse: { updatedAt: "DAY" },
    coarseInBulk: { firstRegisteredOn: "MONTH", firstRegisteredPrecision: { DAY: "MONTH" } },
    marker: "hasConsents",
  },
  implements: Node,
})
export class Vehicle implements Node {
  @Id(() => ID, {
    description: "Opaque id of this vehicle for your partner; it outlives changes of registration.",
  })
  id!: string;

  @Column(() => CountryCode, { description: "Country of registration." })
  country!: string;

  @Column(() => String, {
    nullable: true,
    scope: "vehicles:identify",
    description:
      "Registration mark, upper case without separators. Personal data: null where unknown, and where no purpose of your contract allows it (see `consents`).",
  })
  registration!: string | null;

  @Column(() => String, {
    nullable: true,
    scope: "vehicles:identify",
    description:
      "Vehicle identification number (ISO 3779). Personal data: null where unknown, and where no purpose of your contract allows it (see `consents`).",
  })
  vin!: string | null;

  @Column(() => String, { description: "Make in upper case, for example `RENAULT`." })
  make!: string;

  @Column(() => String, { description: "Model in upper case, as the source names it." })
  model!: string;

  @Column(() => String, {
    nullable: true,
    description: "Variant or trim; null where the source does not say.",
  })
  variant!: string | null;

  @Column(() => String, {
    nullable: true,
    description: "Main colour in the source's word; null where unknown.",
  })
  colour!: string | null;

  @Column(() => VehicleCategory, { description: "EU category." })
  category!: string;

  @Column(() => VehicleUsage, { description: "Use, as far as it changes when it must be inspected." })
  usage!: string;

  @Column(() => FuelType, { description: "What propels it." })
  fuel!: string;

  @Column(() => Int, {
    nullable: true,
    description: "Engine capacity, cm³; null for electric vehicles and where unknown.",
  })
  engineCapacityCc!: number | null;

  @Column(() => Float, { nullable: true, description: "Net maximum power, kW; null where unknown." })
  powerKw!: number | null;

  @Column(() => Int, { nullable: true, description: "Maximum authorised mass, kg; null where unknown." })
  grossMassKg!: number | null;

  @Column(() => DateScalar, {
    nullable: true,
    description:
      "First registration anywhere, to be read with `firstRegisteredPrecision`; null where unknown. Its month in exports without `vehicles:identify`.",
  })
  firstRegisteredOn!: string | null;

  @Column(() => DatePrecision, { description: "How much of `firstRegisteredOn` is known." })
  firstRegisteredPrecision!: string;

  @Parts(() => OdometerSummary, {
    description: "Distance and yearly distance, with a verdict on the readings.",
    columns: {
      latestKm: "odometerKm",
      readOn: "odometerReadOn",
      kmPerYear: "odometerKmPerYear",
      verdict: "odometerVerdict",
      reason: "odometerReason",
    },
  })
  odometer!: OdometerSummary;

  @Column(() => DateTimeScalar, {
    description:
      "When anything about this vehicle last changed here. The beginning of that day without `vehicles:identify`.",
  })
  updatedAt!: Date;
}

export const VehicleConnection = connectionOf("Vehicle", () => Vehicle);

@Resolver(() => Vehicle)
export class VehicleArea {
  @FieldResolver(() => Area, {
    nullable: true,
    description:
      "Narrowest area that the vehicle is known to belong to; the country where nothing narrower is certain.",
  })
  @One({ on: (v: Columns<typeof vehicles>, a: Columns<typeof areas>) => sql`${a.code} = ${v.areaCode}` })
  area(): Area | null {
    return compiled();
  }
}
