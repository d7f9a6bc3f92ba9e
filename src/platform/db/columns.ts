import { sql, type SQL } from "drizzle-orm";
import { check, customType, text, timestamp, type AnyPgColumn } from "drizzle-orm/pg-core";

/**
 * An instant in whole milliseconds: a JavaScript Date drops microseconds, and a cursor must equal its column.
 */
export const instant = (name: string) => timestamp(name, { precision: 3, withTimezone: true });

/**
 * One word of a fixed list, as text. Not a PostgreSQL enum: comparing enums is not leakproof, so row-level
 * security would keep their indexes from being used.
 */
export const word = <const T extends readonly [string, ...string[]]>(name: string, list: T) =>
  text(name, { enum: list });

/** The check constraint that goes with `word()`. */
export function oneOf(name: string, column: AnyPgColumn, list: readonly string[]) {
  return check(name, sql`${column} in ${literals(list)}`);
}

function literals(list: readonly string[]): SQL {
  return sql.raw(`(${list.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ")})`);
}

/**
 * A place on the sphere as a point in three dimensions, in km from the Earth's centre. Its `<->` is the chord, which
 * orders like the great-circle distance and has an index that yields nearest first (extension `cube`).
 */
export const spherePoint = customType<{ data: string }>({ dataType: () => "cube" });
