import { sql, type SQL } from "drizzle-orm";
import { pgTable, smallint, text } from "drizzle-orm/pg-core";
import { FieldResolver, Int, Resolver } from "type-graphql";
import { Column, compiled, Computed, Entity, One, type Columns } from "../../platform/read/entity.ts";
import { Position } from "../inspections/graphql.ts";
import { PartCategory } from "../parts/graphql.ts";
import type { partCategories } from "../parts/part-category.table.ts";
import { RepairOperation } from "../vocabulary/graphql.ts";
import type { intentSignals } from "./signal.table.ts";

/** The part of a signal's row that says what to offer: a shape for the engine, no table. */
const offers = pgTable("offers", {
  partCategoryKey: text("partCategoryKey").notNull(),
  operation: text("operation"),
  axle: text("axle"),
  side: text("side"),
  spot: text("spot"),
  axleNumber: smallint("axleNumber"),
  quantity: smallint("quantity"),
});

type OfferColumns = Columns<typeof offers>;
type OfferRow = typeof offers.$inferSelect;

export const offerOf = (s: Columns<typeof intentSignals>): SQL => sql`
  select ${s.partCategory} as "partCategoryKey", ${s.operation} as operation, ${s.axle} as axle, ${s.side} as side,
    ${s.spot} as spot, ${s.axleNumber} as "axleNumber", ${s.quantity} as quantity`;

export const hasOffer = (_signal: unknown, offer: OfferColumns): SQL =>
  sql`${offer.partCategoryKey} is not null`;

@Entity("SignalOffer", {
  description: "What to offer: a part, what is done with it, where and how many.",
  table: offers,
  scope: "signals:read",
  key: "partCategoryKey",
})
export class SignalOffer {
  @Column(() => RepairOperation, { nullable: true, description: "What is done; null where it is not known." })
  operation!: string | null;

  @Computed(() => Position, {
    nullable: true,
    description: "Where, as far as it matters for the part; null where it does not, or nothing is known.",
    needs: ["axle", "side", "spot", "axleNumber"],
    value: ({ axle, side, spot, axleNumber }: OfferRow): Position | null =>
      axle === null && side === null && spot === null && axleNumber === null
        ? null
        : { axle, side, spot, axleNumber },
  })
  position!: Position | null;

  @Column(() => Int, {
    nullable: true,
    description: "Pieces or sets; 0 for work without a new part, null where it is not known.",
  })
  quantity!: number | null;
}

@Resolver(() => SignalOffer)
export class OfferRelations {
  @FieldResolver(() => PartCategory, { description: "What to sell or fit, in the catalogue's words." })
  @One({
    on: (o: OfferColumns, p: Columns<typeof partCategories>) => sql`${p.key} = ${o.partCategoryKey}`,
  })
  partCategory(): PartCategory {
    return compiled();
  }
}
