import { createHash } from "node:crypto";
import { getTableColumns, is, Param, Placeholder, sql, type SQL } from "drizzle-orm";
import { alias, PgDialect } from "drizzle-orm/pg-core";
import type { FieldNode, GraphQLObjectType } from "graphql";
import { FieldArguments, type AnyField } from "./arguments.ts";
import { collectFields, entityOf, type Fragments, type Nodes } from "./document.ts";
import type { Args, EntityMeta } from "./entity.ts";
import { Guard, type Restrictions } from "./guard.ts";
import type { IdentityRules } from "./identity.ts";
import { VALUES, type Value } from "./run.ts";
import { Select, type Row } from "./select.ts";
import type { RowPlan, Values, Write } from "./write.ts";

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly Value[];
  readonly rows: RowPlan;
  readonly write: Write<Values[]>;
  /** See ReadStatement. */
  readonly hasOnePlan: boolean;
}

/** What every statement of an operation is compiled from, for one shape of its variables. */
export interface CompileContext {
  readonly fragments: Fragments;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly restrictions: Restrictions;
  readonly entities: ReadonlyMap<string, EntityMeta>;
  readonly rules: IdentityRules;
  /** See `root.variant` in ReadKinds; empty where the field has none. */
  readonly variant?: string;
  /** The size that a root field's page is planned for; absent where it is no page. */
  readonly plannedSize?: number;
}

export interface SelectOptions {
  /** Numbers that computed fields of the rows may show. */
  readonly numbers?: (row: Row) => Readonly<Record<string, SQL>>;
  /** See Relation. */
  readonly from?: SQL;
  /** See Guard.visible. */
  readonly holder?: Row;
}

/** One statement being built: its tables, its bound values, and the rows that the contract lets it see. */
export class StatementBuilder {
  readonly context: CompileContext;
  readonly guard: Guard;
  readonly #values: Value[] = [];
  #tables = 0;
  #hasOnePlan = true;

  constructor(context: CompileContext) {
    this.context = context;
    this.guard = new Guard(context.restrictions, context.rules, (value) => this.hole(value));
  }

  /** The finished statement of a root select. */
  finish(select: Select, write: Write<Values[]>): Statement {
    const { sql: numbered, params } = new PgDialect().sqlToQuery(select.toSql());
    const held = params.map((param): Value => {
      const value: unknown = is(param, Param) ? param.value : param;
      if (!is(value, Placeholder)) return () => value;
      const known = this.#values[Number(value.name)];
      if (known === undefined) throw new Error("A placeholder that nobody made");
      return known;
    });
    // Bound once, however often the statement speaks of it: a contract may list hundreds of areas.
    const values = [...new Set(held)];
    const numberOf = new Map<Value | undefined, number>(values.map((value, at) => [value, at + 1]));
    const text = numbered.replaceAll(/\$(\d+)/g, (_parameter, n) => `$${numberOf.get(held[Number(n) - 1])}`);
    const name = createHash("sha256").update(text).digest("base64url").slice(0, 24);
    return { name, text, values, rows: select, write, hasOnePlan: this.#hasOnePlan };
  }

  /** Says that rows are looked for by what may hold for nearly all of them or for nearly none, before any is selected. */
  plansByValue(): void {
    if (this.#tables > 0) throw new Error("How a statement is planned is said before its first table");
    this.#hasOnePlan = false;
    this.guard.plansByValue();
  }

  /** A select of an entity's rows under an alias of its own, narrowed to what the partner may see. */
  select(target: GraphQLObjectType, { numbers, from, holder }: SelectOptions = {}): Select {
    const entity = entityOf(target);
    if (entity === undefined) throw new Error(`${target.name} is not an entity`);
    const name = `t${this.#tables}`;
    this.#tables += 1;
    const row = this.guard.row(entity, getTableColumns(alias(entity.table, name)));
    const source = from === undefined ? sql`${entity.table}` : sql`lateral (${from})`;
    const select = new Select(entity, row, sql`${source} ${sql.identifier(name)}`);
    if (numbers !== undefined) select.context = this.guard.declared([row], select, () => numbers(row));
    select.where.push(...this.guard.visible(entity, row, holder));
    return select;
  }

  /** A bound value, read when the statement runs. */
  hole(value: Value): SQL {
    return sql`${sql.placeholder(String(this.#values.push(value) - 1))}`;
  }

  /** The instant of the reading. */
  now(): SQL {
    return sql`${this.hole(VALUES.now)}::timestamptz`;
  }

  arguments(field: AnyField, [node]: Nodes): FieldArguments {
    if (node === undefined) throw new Error(`${field.name} is selected nowhere`);
    return new FieldArguments(field, node, this.context.variables);
  }

  /** Arguments as a declaration reads them. */
  bind(args: FieldArguments): Args {
    const bound = (...path: string[]) => {
      const value = args.sound(...path);
      return value && this.hole(value);
    };
    const id = (entity: string, ...path: string[]) => {
      const value = args.at(...path);
      const prefix = this.context.entities.get(entity)?.prefix ?? "";
      return value && sql`${this.hole((run) => run.ids.decode(prefix, value(run)))}::uuid`;
    };
    const map = (convert: (value: never) => unknown, ...path: string[]) => {
      const value = path.length === 0 ? args.all : args.sound(...path);
      return value && this.hole((run) => convert(value(run) as never));
    };
    return Object.assign(bound, { id, map, now: this.now(), variant: this.context.variant ?? "" });
  }

  /** Selected fields by response key. */
  fields(type: GraphQLObjectType, nodes: Nodes): Map<string, FieldNode[]> {
    return collectFields(type, nodes, this.context.fragments, this.context.variables);
  }
}
