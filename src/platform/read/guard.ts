import { sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { EntityMeta } from "./entity.ts";
import { Identity, type IdentityRules } from "./identity.ts";
import { CONTRACT_LISTS, VALUES, type Value } from "./run.ts";
import type { Row, Select } from "./select.ts";
import type { Key } from "./write.ts";

/** Which parts of the contract restrict rows: an unlimited partner's statements carry no predicate. */
export interface Restrictions {
  readonly areas: boolean;
  readonly makes: boolean;
  readonly partFamilies: boolean;
  /** Whether it may know the identity of anybody at all; the rules then say of whom. */
  readonly identity: boolean;
  /** Whether every row is read at once, to be kept elsewhere. */
  readonly bulk?: boolean;
}

/**
 * What a partner may see in one statement: which rows, which of their columns as stored, and what conditions may look
 * at. Every table, column and declared condition of a statement passes here.
 */
export class Guard {
  readonly #restrictions: Restrictions;
  readonly #rules: IdentityRules;
  readonly #hole: (value: Value) => SQL;
  readonly #entities = new Map<Row, EntityMeta>();
  readonly #identities = new Map<Row, Identity>();
  readonly #names = new Map<Row, Map<string, object>>();
  #plansByValue = false;

  constructor(restrictions: Restrictions, rules: IdentityRules, hole: (value: Value) => SQL) {
    this.#restrictions = restrictions;
    this.#rules = rules;
    this.#hole = hole;
  }

  /** A table's columns as declarations may use them. */
  row(entity: EntityMeta, columns: Row): Row {
    const row = this.#row(entity, columns);
    this.#entities.set(row, entity);
    return row;
  }

  #row({ personal }: EntityMeta, columns: Row): Row {
    if (personal === undefined) return columns;
    const asker = {
      partner: sql`${this.#hole(VALUES.partner)}::uuid`,
      purposes: sql`${this.#hole(VALUES.purposes)}::text[]`,
      now: sql`${this.#hole(VALUES.now)}::timestamptz`,
    };
    const rules = this.#restrictions.identity ? { rules: this.#rules, asker } : null;
    const coarse = { ...personal.coarse, ...(this.#restrictions.bulk === true && personal.coarseInBulk) };
    const identity = new Identity(columns, { ...personal, coarse }, rules);
    this.#identities.set(identity.row, identity);
    return identity.row;
  }

  /**
   * The rows of an entity that a partner may see. The one place where reads are narrowed to them.
   * @param holder a visible row that carries the same area and make
   */
  visible({ contract, owner, erased }: EntityMeta, row: Row, holder?: Row): SQL[] {
    const terms: SQL[] = [];
    if (erased !== undefined) terms.push(sql`${row[erased]} is null`);
    if (owner !== undefined) terms.push(sql`${row[owner]} = ${this.#hole(VALUES.partner)}::uuid`);
    if (contract === undefined) return terms;
    const held = (
      part: "area" | "make",
      column: AnyPgColumn | undefined,
      list: keyof typeof CONTRACT_LISTS,
    ) => {
      const same = holder && this.#entities.get(holder)?.contract?.[part];
      return same === undefined ? this.#inContract(column, list) : sql`${column} = ${holder?.[same]}`;
    };
    if (this.#restrictions.areas) terms.push(held("area", row[contract.area], "areas"));
    if (this.#restrictions.makes && contract.make !== undefined) {
      terms.push(held("make", row[contract.make], "makes"));
    }
    if (this.#restrictions.partFamilies && contract.partFamily !== undefined) {
      // What asks for no part belongs to no family, and is not kept from anybody for its sake.
      const family = row[contract.partFamily];
      terms.push(sql`(${family} is null or ${this.#inContract(family, "partFamilies")})`);
    }
    return terms;
  }

  /** Says that the statement is planned for the values it is bound to, before any table is added. */
  plansByValue(): void {
    this.#plansByValue = true;
  }

  /**
   * A list that PostgreSQL knows when it plans may lead it to an index, and becomes a hash table. One that it learns only
   * when the plan runs would be compared item by item, for each row.
   */
  #inContract(column: AnyPgColumn | undefined, name: keyof typeof CONTRACT_LISTS): SQL {
    const { list, set } = CONTRACT_LISTS[name];
    return this.#plansByValue
      ? sql`${column} = any (${this.#hole(list)}::text[])`
      : sql`jsonb_exists(${this.#hole(set)}::jsonb, ${column})`;
  }

  /**
   * Runs a declaration over rows. Where it looks at what is personal, only rows whose identity this reader may know
   * are found: a condition must not tell what a field would hide.
   * @param holder whose rows hold what `select` joins
   */
  declared<T>(rows: readonly Row[], select: Select, declaration: () => T, holder = select): T {
    const [row, ...others] = rows;
    if (row === undefined) return declaration();
    const rest = () => this.declared(others, select, declaration, holder);
    const identity = this.#identities.get(row);
    if (identity === undefined) return rest();
    const { value, touched } = identity.watch(rest);
    const shown = touched.size === 0 ? undefined : row === select.row ? identity.enforce() : identity.shown;
    if (shown !== undefined) select.where.push(shown);
    this.#identifies(holder, identity, touched, null);
    return value;
  }

  /** What a relation leads to is about the same subject: what is known of the parent's identity need not be asked again. */
  sameSubject(parent: Row, child: Row): void {
    const leader = this.#identities.get(parent);
    if (leader !== undefined) this.#identities.get(child)?.follow(leader);
  }

  /** Lists leave out whom their reader must not be given any more. */
  listed(select: Select): void {
    const listed = this.#identities.get(select.row)?.listed;
    if (listed !== undefined) select.where.push(listed);
  }

  /** Whether a row tells whom it is about by itself. */
  isPersonal(row: Row): boolean {
    return this.#identities.has(row);
  }

  /** A column as it is stored. */
  stored(row: Row, name: string): AnyPgColumn {
    const column = this.#identities.get(row)?.stored(name) ?? row[name];
    if (column === undefined) throw new Error(`The table has no column ${name}`);
    return column;
  }

  /** Selects a row's UUID to become the partner's own id, in a place of its own: other uses need it as it is. */
  id(select: Select, row: Row, prefix?: string): Key {
    return select.add(this.stored(row, "id"), this.#nameOf(row, "id"), prefix);
  }

  /** Selects a column as it is stored, for a value that does not give it away. */
  exact(select: Select, row: Row, name: string): Key {
    return select.add(this.stored(row, name));
  }

  /** Selects a column as this reader may see it. */
  shown(select: Select, row: Row, name: string, asJson: boolean): Key {
    const identity = this.#identities.get(row);
    const column = this.stored(row, name);
    const seen = identity?.column(name) ?? column;
    // A column as it is stored is selected once, whatever for. As this reader sees it, it is another value.
    const isStored = seen === column && !asJson;
    const key = select.add(
      asJson ? sql`to_json(${seen})` : seen,
      isStored ? column : this.#nameOf(row, `shown ${name}`),
    );
    if (identity !== undefined && name in identity.personal.hidden)
      this.#identifies(select, identity, [name], key);
    return key;
  }

  /** Selects an expression over a row, null where it looks at what this reader may not know. */
  expression(select: Select, row: Row, name: string, expression: (row: Row) => SQL | AnyPgColumn): Key {
    const identity = this.#identities.get(row);
    const as = this.#nameOf(row, `expression ${name}`);
    if (identity === undefined) return select.add(sql`${expression(row)}`, as);
    const { value, touched } = identity.watch(() => expression(row));
    if (touched.size === 0) return select.add(sql`${value}`, as);
    const { shown } = identity;
    const key = select.add(
      shown === undefined ? sql`${value}` : sql`case when ${shown} then ${value} end`,
      as,
    );
    this.#identifies(select, identity, touched, key);
    return key;
  }

  #identifies(select: Select, identity: Identity, names: Iterable<string>, value: Key | null): void {
    const subject = identity.stored(identity.personal.subject);
    for (const name of names) {
      const kind = identity.personal.hidden[name];
      if (subject !== undefined && kind !== undefined) select.identify(subject, value, kind);
    }
  }

  /** One and the same object for a name of a row, by which a select knows what it holds already. */
  #nameOf(row: Row, name: string): object {
    const names = this.#names.get(row) ?? new Map<string, object>();
    this.#names.set(row, names);
    const known = names.get(name) ?? {};
    names.set(name, known);
    return known;
  }
}
