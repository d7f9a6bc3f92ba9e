import { Int } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { Column, Entity } from "../../platform/read/entity.ts";
import { SHOWN_GRAIN_KM } from "../vehicles/graphql.ts";
import { DataSource, OdometerReason, OdometerUnit } from "../vocabulary/graphql.ts";
import { odometerReadings } from "./inspection.table.ts";

@Entity("OdometerReading", {
  description: "A distance read off a vehicle's odometer.",
  table: odometerReadings,
  scope: "inspections:read",
  contract: { area: "areaCode", make: "make" },
  erased: "erasedAt",
  personal: {
    subject: "vehicleId",
    hidden: {},
    rounded: { value: SHOWN_GRAIN_KM, km: SHOWN_GRAIN_KM, repairedKm: SHOWN_GRAIN_KM },
  },
})
export class OdometerReading {
  @Column(() => DateScalar, { description: "Day of the reading." })
  readOn!: string;

  @Column(() => Int, {
    description:
      "As it was read, in `unit`. Rounded to 1,000 where the vehicle's identity is not shown to you.",
  })
  value!: number;

  @Column(() => OdometerUnit, { description: "Unit of `value`." })
  unit!: string;

  @Column(() => Int, { description: "The same distance, km, rounded alike." })
  km!: number;

  @Column(() => DataSource, { description: "Who read it." })
  source!: string;

  @Column(() => OdometerReason, {
    nullable: true,
    description: "Why it is not taken at its word; null where it is.",
  })
  reason!: string | null;

  @Column(() => Int, {
    nullable: true,
    description:
      "What it most likely was, km, where it is an evident typing error; else null. Rounded like `km`.",
  })
  repairedKm!: number | null;
}
