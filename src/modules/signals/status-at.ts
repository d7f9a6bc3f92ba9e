import { sql, type SQL } from "drizzle-orm";
import type { Columns } from "../../platform/read/entity.ts";
import type { intentSignals } from "./signal.table.ts";

/** A signal's status at an instant: a claim that has run out is none, whether or not anybody has noted it yet. */
export function statusAt(s: Columns<typeof intentSignals>, now: SQL): SQL {
  return sql`case when ${s.status} = 'CLAIMED' and ${s.claimedUntil} <= ${now} then 'OPEN' else ${s.status} end`;
}
