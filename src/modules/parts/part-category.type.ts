import { sql } from "drizzle-orm";
import { Arg, FieldResolver, Query, Resolver } from "type-graphql";
import { when } from "../../platform/read/conditions.ts";
import { Column, compiled, ComputedBy, Entity, Read, type Columns } from "../../platform/read/entity.ts";
import { Locale, PartFamily } from "../vocabulary/graphql.ts";
import type { Locale as LocaleCode } from "../vocabulary/index.ts";
import { partCategories } from "./part-category.table.ts";

type PartColumns = Columns<typeof partCategories>;

@Entity("PartCategory", {
  description:
    "What can be sold or fitted, in our own keys; the same words in inspections, signals and demand.",
  table: partCategories,
  scope: null,
  key: "key",
})
export class PartCategory {
  @Column(() => String, { description: "Stable key, for example `BRAKE_PAD_SET`." })
  key!: string;

  @Column(() => PartFamily, {
    description: "Group that it belongs to; contracts can be limited to families.",
  })
  family!: string;

  @Column(() => Boolean, {
    description: "True where it is bought with a service and no inspection item speaks of it.",
  })
  serviceOnly!: boolean;
}

/** Order of the catalogue: by family, then as a parts counter would list them. */
export const BY_POSITION = { by: (p: PartColumns) => [p.position, p.key] };

interface LocaleArgs {
  readonly locale: LocaleCode | null;
}

@Resolver(() => PartCategory)
export class PartCategoryReads {
  @FieldResolver(() => String, { description: "Name for people." })
  @ComputedBy({
    needs: ["names"],
    value: ({ names }: { names: Record<LocaleCode, string> }, _viewer, { locale }: LocaleArgs) =>
      names[locale ?? "EN"],
  })
  name(
    @Arg("locale", () => Locale, {
      nullable: true,
      defaultValue: "EN",
      description: "Language of the name; English when null.",
    })
    _locale: LocaleCode | null,
  ): string {
    return compiled();
  }

  @Query(() => [PartCategory], {
    description: "The catalogue of part categories. Needs a token and no scope.",
  })
  @Read({
    orders: { default: BY_POSITION },
    usualSize: 80,
    where: (p: PartColumns, args) => when(args("family"), (family) => sql`${p.family} = ${family}`),
  })
  partCategories(
    @Arg("family", () => PartFamily, { nullable: true, description: "Only of this family." })
    _family?: string | null,
  ): PartCategory[] {
    return compiled();
  }
}
