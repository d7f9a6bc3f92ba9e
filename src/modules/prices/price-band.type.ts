import { sql } from "drizzle-orm";
import { Arg, FieldResolver, Int, Query, Resolver } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { allOf, when } from "../../platform/read/conditions.ts";
import { Column, ColumnBy, compiled, Entity, One, Read, type Columns } from "../../platform/read/entity.ts";
import type { areas } from "../areas/area.table.ts";
import { Area } from "../areas/graphql.ts";
import { PartCategory } from "../parts/graphql.ts";
import type { partCategories } from "../parts/part-category.table.ts";
import { RepairOperation } from "../vocabulary/graphql.ts";
import { priceBands } from "./price-band.table.ts";

type BandColumns = Columns<typeof priceBands>;

@Entity("PriceBand", {
  description:
    "What the same work costs around an area, parts and labour with tax, from repair orders and outcomes that partners reported, of the last two years. Never from fewer than 11 of them or 3 garages.",
  table: priceBands,
  scope: "demand:read",
  contract: { area: "areaCode", partFamily: "partFamily" },
  key: "areaCode",
})
export class PriceBand {
  @Column(() => RepairOperation, { description: "What is done with the part." })
  operation!: string;

  @Column(() => String, { description: "ISO 4217 code of the prices." })
  currency!: string;

  @Column(() => Int, { description: "A tenth of the prices are below it; whole units of the currency." })
  low!: number;

  @Column(() => Int, { description: "Half of the prices are below it; whole units of the currency." })
  median!: number;

  @Column(() => Int, { description: "A tenth of the prices are above it; whole units of the currency." })
  high!: number;

  @Column(() => Int, { description: "How many orders and outcomes it rests on; 11 or more." })
  sampleSize!: number;

  @Column(() => DateTimeScalar, { description: "When it was last reckoned." })
  refreshedAt!: Date;
}

@Resolver(() => PriceBand)
export class PriceBandRelations {
  @FieldResolver(() => PartCategory, { description: "What the work was done on, in the catalogue's words." })
  @One({ on: (b: BandColumns, p: Columns<typeof partCategories>) => sql`${p.key} = ${b.partCategory}` })
  partCategory(): PartCategory {
    return compiled();
  }

  @FieldResolver(() => Area, { description: "The area that was asked for." })
  @One({ on: (b: BandColumns, a: Columns<typeof areas>) => sql`${a.code} = ${b.areaCode}` })
  area(): Area {
    return compiled();
  }

  @FieldResolver(() => String, {
    description:
      "Code of the area that the orders are from: the one asked for, or, where it has too few, the narrowest around it that has enough.",
  })
  @ColumnBy({ sql: (b: BandColumns) => b.scopeAreaCode })
  scope(): string {
    return compiled();
  }
}

@Resolver()
export class PriceReads {
  @Query(() => [PriceBand], {
    description:
      "What work costs around an area of your contract, by part and operation. Empty where not even the whole country has enough orders, or the part is not in your contract.",
  })
  @Read({
    where: (b: BandColumns, args) =>
      allOf(
        sql`${b.areaCode} = ${args("area")}`,
        when(args("partCategory"), (part) => sql`${b.partCategory} = ${part}`),
        when(args("operation"), (operation) => sql`${b.operation} = ${operation}`),
      ),
    orders: { default: { by: (b: BandColumns) => [b.partCategory, b.operation] } },
    usualSize: 20,
  })
  priceBands(
    @Arg("area", () => String, { description: "Code of the area." }) _area: string,
    @Arg("partCategory", () => String, {
      nullable: true,
      description: "Key of the part; all parts when absent or null.",
    })
    _partCategory?: string | null,
    @Arg("operation", () => RepairOperation, {
      nullable: true,
      description: "What is done with it; anything when absent or null.",
    })
    _operation?: string | null,
  ): PriceBand[] {
    return compiled();
  }
}
