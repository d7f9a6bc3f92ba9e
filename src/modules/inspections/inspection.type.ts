import { sql } from "drizzle-orm";
import { Arg, FieldResolver, ID, Resolver } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { Node } from "../../platform/graphql/node.ts";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import { Column, compiled, Entity, Id, Many, One, type Columns } from "../../platform/read/entity.ts";
import type { garages } from "../garages/garage.table.ts";
import { Garage } from "../garages/graphql.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import type { vehicles } from "../vehicles/vehicle.table.ts";
import {
  CountryCode,
  DataSource,
  DefectSeverity,
  InspectionKind,
  InspectionResult,
} from "../vocabulary/graphql.ts";
import { Defect } from "./defect.type.ts";
import { inspections, type defects, type odometerReadings } from "./inspection.table.ts";
import { OdometerReading } from "./odometer-reading.type.ts";

type InspectionColumns = Columns<typeof inspections>;
type DefectColumns = Columns<typeof defects>;
type ReadingColumns = Columns<typeof odometerReadings>;

@Entity("Inspection", {
  description: "One visit of a vehicle to an inspection centre, or one retest.",
  table: inspections,
  prefix: "I",
  scope: "inspections:read",
  contract: { area: "areaCode", make: "make" },
  erased: "erasedAt",
  personal: { subject: "vehicleId", hidden: { certificateNumber: "CERTIFICATE" } },
  implements: Node,
})
export class Inspection implements Node {
  @Id(() => ID, { description: "Opaque id of this inspection for your partner." })
  id!: string;

  @Column(() => CountryCode, { description: "Country whose rules it followed." })
  country!: string;

  @Column(() => InspectionKind, { description: "Why it took place." })
  kind!: string;

  @Column(() => InspectionResult, { description: "Outcome in one scale for all countries." })
  result!: string;

  @Column(() => String, {
    nullable: true,
    description: "The source's own word for the kind; null where it has none.",
  })
  nationalKind!: string | null;

  @Column(() => String, {
    nullable: true,
    description: "The source's own word for the result; null where it has none.",
  })
  nationalResult!: string | null;

  @Column(() => DateScalar, { description: "Day of the inspection, where it took place." })
  performedOn!: string;

  @Column(() => DateScalar, {
    nullable: true,
    description: "Last day that its certificate is valid; null after a failure or where unknown.",
  })
  validUntil!: string | null;

  @Column(() => DateScalar, {
    nullable: true,
    description: "Last day for a retest instead of a whole new inspection; null where none is due.",
  })
  retestBy!: string | null;

  @Column(() => DateScalar, {
    nullable: true,
    description: "First day on which the vehicle may not be driven; null where it may.",
  })
  drivingBannedFrom!: string | null;

  @Column(() => String, {
    nullable: true,
    scope: "vehicles:identify",
    description:
      "Number of the certificate or test. It leads to the vehicle, so it is guarded like its plate; null where unknown.",
  })
  certificateNumber!: string | null;

  @Column(() => DataSource, { description: "Where the record comes from." })
  source!: string;
}

export const InspectionConnection = connectionOf("Inspection", () => Inspection);

@Resolver(() => Inspection)
export class InspectionRelations {
  @FieldResolver(() => Vehicle, { description: "The vehicle inspected." })
  @One({ on: (i: InspectionColumns, v: Columns<typeof vehicles>) => sql`${v.id} = ${i.vehicleId}` })
  vehicle(): Vehicle {
    return compiled();
  }

  @FieldResolver(() => Garage, {
    nullable: true,
    description:
      "Where it took place; null where the source does not say or the garage is outside your contract.",
  })
  @One({ on: (i: InspectionColumns, g: Columns<typeof garages>) => sql`${g.id} = ${i.garageId}` })
  garage(): Garage | null {
    return compiled();
  }

  @FieldResolver(() => OdometerReading, {
    nullable: true,
    description: "Distance read at it; null where none was.",
  })
  @One({
    on: (i: InspectionColumns, r: ReadingColumns) =>
      sql`${r.vehicleId} = ${i.vehicleId} and ${r.id} = ${i.id}`,
    sameSubject: true,
    sameContract: true,
  })
  odometer(): OdometerReading | null {
    return compiled();
  }

  @FieldResolver(() => Inspection, {
    nullable: true,
    description:
      "The failed inspection that this retest answers; null where it is no retest or that one is unknown.",
  })
  @One({
    on: (i: InspectionColumns, failed: InspectionColumns) =>
      sql`${failed.vehicleId} = ${i.vehicleId} and ${failed.id} = ${i.retestOf}`,
    sameSubject: true,
    sameContract: true,
  })
  retestOf(): Inspection | null {
    return compiled();
  }

  @FieldResolver(() => [Defect], {
    description: "What it found, in the source's order; empty where nothing was.",
  })
  @Many({
    usualSize: 10,
    on: (i: InspectionColumns, d: DefectColumns, args) =>
      allOf(
        sql`${d.vehicleId} = ${i.vehicleId} and ${d.inspectionId} = ${i.id}`,
        when(args("severity"), (severity) => sql`${d.severity} = any (${severity}::text[])`),
      ),
    sameContract: true,
    order: { by: (d: DefectColumns) => [d.ordinal] },
  })
  defects(
    @Arg("severity", () => [DefectSeverity], {
      nullable: true,
      description: "Only of these severities; all when absent or null.",
    })
    _severity?: string[] | null,
  ): Defect[] {
    return compiled();
  }
}
