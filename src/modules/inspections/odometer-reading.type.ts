import { Int } from "type-graphql";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { Column, Computed, Entity } from "../../platform/read/entity.ts";
import { shownKm } from "../vehicles/graphql.ts";
import { DataSource, OdometerReason, OdometerUnit } from "../vocabulary/graphql.ts";
import { odometerReadings, type OdometerReadingRow } from "./inspection.table.ts";

@Entity("OdometerReading", {
  description: "A distance read off a vehicle's odometer.",
  table: odometerReadings,
  scope: "inspections:read",
  contract: { area: "areaCode", make: "make" },
})
export class OdometerReading {
  @Column(() => DateScalar, { description: "Day of the reading." })
  readOn!: string;

  @Computed(() => Int, {
    description: "As it was read, in `unit`. Rounded to 1,000 for tokens without `vehicles:identify`.",
    needs: ["value"],
    value: ({ value }: OdometerReadingRow, viewer) => shownKm(value, viewer),
  })
  value!: number;

  @Column(() => OdometerUnit, { description: "Unit of `value`." })
  unit!: string;

  @Computed(() => Int, {
    description: "The same distance, km. Rounded to 1,000 km for tokens without `vehicles:identify`.",
    needs: ["km"],
    value: ({ km }: OdometerReadingRow, viewer) => shownKm(km, viewer),
  })
  km!: number;

  @Column(() => DataSource, { description: "Who read it." })
  source!: string;

  @Column(() => OdometerReason, {
    nullable: true,
    description: "Why it is not taken at its word; null where it is.",
  })
  reason!: string | null;

  @Computed(() => Int, {
    nullable: true,
    description:
      "What it most likely was, km, where it is an evident typing error; else null. Rounded like `km`.",
    needs: ["repairedKm"],
    value: ({ repairedKm }: OdometerReadingRow, viewer) => shownKm(repairedKm, viewer),
  })
  repairedKm!: number | null;
}
