import { sql } from "drizzle-orm";
import { Arg, Args, Field, FieldResolver, ID, InputType, Query, Resolver } from "type-graphql";
import { PageArgs } from "../../platform/graphql/connection.ts";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import {
  Access,
  compiled,
  Many,
  Read,
  type Args as Arguments,
  type Columns,
} from "../../platform/read/entity.ts";
import { isWithin } from "../areas/graphql.ts";
import { Garage } from "../garages/graphql.ts";
import type { garages } from "../garages/garage.table.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import type { vehicles } from "../vehicles/vehicle.table.ts";
import { CountryCode, InspectionKind, InspectionResult } from "../vocabulary/graphql.ts";
import { inspections, odometerReadings } from "./inspection.table.ts";
import { Inspection, InspectionConnection } from "./inspection.type.ts";
import { OdometerReading } from "./odometer-reading.type.ts";

type InspectionColumns = Columns<typeof inspections>;
type ReadingColumns = Columns<typeof odometerReadings>;

@InputType({
  description:
    "Which inspections to list. Fields that are absent or null do not filter; all others must hold.",
})
export class InspectionFilter {
  @Access(null)
  @Field(() => CountryCode, { nullable: true, description: "Under this country's rules." })
  country?: string | null;

  @Access(null)
  @Field(() => String, { nullable: true, description: "Of vehicles in the area of this code or below it." })
  area?: string | null;

  @Access(null)
  @Field(() => String, {
    nullable: true,
    description: "Of vehicles of this make; upper and lower case are the same.",
  })
  make?: string | null;

  @Access(null)
  @Field(() => [InspectionKind], { nullable: true, description: "Of one of these kinds." })
  kind?: string[] | null;

  @Access(null)
  @Field(() => [InspectionResult], { nullable: true, description: "With one of these results." })
  result?: string[] | null;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "On this day or later." })
  performedFrom?: string | null;

  @Access(null)
  @Field(() => DateScalar, { nullable: true, description: "On this day or earlier." })
  performedUntil?: string | null;

  @Access(null)
  @Field(() => ID, { nullable: true, description: "At this garage; an id unknown to you finds nothing." })
  garage?: string | null;
}

function filtered(i: InspectionColumns, args: Arguments) {
  return allOf(
    when(args("filter", "country"), (country) => sql`${i.country} = ${country}`),
    isWithin(i.areaCode, args, "filter", "area"),
    when(
      args.map((make: string) => make.toUpperCase(), "filter", "make"),
      (make) => sql`${i.make} = ${make}`,
    ),
    when(args("filter", "kind"), (kinds) => sql`${i.kind} = any (${kinds}::text[])`),
    when(args("filter", "result"), (results) => sql`${i.result} = any (${results}::text[])`),
    when(args("filter", "performedFrom"), (day) => sql`${i.performedOn} >= ${day}::date`),
    when(args("filter", "performedUntil"), (day) => sql`${i.performedOn} <= ${day}::date`),
    when(args.id("Garage", "filter", "garage"), (garage) => sql`${i.garageId} = ${garage}`),
  );
}

const NEWEST_FIRST = {
  by: (i: InspectionColumns) => [i.performedOn, i.id],
  descending: true,
  bounds: ["performedFrom", "performedUntil"],
};

@Resolver()
export class InspectionReads {
  @Query(() => Inspection, {
    nullable: true,
    description: "One inspection; null where the id is unknown to you.",
  })
  @Read({ where: (i: InspectionColumns, args) => sql`${i.id} = ${args.id("Inspection", "id")}` })
  inspection(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) _id: string,
  ): Inspection | null {
    return compiled();
  }

  @Query(() => InspectionConnection, { description: "Inspections in your contract, newest first." })
  @Read({ where: filtered, orders: { default: NEWEST_FIRST } })
  inspections(
    @Args(() => PageArgs) _page: PageArgs,
    @Arg("filter", () => InspectionFilter, { nullable: true, description: "Which ones; all without it." })
    _filter?: InspectionFilter | null,
  ): object {
    return compiled();
  }
}

@Resolver(() => Vehicle)
export class VehicleInspections {
  @FieldResolver(() => InspectionConnection, { description: "Its inspections, newest first." })
  @Many({
    on: (v: Columns<typeof vehicles>, i: InspectionColumns) => sql`${i.vehicleId} = ${v.id}`,
    sameSubject: true,
    sameContract: true,
    order: NEWEST_FIRST,
  })
  inspections(@Args(() => PageArgs) _page: PageArgs): object {
    return compiled();
  }

  @FieldResolver(() => [OdometerReading], { description: "Every reading of its odometer, oldest first." })
  @Many({
    usualSize: 10,
    on: (v: Columns<typeof vehicles>, r: ReadingColumns) => sql`${r.vehicleId} = ${v.id}`,
    sameSubject: true,
    sameContract: true,
    order: { by: (r: ReadingColumns) => [r.readOn, r.id] },
  })
  odometerReadings(): OdometerReading[] {
    return compiled();
  }
}

@Resolver(() => Garage)
export class GarageInspections {
  @FieldResolver(() => InspectionConnection, {
    description: "Inspections that took place there, newest first.",
  })
  @Many({
    on: (g: Columns<typeof garages>, i: InspectionColumns) => sql`${i.garageId} = ${g.id}`,
    order: NEWEST_FIRST,
  })
  inspections(@Args(() => PageArgs) _page: PageArgs): object {
    return compiled();
  }
}
