import { sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Grain, Personal } from "./entity.ts";
import type { Row } from "./select.ts";

/** Who asks, as bound parameters: a UUID, a text array and an instant. */
export interface Asker {
  readonly partner: SQL;
  readonly purposes: SQL;
  readonly now: SQL;
}

/** When a reader may know whom a row is about. The application knows; the engine puts it into every statement. */
export interface IdentityRules {
  /** Whether the asker may know a subject's identity. */
  readonly isShown: (subject: SQL, asker: Asker) => SQL;
  /** Whether lists that lead to a subject from elsewhere still give it out to the asker. */
  readonly isListed: (subject: SQL, asker: Asker) => SQL;
}

/**
 * The guard of one table in one statement. What declarations see of the row is `row`: it hands out personal columns
 * only inside `watch`, so that no condition can look at one without the engine knowing. What is selected goes through
 * `column`.
 */
export class Identity {
  readonly row: Row;
  readonly personal: Personal;
  readonly listed: SQL | undefined;
  readonly #columns: Row;
  readonly #isShown: SQL;
  readonly #coarse: Readonly<Record<string, Grain>>;
  #isEnforced = false;
  #leader: Identity | undefined;
  #touched: Set<string> | undefined;

  /** @param rules with who asks; null where the asker may know nobody's identity */
  constructor(
    columns: Row,
    personal: Personal,
    rules: { readonly rules: IdentityRules; readonly asker: Asker } | null,
  ) {
    this.#columns = columns;
    this.personal = personal;
    const subject = sql`${columns[personal.subject]}`;
    const marker = personal.marker === undefined ? undefined : columns[personal.marker];
    const only = (condition: SQL) =>
      marker === undefined ? condition : sql`(not ${marker} or ${condition})`;
    this.#coarse = (rules === null ? personal.coarse : undefined) ?? {};
    this.#isShown = rules === null ? sql`false` : only(rules.rules.isShown(subject, rules.asker));
    this.listed = rules === null ? undefined : only(rules.rules.isListed(subject, rules.asker));
    this.row = new Proxy(columns, { get: (_target, name) => this.#read(String(name)) });
  }

  /** Whether the asker may know the identity; undefined where only rows are found of which it may. */
  get shown(): SQL | undefined {
    if (this.#isEnforced) return undefined;
    return this.#leader === undefined ? this.#isShown : this.#leader.shown;
  }

  /** Says that only rows are found whose identity the asker may know: then nothing is asked again for their columns. */
  enforce(): SQL | undefined {
    const { shown } = this;
    this.#isEnforced = true;
    return shown;
  }

  /** Says that rows are about the same subject as another table's, of which the same holds then. */
  follow(leader: Identity): void {
    this.#leader = leader;
  }

  #read(name: string): AnyPgColumn | undefined {
    if (name in this.personal.hidden) {
      if (this.#touched === undefined) throw new Error(`${name} is personal: only conditions may look at it`);
      this.#touched.add(name);
    }
    const column = this.#columns[name];
    // A declaration writes it into its SQL, where one stands for the other.
    return this.#coarse[name] === "MONTH" ? (inGrain(column, "MONTH") as unknown as AnyPgColumn) : column;
  }

  /** Runs a declaration and tells which personal columns it looked at. */
  watch<T>(declaration: () => T): { value: T; touched: ReadonlySet<string> } {
    const before = this.#touched;
    const touched = new Set<string>();
    this.#touched = touched;
    try {
      return { value: declaration(), touched };
    } finally {
      this.#touched = before;
    }
  }

  /** A column as the asker may see it. */
  column(name: string): SQL | AnyPgColumn | undefined {
    const column = this.#columns[name];
    const coarse = this.#coarse[name];
    if (coarse !== undefined) return inGrain(column, coarse);
    const grain = this.personal.rounded?.[name];
    const { shown } = this;
    if (column === undefined || shown === undefined) return column;
    if (name in this.personal.hidden) return sql`case when ${shown} then ${column} end`;
    if (grain === undefined) return column;
    // Half a grain goes up, as in Math.round.
    const rounded = sql`(${column} + ${sql.raw(String(grain / 2))}) / ${sql.raw(String(grain))} * ${sql.raw(String(grain))}`;
    return sql`case when ${shown} then ${column} else ${rounded} end`;
  }

  /** A column as it is stored, for values that do not give it away. */
  stored(name: string): AnyPgColumn | undefined {
    return this.#columns[name];
  }
}

function inGrain(column: AnyPgColumn | undefined, grain: Grain): SQL {
  if (grain === "MONTH") return sql`date_trunc('month', ${column})::date`;
  if (grain === "DAY") return sql`date_trunc('day', ${column})`;
  const replaced = Object.entries(grain).map(
    ([word, other]) => sql`when ${sql.raw(literal(word))} then ${sql.raw(literal(other))}`,
  );
  return sql`case ${column} ${sql.join(replaced, sql` `)} else ${column} end`;
}

const literal = (word: string): string => `'${word.replaceAll("'", "''")}'`;
