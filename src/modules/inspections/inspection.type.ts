import { sql } from "drizzle-orm";
import { Arg, Field, FieldResolver, ID, Int, ObjectType, Resolver } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { Node } from "../../platform/graphql/node.ts";
import { DateScalar } from "../../platform/graphql/scalars.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import {
  Column,
  compiled,
  Computed,
  ComputedBy,
  Entity,
  Id,
  Many,
  One,
  PartOfEntity,
  type Columns,
} from "../../platform/read/entity.ts";
import { defectText, findAnnexItem } from "../defects/index.ts";
import { garages } from "../garages/garage.table.ts";
import { Garage } from "../garages/graphql.ts";
import { partCategories } from "../parts/part-category.table.ts";
import { BY_POSITION, PartCategory } from "../parts/graphql.ts";
import { shownKm, Vehicle } from "../vehicles/graphql.ts";
import type { vehicles } from "../vehicles/vehicle.table.ts";
import {
  Axle,
  CountryCode,
  DataSource,
  DefectScheme,
  DefectSeverity,
  InspectionKind,
  InspectionResult,
  Locale,
  OdometerReason,
  OdometerUnit,
  Side,
  Spot,
} from "../vocabulary/graphql.ts";
import type { Locale as LocaleCode } from "../vocabulary/index.ts";
import {
  defects,
  inspections,
  odometerReadings,
  type DefectRow,
  type OdometerReadingRow,
} from "./inspection.table.ts";

type InspectionColumns = Columns<typeof inspections>;
type DefectColumns = Columns<typeof defects>;
type ReadingColumns = Columns<typeof odometerReadings>;

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

@PartOfEntity
@ObjectType({
  simpleResolvers: true,
  description: "Where on the vehicle a defect is. What the record does not say is null.",
})
export class Position {
  @Field(() => Axle, {
    nullable: true,
    description: "Along the vehicle; null where the record does not say.",
  })
  axle!: string | null;

  @Field(() => Side, {
    nullable: true,
    description: "Across the vehicle; null where the record does not say.",
  })
  side!: string | null;

  @Field(() => Spot, {
    nullable: true,
    description: "On that axle and side; null where the record does not say.",
  })
  spot!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Axle counted from the front, from 1; null where the record does not say.",
  })
  axleNumber!: number | null;
}

@Entity("Defect", {
  description: "Something that an inspection found wrong, or noted for the future.",
  table: defects,
  prefix: "D",
  scope: "inspections:read",
  contract: { area: "areaCode", make: "make" },
})
export class Defect {
  @Id(() => ID, { description: "Opaque id of this defect for your partner." })
  id!: string;

  @Column(() => DefectSeverity, { description: "How bad it is." })
  severity!: string;

  @Column(() => String, {
    nullable: true,
    description: "Code as the source wrote it; null where it gave only text.",
  })
  code!: string | null;

  @Column(() => DefectScheme, { description: "Whose list the code belongs to." })
  scheme!: string;

  @Column(() => String, {
    nullable: true,
    description:
      "Item of Directive 2014/45/EU Annex I, the common key of all schemes; null where none is certain.",
  })
  annexItem!: string | null;

  @Computed(() => Position, {
    nullable: true,
    description: "Where it is; null where the record does not say.",
    needs: ["axle", "side", "spot", "axleNumber"],
    value: ({ axle, side, spot, axleNumber }: DefectRow): Position | null =>
      (axle ?? side ?? spot ?? axleNumber) ? { axle, side, spot, axleNumber } : null,
  })
  position!: Position | null;

  @Column(() => Boolean, { description: "Whether it was put right on the spot (UK PRS)." })
  rectified!: boolean;

  @Column(() => Boolean, {
    description: "Whether the inspector typed it in freely instead of choosing it from the list.",
  })
  unstructured!: boolean;

  @Column(() => Boolean, {
    description: "Whether its code is not in its scheme's list: it is kept as it came.",
  })
  codeUnknown!: boolean;
}

@Entity("Inspection", {
  description: "One visit of a vehicle to an inspection centre, or one retest.",
  table: inspections,
  prefix: "I",
  scope: "inspections:read",
  contract: { area: "areaCode", make: "make" },
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

@Resolver(() => Defect)
export class DefectRelations {
  @FieldResolver(() => String, {
    description:
      "What is wrong, in the source's own words where they are in that language, else the title of its item.",
  })
  @ComputedBy({
    needs: ["text", "textLocale", "annexItem", "code"],
    value: (row: DefectRow, _viewer, { locale }: { locale: LocaleCode }) =>
      defectText({ ...row, annexItem: row.annexItem === null ? null : findAnnexItem(row.annexItem) }, locale),
  })
  text(
    @Arg("locale", () => Locale, {
      defaultValue: "EN",
      description: "Language of the text; English where we have no other.",
    })
    _locale: LocaleCode,
  ): string {
    return compiled();
  }

  @FieldResolver(() => [PartCategory], {
    description: "What its repair usually takes; empty where no part is needed or the item is unknown.",
  })
  @Many({
    usualSize: 2,
    on: (d: DefectColumns, p: Columns<typeof partCategories>) => sql`${p.key} = any (${d.partCategories})`,
    order: BY_POSITION,
  })
  partCategories(): PartCategory[] {
    return compiled();
  }

  @FieldResolver(() => Defect, {
    nullable: true,
    description: "The same item's defect on the previous periodic inspection; null where there was none.",
  })
  @One({
    on: (d: DefectColumns, earlier: DefectColumns) =>
      sql`${earlier.vehicleId} = ${d.vehicleId} and ${earlier.id} = ${d.repeatOf}`,
  })
  repeatOf(): Defect | null {
    return compiled();
  }
}
