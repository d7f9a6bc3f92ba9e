import { sql } from "drizzle-orm";
import { Arg, FieldResolver, Query, Resolver } from "type-graphql";
import { allOf, when } from "../../platform/read/conditions.ts";
import { compiled, Many, Read, type Columns } from "../../platform/read/entity.ts";
import { BY_POSITION, PartCategory } from "../parts/graphql.ts";
import type { partCategories } from "../parts/part-category.table.ts";
import { SignalKind } from "../vocabulary/graphql.ts";
import { signalQuality } from "./signal-quality.table.ts";
import { SignalQuality, type QualityColumns } from "./signal-quality.type.ts";

/** Real vehicles before synthetic ones; of a population, all together before its items and parts. */
const BY_SUBJECT = {
  by: (q: QualityColumns) => [
    q.isSynthetic,
    q.population,
    q.kind,
    { sql: sql`coalesce(${q.item}, '')`, type: "text" },
    { sql: sql`array_to_string(${q.partCategories}, ' ')`, type: "text" },
    q.id,
  ],
};

/** A population's last tested period is the one that counts, and of that the last measurement. */
const isLatest = (q: QualityColumns) => sql`not exists (
  select from ${signalQuality} later
  where later.kind = ${q.kind} and later.population = ${q.population}
    and later.item is not distinct from ${q.item} and later.part_categories = ${q.partCategories}
    and (later.tested_until, later.measured_at, later.id) > (${q.testedUntil}, ${q.measuredAt}, ${q.id}))`;

@Resolver(() => SignalQuality)
export class SignalQualityReads {
  @Query(() => [SignalQuality], {
    description:
      "How often predictions came true, measured: the latest figures of each population, kind, and item or part. Needs a token and no scope.",
  })
  @Read({
    orders: { default: BY_SUBJECT },
    usualSize: 40,
    where: (q: QualityColumns, args) =>
      allOf(
        isLatest(q),
        when(args("kind"), (kind) => sql`${q.kind} = ${kind}`),
        when(args("partCategory"), (part) => sql`${part} = any (${q.partCategories})`),
      ),
  })
  signalQuality(
    @Arg("kind", () => SignalKind, { nullable: true, description: "Only about signals of this kind." })
    _kind?: string | null,
    @Arg("partCategory", () => String, {
      nullable: true,
      description: "Only about the part of this key, and about the inspection items that it can make fail.",
    })
    _partCategory?: string | null,
  ): SignalQuality[] {
    return compiled();
  }

  @FieldResolver(() => [PartCategory], {
    description: "Parts that the figures speak of: what a failure of `item` takes. Empty: all of the kind.",
  })
  @Many({
    usualSize: 3,
    on: (q: QualityColumns, p: Columns<typeof partCategories>) => sql`${p.key} = any (${q.partCategories})`,
    order: BY_POSITION,
  })
  partCategories(): PartCategory[] {
    return compiled();
  }
}
