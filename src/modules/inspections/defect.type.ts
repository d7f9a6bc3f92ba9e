import { sql } from "drizzle-orm";
import { Arg, Field, FieldResolver, ID, Int, ObjectType, Resolver } from "type-graphql";
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
import { BY_POSITION, PartCategory } from "../parts/graphql.ts";
import type { partCategories } from "../parts/part-category.table.ts";
import { Axle, DefectScheme, DefectSeverity, Locale, Side, Spot } from "../vocabulary/graphql.ts";
import type { Locale as LocaleCode } from "../vocabulary/index.ts";
import { defects, type DefectRow } from "./inspection.table.ts";

type DefectColumns = Columns<typeof defects>;

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
  erased: "erasedAt",
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

@Resolver(() => Defect)
export class DefectRelations {
  @FieldResolver(() => String, {
    description:
      "What is wrong, in the source's own words where they are in that language, else the title of its item.",
  })
  @ComputedBy({
    needs: ["text", "textLocale", "annexItem", "code"],
    value: (row: DefectRow, _viewer, { locale }: { locale: LocaleCode | null }) =>
      defectText(
        { ...row, annexItem: row.annexItem === null ? null : findAnnexItem(row.annexItem) },
        locale ?? "EN",
      ),
  })
  text(
    @Arg("locale", () => Locale, {
      nullable: true,
      defaultValue: "EN",
      description: "Language of the text; English when null, and where we have no other.",
    })
    _locale: LocaleCode | null,
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
