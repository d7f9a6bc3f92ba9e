import { sql, type SQL } from "drizzle-orm";
import { Arg, Args, FieldResolver, ID, Int, Query, Resolver } from "type-graphql";
import { PageArgs } from "../../platform/graphql/connection.ts";
import { describeEnum } from "../../platform/graphql/describe-enum.ts";
import { allOf } from "../../platform/read/conditions.ts";
import { ColumnBy, compiled, Many, Read, type Columns } from "../../platform/read/entity.ts";
import type { garages } from "../garages/garage.table.ts";
import { Garage } from "../garages/graphql.ts";
import { Vehicle } from "../vehicles/graphql.ts";
import type { vehicles } from "../vehicles/vehicle.table.ts";
import { openSignalCounts } from "./open-signal-count.table.ts";
import { filtered, filterVariant, IntentSignalFilter, requireFilter } from "./signal-filter.ts";
import { intentSignals } from "./signal.table.ts";
import { IntentSignal, IntentSignalConnection, type SignalColumns } from "./signal.type.ts";

export const IntentSignalOrder = describeEnum(
  ["PROBABILITY", "SCORE", "MOMENT", "RECENTLY_UPDATED"] as const,
  "IntentSignalOrder",
  "Order of a list of signals.",
  {
    PROBABILITY: "Likeliest first.",
    SCORE: "Highest score first.",
    MOMENT: "By `moment.likely`, soonest first.",
    RECENTLY_UPDATED: "Last changed first.",
  },
);

const LIKELIEST_FIRST = {
  by: (s: SignalColumns) => [s.probability, s.id],
  descending: true,
  bounds: ["minProbability"],
};

/** Counting ends here: more than anybody looks at, and a bound on what a list of garages costs. */
const MOST_COUNTED = 1000;

/**
 * The numbers beside the signals are of all makes. Whose contract has only some sees none of them, and counts signals.
 * Row-level security leaves out of both what the contract does not show.
 */
function openSignalsOf({ id: garageId }: Columns<typeof garages>): SQL {
  const most = sql.raw(String(MOST_COUNTED));
  const summed = sql`(select coalesce(sum(c.signals), 0) from ${openSignalCounts} c where c.garage_id = ${garageId})`;
  const counted = sql`(select count(*) from (select from ${intentSignals} s where s.garage_id = ${garageId} and s.status = 'OPEN' limit ${most}) as counted)`;
  return sql`(case when (select current_setting('kimberlite.makes', true)) = '*' then least(${summed}, ${most}) else ${counted} end)`;
}

@Resolver()
export class SignalReads {
  @Query(() => IntentSignal, {
    nullable: true,
    description: "One signal; null where the id is unknown to you.",
  })
  @Read({ where: (s: SignalColumns, args) => sql`${s.id} = ${args.id("IntentSignal", "id")}` })
  intentSignal(
    @Arg("id", () => ID, { description: "As this API gave it to your partner." }) _id: string,
  ): IntentSignal | null {
    return compiled();
  }

  @Query(() => IntentSignalConnection, {
    description: "Signals in your contract, open and over, likeliest first.",
  })
  @Read({
    check: requireFilter,
    variant: filterVariant,
    where: filtered,
    orders: {
      default: LIKELIEST_FIRST,
      PROBABILITY: LIKELIEST_FIRST,
      SCORE: { by: (s: SignalColumns) => [s.score, s.id], descending: true },
      MOMENT: { by: (s: SignalColumns) => [s.momentLikely, s.id], bounds: ["dueFrom", "dueUntil"] },
      RECENTLY_UPDATED: {
        by: (s: SignalColumns) => [s.updatedAt, s.id],
        descending: true,
        bounds: ["updatedSince"],
      },
    },
  })
  intentSignals(
    @Args(() => PageArgs) _page: PageArgs,
    @Arg("filter", () => IntentSignalFilter, { nullable: true, description: "Which ones; all without it." })
    _filter?: IntentSignalFilter | null,
    @Arg("orderBy", () => IntentSignalOrder, {
      nullable: true,
      description: "PROBABILITY when absent or null.",
    })
    _orderBy?: string | null,
  ): object {
    return compiled();
  }
}

@Resolver(() => Vehicle)
export class VehicleSignals {
  @FieldResolver(() => IntentSignalConnection, {
    description: "What it is about to need, likeliest first.",
  })
  @Many({
    on: (v: Columns<typeof vehicles>, s: SignalColumns, args) =>
      allOf(sql`${s.vehicleId} = ${v.id}`, filtered(s, args)),
    sameSubject: true,
    order: LIKELIEST_FIRST,
  })
  intentSignals(
    @Args(() => PageArgs) _page: PageArgs,
    @Arg("filter", () => IntentSignalFilter, { nullable: true, description: "Which ones; all without it." })
    _filter?: IntentSignalFilter | null,
  ): object {
    return compiled();
  }
}

@Resolver(() => Garage)
export class GarageSignals {
  @FieldResolver(() => Int, {
    description: `How many OPEN signals that you may see are routed to it. Counting ends at ${MOST_COUNTED}: that number means so many or more. A signal whose claim has run out is among them again within a minute.`,
  })
  @ColumnBy({ scope: "signals:read", sql: openSignalsOf })
  openSignals(): number {
    return compiled();
  }
}
