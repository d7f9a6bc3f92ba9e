import { sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { Arg, FieldResolver, Float, Query, Resolver } from "type-graphql";
import { allOf, when } from "../../platform/read/conditions.ts";
import {
  Column,
  compiled,
  Entity,
  Many,
  One,
  Read,
  type Args,
  type Columns,
} from "../../platform/read/entity.ts";
import { AreaLevel, CountryCode } from "../vocabulary/graphql.ts";
import { areas } from "./area.table.ts";
import { areasWithin } from "./areas.ts";

type AreaColumns = Columns<typeof areas>;

@Entity("Area", {
  description:
    "A country, a region or a department: the tree that contracts, filters and aggregates speak of.",
  table: areas,
  scope: null,
  key: "code",
})
export class Area {
  @Column(() => String, {
    description: "ISO 3166 code where there is one: `FR`, `FR-ARA`, `FR-69`; `GB-S` is postcode area S.",
  })
  code!: string;

  @Column(() => CountryCode, { description: "Country that the area is in." })
  country!: string;

  @Column(() => AreaLevel, { description: "How wide it is." })
  level!: string;

  @Column(() => String, { description: "Name in the country's own language." })
  name!: string;

  @Column(() => Float, {
    nullable: true,
    description: "Centre of population, degrees north; null without an open source for it.",
  })
  latitude!: number | null;

  @Column(() => Float, {
    nullable: true,
    description: "Centre of population, degrees east; null without an open source for it.",
  })
  longitude!: number | null;
}

const BY_CODE = { by: (a: AreaColumns) => [a.code] };

@Resolver(() => Area)
export class AreaReads {
  @Query(() => [Area], { description: "Areas by code. Needs a token and no scope." })
  @Read({
    orders: { default: BY_CODE },
    usualSize: 100,
    where: (a: AreaColumns, args) =>
      allOf(
        when(args("level"), (level) => sql`${a.level} = ${level}`),
        when(args("parent"), (parent) => sql`${a.parentCode} = ${parent}`),
      ),
  })
  areas(
    @Arg("level", () => AreaLevel, { nullable: true, description: "Only of this level." })
    _level?: string | null,
    @Arg("parent", () => String, {
      nullable: true,
      description: "Only directly below the area of this code.",
    })
    _parent?: string | null,
  ): Area[] {
    return compiled();
  }

  @FieldResolver(() => Area, { nullable: true, description: "The area around it; null for a country." })
  @One({ on: (child: AreaColumns, parent: AreaColumns) => sql`${parent.code} = ${child.parentCode}` })
  parent(): Area | null {
    return compiled();
  }

  @FieldResolver(() => [Area], { description: "Areas directly below it, by code; empty for a department." })
  @Many({
    on: (parent: AreaColumns, child: AreaColumns) => sql`${child.parentCode} = ${parent.code}`,
    order: BY_CODE,
  })
  children(): Area[] {
    return compiled();
  }
}

/** Rows whose area is the one given or lies below it. */
export function isWithin(column: AnyPgColumn, args: Args, ...path: string[]) {
  const codes = args.map((code: string) => areasWithin(code), ...path);
  return codes && sql`${column} = any (${codes}::text[])`;
}
