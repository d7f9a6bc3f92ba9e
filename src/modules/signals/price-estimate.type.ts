import { sql, type SQL } from "drizzle-orm";
import { FieldResolver, Float, Int, Resolver } from "type-graphql";
import { Column, ColumnBy, compiled, Entity, One, type Columns } from "../../platform/read/entity.ts";
import { priceBands } from "../prices/price-band.table.ts";
import type { intentSignals } from "./signal.table.ts";
import { IntentSignal, type SignalColumns } from "./signal.type.ts";

type BandColumns = Columns<typeof priceBands>;

@Entity("PriceEstimate", {
  description:
    "What the work costs around the vehicle, parts and labour with tax, from repair orders of the last two years. Never from fewer than 11 orders or 3 garages.",
  table: priceBands,
  scope: "signals:read",
  contract: { area: "areaCode", partFamily: "partFamily" },
  key: "areaCode",
})
export class PriceEstimate {
  @Column(() => String, { description: "ISO 4217 code." })
  currency!: string;

  @Column(() => Float, { description: "A tenth of the prices are below it; whole units of the currency." })
  low!: number;

  @Column(() => Float, { description: "Half of the prices are below it; whole units of the currency." })
  median!: number;

  @Column(() => Float, { description: "A tenth of the prices are above it; whole units of the currency." })
  high!: number;

  @Column(() => Int, { description: "How many orders it rests on; 11 or more." })
  sampleSize!: number;
}

@Resolver(() => PriceEstimate)
export class PriceScope {
  @FieldResolver(() => String, {
    description:
      "Code of the area that the prices are from: the vehicle's, or the narrowest around it with enough orders.",
  })
  @ColumnBy({ sql: (p: BandColumns) => p.scopeAreaCode })
  scope(): string {
    return compiled();
  }
}

/** One row of the bands' primary key: wider areas are looked through when bands are made. */
const ofSignal = (s: Columns<typeof intentSignals>, p: BandColumns): SQL =>
  sql`${p.areaCode} = ${s.areaCode} and ${p.partCategory} = ${s.partCategory} and ${p.operation} = ${s.operation}`;

@Resolver(() => IntentSignal)
export class SignalPrice {
  @FieldResolver(() => PriceEstimate, {
    nullable: true,
    description:
      "What it costs around the vehicle. Null where no part or no operation is asked for, or not even the whole country has 11 orders of the same work.",
  })
  @One({ on: (s: SignalColumns, p: BandColumns) => ofSignal(s, p) })
  price(): PriceEstimate | null {
    return compiled();
  }
}
