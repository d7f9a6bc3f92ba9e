import { sql, type SQL } from "drizzle-orm";

/** All conditions that are there; undefined where none is. */
export function allOf(...conditions: readonly (SQL | undefined)[]): SQL | undefined {
  const there = conditions.filter((condition) => condition !== undefined);
  return there.length === 0 ? undefined : sql.join(there, sql` and `);
}

/** A condition on a bound argument; undefined where the argument is absent. */
export function when(argument: SQL | undefined, condition: (argument: SQL) => SQL): SQL | undefined {
  return argument && condition(argument);
}
