import { sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { EntityMeta, IdentityKind } from "./entity.ts";
import type { Run } from "./run.ts";
import type { Key, RowPlan } from "./write.ts";

export type Row = Readonly<Record<string, AnyPgColumn>>;
type Term = AnyPgColumn | { readonly sql: SQL; readonly type: string };

/** One SELECT being built. Its rows are arrays: of texts where they come as rows, of JSON where they are nested in one. */
export class Select implements RowPlan {
  readonly ids: RowPlan["ids"] = [];
  readonly many: RowPlan["many"] = [];
  readonly identities: RowPlan["identities"] = [];
  readonly joins: SQL[] = [];
  readonly where: SQL[] = [];
  unitCost = 1;
  limit?: SQL;
  /** The limit that PostgreSQL plans for, at least the real one; absent where it may plan for a tenth of all rows. */
  plannedRows?: number;
  shown?: (run: Run) => number;
  order?: { readonly terms: readonly Term[]; readonly descending: boolean };
  readonly #columns: SQL[] = [];
  readonly #keys = new Map<unknown, Key>();
  /** Numbers of the root field that computed fields may show. */
  context: Readonly<Record<string, SQL>> = {};

  constructor(
    readonly entity: EntityMeta,
    readonly row: Row,
    readonly table: SQL,
  ) {}

  /** Adds an output column once for each `identity`, and says where rows will hold it. */
  add(expression: SQL | AnyPgColumn, identity: unknown = expression, idPrefix?: string): Key {
    const known = this.#keys.get(identity);
    if (known !== undefined) return known;
    const key = this.#columns.length;
    this.#columns.push(sql`${expression} as ${nameOf(key)}`);
    this.#keys.set(identity, key);
    if (idPrefix !== undefined) this.ids.push({ key, prefix: idPrefix });
    return key;
  }

  /** Rows tell whom they are about: always, or where a value is not null. */
  identify(subject: AnyPgColumn, value: Key | null, kind: IdentityKind): void {
    if (value !== null && this.identities.some((known) => known.value === value)) return;
    this.identities.push({ subject: this.add(subject), value, kind });
  }

  toSql(): SQL {
    const columns = this.#columns.length > 0 ? sql.join(this.#columns, sql`, `) : sql`1`;
    const joins = sql.join(this.joins);
    const where = this.where.length > 0 ? sql` where ${sql.join(this.where, sql` and `)}` : sql``;
    const rows = sql`select ${columns} from ${this.table}${joins}${where}${this.#orderBy()}`;
    if (this.limit === undefined) return rows;
    if (this.plannedRows === undefined) return sql`${rows} limit ${this.limit}`;
    return sql`select * from (${rows} limit ${sql.raw(String(this.plannedRows))}) as page limit ${this.limit}`;
  }

  /** All rows as one JSON text. Arrays, since an object's names would be written and read once more for each row. */
  toJson(): SQL {
    const names = this.#columns.map((_column, key) => nameOf(key));
    const row =
      names.length > 0 ? sql`json_array(${sql.join(names, sql`, `)} null on null)` : sql`json_array()`;
    return sql`(select coalesce(json_agg(${row}), '[]') from (${this.toSql()}) x)`;
  }

  #orderBy(): SQL {
    if (this.order === undefined) return sql``;
    const direction = sql.raw(this.order.descending ? " desc" : "");
    const terms = this.order.terms.map((term) => sql`${termSql(term)}${direction}`);
    return sql` order by ${sql.join(terms, sql`, `)}`;
  }
}

const nameOf = (key: Key) => sql.identifier(`c${key}`);

export function termSql(term: Term): SQL {
  return isExpression(term) ? term.sql : sql`${term}`;
}

export function termType(term: Term): string {
  return isExpression(term) ? term.type : term.getSQLType();
}

function isExpression(term: Term): term is { readonly sql: SQL; readonly type: string } {
  return "type" in term && "sql" in term;
}
