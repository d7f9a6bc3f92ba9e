import { sql, type SQL } from "drizzle-orm";
import { DateTimeScalar } from "../../platform/graphql/scalars.ts";
import { Column, Entity, type Columns } from "../../platform/read/entity.ts";
import { SignalChange, SignalStatus } from "../vocabulary/graphql.ts";
import { signalHistory, type intentSignals } from "./signal.table.ts";

type HistoryColumns = Columns<typeof signalHistory>;

@Entity("SignalHistoryEntry", {
  description: "One change of a signal's status.",
  table: signalHistory,
  scope: "signals:read",
  contract: { area: "areaCode", make: "make", partFamily: "partFamily" },
  key: "ordinal",
})
export class SignalHistoryEntry {
  @Column(() => DateTimeScalar, { description: "When it changed." })
  at!: Date;

  @Column(() => SignalStatus, { description: "Its status until then." })
  fromStatus!: string;

  @Column(() => SignalStatus, { description: "Its status from then on." })
  toStatus!: string;

  @Column(() => SignalChange, { description: "Why it changed." })
  reason!: string;
}

export const historyOf = (s: Columns<typeof intentSignals>, h: HistoryColumns): SQL =>
  sql`${h.signalId} = ${s.id}`;

export const OLDEST_FIRST = { by: (h: HistoryColumns) => [h.ordinal] };
