import { sql } from "drizzle-orm";
import { FieldResolver, Float, Resolver } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { Column, compiled, Computed, Entity, Many, One, type Columns } from "../../platform/read/entity.ts";
import { IntentSignal } from "../signals/graphql.ts";
import type { intentSignals } from "../signals/signal.table.ts";
import { Currency, SignalOutcome, SignalOutcomeReason } from "../vocabulary/graphql.ts";
import { signalClaims, signalOutcomes } from "./signal-work.table.ts";

type Signals = Columns<typeof intentSignals>;

@Entity("SignalClaim", {
  description: "Your partner's exclusive hold of a signal.",
  table: signalClaims,
  scope: "signals:read",
  owner: "partnerId",
})
export class SignalClaim {
  @Column(() => DateTimeScalar, { description: "When it was made." })
  claimedAt!: Date;

  @Column(() => DateTimeScalar, {
    description: "The first instant at which it no longer holds. Each step that you report moves it.",
  })
  expiresAt!: Date;
}

@Entity("SignalOutcomeReport", {
  description: "What your partner said came of a signal.",
  table: signalOutcomes,
  scope: "signals:read",
  owner: "partnerId",
  contract: { area: "areaCode", make: "make", partFamily: "partFamily" },
})
export class SignalOutcomeReport {
  @Column(() => SignalOutcome, { description: "How far it came." })
  outcome!: string;

  @Column(() => SignalOutcomeReason, {
    nullable: true,
    description: "Why it came to nothing; null where none was given.",
  })
  reason!: string | null;

  @Computed(() => Float, {
    nullable: true,
    description: "Charged with tax, in units of the currency; null unless COMPLETED.",
    needs: ["amountMinor"],
    value: ({ amountMinor }: { amountMinor: number | null }) =>
      amountMinor === null ? null : amountMinor / 100,
  })
  amount!: number | null;

  @Column(() => Currency, { nullable: true, description: "What the amount is in; null without one." })
  currency!: string | null;

  @Column(() => DateTimeScalar, { description: "When it was said." })
  reportedAt!: Date;
}

@Resolver(() => IntentSignal)
export class SignalWorkRelations {
  @FieldResolver(() => SignalClaim, {
    nullable: true,
    description: "Your partner's claim, while it holds; null where nobody or another partner has it.",
  })
  @One({
    on: (s: Signals, c: Columns<typeof signalClaims>) =>
      sql`${c.signalId} = ${s.id} and ${c.endedAt} is null and ${s.status} = 'CLAIMED'`,
  })
  claim(): SignalClaim | null {
    return compiled();
  }

  @FieldResolver(() => [SignalOutcomeReport], {
    description: "What your partner said came of it, oldest first.",
  })
  @Many({
    on: (s: Signals, o: Columns<typeof signalOutcomes>) => sql`${o.signalId} = ${s.id}`,
    order: { by: (o: Columns<typeof signalOutcomes>) => [o.reportedAt, o.id] },
    usualSize: 2,
  })
  outcomes(): SignalOutcomeReport[] {
    return compiled();
  }
}
