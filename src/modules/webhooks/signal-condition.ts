import { getTableColumns, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Args } from "../../platform/read/entity.ts";
import type { IdCodec } from "../../platform/read/ids.ts";
import { EVENT_FACTS } from "../events/index.ts";
import { filterVariant, signalsWhere } from "../signals/graphql.ts";
import { intentSignals } from "../signals/signal.table.ts";
import { EVENT_TYPES } from "../vocabulary/index.ts";

const SIGNAL_TYPES = EVENT_TYPES.filter((type) => EVENT_FACTS[type].subject === "SIGNAL");
const s = alias(intentSignals, "s") as unknown as typeof intentSignals;

/**
 * Of events about signals only those whose signal the filter finds, as it is now: the very condition that the list of
 * signals has. Other events it leaves alone.
 * @param filter an IntentSignalFilter as it was given
 * @param ids the partner's own, for the ids in it
 */
export function heardSignals(filter: object, ids: IdCodec): SQL {
  const found = signalsWhere(getTableColumns(s), argsOf(filter, ids)) ?? sql`true`;
  return sql`(e.type <> all (${sql.param(SIGNAL_TYPES)}::text[])
    or exists (select from ${intentSignals} ${sql.identifier("s")} where ${s.id} = e.subject_id and ${found}))`;
}

/** The arguments of `intentSignals(filter:)`, from a filter that is at hand. */
function argsOf(filter: object, ids: IdCodec): Args {
  const valueAt = (path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], {
      filter,
    });
  const bound = (...path: string[]) => {
    const value = valueAt(path);
    return value == null ? undefined : sql`${sql.param(value)}`;
  };
  const id = (_entity: string, ...path: string[]) => {
    const value = valueAt(path);
    return value == null ? undefined : sql`${sql.param(ids.decode("V", value))}::uuid`;
  };
  const map = (convert: (value: never) => unknown, ...path: string[]) => {
    const value = valueAt(path);
    return value == null ? undefined : sql`${sql.param(convert(value as never))}`;
  };
  // As it is stored: an event of its own tells that a claim has run out.
  const now = sql`'-infinity'::timestamptz`;
  return Object.assign(bound, { id, map, now, variant: filterVariant({ filter }) });
}
