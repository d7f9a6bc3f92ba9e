import { createHash } from "node:crypto";
import { getTableColumns, is, Param, Placeholder, sql, type SQL } from "drizzle-orm";
import { alias, PgDialect, type AnyPgColumn } from "drizzle-orm/pg-core";
import {
  getNamedType,
  isLeafType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";
import { FieldArguments, perRun, type AnyField } from "./arguments.ts";
import { collectFields, entityOf, isList, readOf, targetOf, type Fragments, type Nodes } from "./document.ts";
import { listName } from "./cursor.ts";
import type { Args, EntityMeta, Order, ReadKinds } from "./entity.ts";
import { Identity, type IdentityRules } from "./identity.ts";
import { pageSize } from "./page-size.ts";
import type { Run, Value } from "./run.ts";
import { Select, termSql, termType, type Row } from "./select.ts";
import {
  leafWriter,
  listWriter,
  objectWriter,
  required,
  type Key,
  type RowPlan,
  type Values,
  type Write,
} from "./write.ts";

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly Value[];
  readonly rows: RowPlan;
  readonly write: Write<Values[]>;
}

/** A statement whose rows are picked out by their keys. */
export interface KeyedStatement extends Statement {
  readonly key: Key;
  readonly writeOne: Write<Values>;
}

/** Which parts of the contract restrict rows: an unlimited partner's statements carry no predicate. */
export interface Restrictions {
  readonly areas: boolean;
  readonly makes: boolean;
  /** Whether it may know the identity of anybody at all; the rules then say of whom. */
  readonly identity: boolean;
}

/** Compiles root fields into one statement and one writer each, for one shape of the variables (see `shapeOf`). */
export class Compiler {
  readonly #fragments: Fragments;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #restrictions: Restrictions;
  readonly #entities: ReadonlyMap<string, EntityMeta>;
  readonly #rules: IdentityRules;
  readonly #identities = new Map<Row, Identity>();
  readonly #names = new Map<Row, Map<string, object>>();
  #values: Value[] = [];
  #tables = 0;

  constructor(
    fragments: Fragments,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
    entities: ReadonlyMap<string, EntityMeta>,
    rules: IdentityRules,
  ) {
    this.#rules = rules;
    this.#fragments = fragments;
    this.#variables = variables;
    this.#restrictions = restrictions;
    this.#entities = entities;
  }

  /** A field of Query that reads rows. */
  root(field: AnyField, nodes: Nodes): Statement {
    const meta = readOf(field);
    const target = targetOf(field);
    if (meta?.kind !== "root" || target === undefined)
      throw new Error(`Query.${field.name} declares no read`);
    const args = this.#arguments(field, nodes);
    return this.#statement(
      target,
      (select) => {
        const bound = this.#bind(args);
        const order = meta.orders?.[meta.orderName?.(bound) ?? this.#orderBy(args)] ?? meta.orders?.default;
        const where = this.#declared([select.row], select, () => meta.where?.(select.row, bound));
        if (getNamedType(field.type) !== target || isList(field.type)) this.#listed(select);
        return this.#rows(select, field, nodes, args, `Query.${field.name}`, order, where);
      },
      meta.context && ((row) => meta.context?.(row, this.#bind(args)) ?? {}),
    );
  }

  /** The value of `orderBy`; part of the shape, so the same for every run of this compilation. */
  #orderBy(args: FieldArguments): string {
    return String(args.at("orderBy")?.({ variables: this.#variables } as Run) ?? "default");
  }

  /** Rows of one entity by the run's keys, in any order: each is written for itself, behind its key. */
  byKeys(target: GraphQLObjectType, nodes: Nodes): KeyedStatement {
    let key: Key = 0;
    let writeOne: Write<Values> = () => "null";
    const statement = this.#statement(target, (select) => {
      const column = this.#column(select.row, select.entity.key);
      select.where.push(sql`${column} = any (${this.#hole((run) => run.keys ?? [])}::uuid[])`);
      key = select.add(sql`${column}`, "key");
      writeOne = this.#object(select, select.row, target, nodes);
      return listWriter(writeOne);
    });
    return { ...statement, key, writeOne };
  }

  #statement(
    target: GraphQLObjectType,
    build: (select: Select) => Write<Values[]>,
    context?: (row: Row) => Readonly<Record<string, SQL>>,
  ): Statement {
    this.#values = [];
    this.#tables = 0;
    const select = this.#select(target, false, context);
    const write = build(select);
    const { sql: text, params } = new PgDialect().sqlToQuery(select.toSql());
    const values = params.map((param): Value => {
      const value: unknown = is(param, Param) ? param.value : param;
      if (is(value, Placeholder)) return this.#values[Number(value.name)] as Value;
      return () => value;
    });
    const name = createHash("sha256").update(text).digest("base64url").slice(0, 24);
    return { name, text, values, rows: select, write };
  }

  /** Adds a field's rows to a select: one, a list or a page. */
  #rows(
    select: Select,
    field: AnyField,
    nodes: Nodes,
    args: FieldArguments,
    coordinate: string,
    order: Order | undefined,
    where: SQL | undefined,
  ): Write<Values[]> {
    if (where !== undefined) select.where.push(where);
    const target = targetOf(field) as GraphQLObjectType;
    const object = (inner: Nodes) => this.#object(select, select.row, target, inner);
    if (order !== undefined) {
      const terms = this.#declared([select.row], select, () => order.by(select.row, this.#bind(args)));
      select.order = { terms, descending: order.descending ?? false };
    }
    if (getNamedType(field.type) !== target)
      return this.#page(select, field, nodes, args, coordinate, object);
    const one = object(nodes);
    if (isList(field.type)) {
      return listWriter(one);
    }
    select.limit = sql`1`;
    return (rows, run) => (rows[0] === undefined ? "null" : one(rows[0], run));
  }

  #page(
    select: Select,
    field: AnyField,
    nodes: Nodes,
    args: FieldArguments,
    coordinate: string,
    object: (nodes: Nodes) => Write<Values>,
  ): Write<Values[]> {
    const { order } = select;
    if (order === undefined) throw new Error(`${coordinate}: a page needs an order`);
    const { terms } = order;
    const keys = terms.map((term, i) => select.add(termSql(term), `order ${i}`));
    const size = perRun((run) => pageSize(args.all(run)["first"], coordinate));
    const list = perRun((run) => listName(coordinate, args.all(run)));
    select.limit = this.#hole((run) => size(run) + 1);
    const after = args.at("after");
    if (after !== undefined) {
      const position = perRun((run) => run.cursors.open(list(run), String(after(run)), terms.length));
      const bounds = terms.map(
        (term, i) => sql`${this.#hole((run) => position(run)[i])}::${sql.raw(termType(term))}`,
      );
      const compare = sql.raw(order.descending ? "<" : ">");
      select.where.push(
        sql`(${sql.join(terms.map(termSql), sql`, `)}) ${compare} (${sql.join(bounds, sql`, `)})`,
      );
    }
    const write = this.#plain(field.type, coordinate, nodes, object);
    return (rows, run) => {
      const cursorOf = (row: Values) =>
        run.cursors.seal(
          list(run),
          keys.map((key) => String(row[key])),
        );
      const shown = rows.length > size(run) ? rows.slice(0, size(run)) : rows;
      const [first, last] = [shown[0], shown.at(-1)];
      const edges = shown.map((node) => ({ cursor: () => cursorOf(node), node }));
      const pageInfo = {
        hasNextPage: rows.length > shown.length,
        hasPreviousPage: after !== undefined,
        startCursor: () => first && cursorOf(first),
        endCursor: () => last && cursorOf(last),
      };
      return write({ edges, pageInfo }, run);
    };
  }

  #object(select: Select, row: Row, type: GraphQLObjectType, nodes: Nodes): Write<Values> {
    const fields = collectFields(type, nodes, this.#fragments, this.#variables);
    return objectWriter([...fields].map(([key, same]) => [key, this.#field(select, row, type, same)]));
  }

  #field(select: Select, row: Row, type: GraphQLObjectType, nodes: Nodes): Write<Values> {
    const name = nodes[0]?.name.value ?? "";
    if (name === "__typename") return () => JSON.stringify(type.name);
    const field = type.getFields()[name];
    const meta = field && readOf(field);
    const path = `${type.name}.${name}`;
    if (field === undefined || meta === undefined) throw new Error(`${path} declares no read`);
    switch (meta.kind) {
      case "id":
        return this.#leaf(
          field,
          path,
          select.add(this.#column(row, "id"), this.#column(row, "id"), entityOf(type)?.prefix),
        );
      case "column":
        return this.#leaf(field, path, this.#columnKey(select, row, name, field, meta));
      case "computed":
        return this.#computed(select, row, field, path, nodes, meta);
      case "one":
        return this.#one(select, row, field, path, nodes, meta);
      case "many":
        return this.#many(select, row, field, path, nodes, meta);
      default:
        throw new Error(`${path}: ${meta.kind} belongs on Query`);
    }
  }

  #leaf(field: AnyField, path: string, key: Key): Write<Values> {
    const write = leafWriter(field.type, path);
    return (row, run) => write(row[key], run);
  }

  #columnKey(select: Select, row: Row, name: string, field: AnyField, meta: ReadKinds["column"]): Key {
    const { sql: expression } = meta;
    if (expression === undefined) return this.#shown(select, row, name, isList(field.type));
    const identity = this.#identities.get(row);
    const as = this.#nameOf(row, `expression ${field.name}`);
    if (identity === undefined) return select.add(sql`${expression(row)}`, as);
    const { value, touched } = identity.watch(() => expression(row));
    if (touched.size === 0) return select.add(sql`${value}`, as);
    const key = select.add(sql`case when ${identity.shown} then ${value} end`, as);
    this.#identifies(select, identity, touched, key);
    return key;
  }

  /** A column as this reader may see it. */
  #shown(select: Select, row: Row, name: string, asJson: boolean): Key {
    const identity = this.#identities.get(row);
    const column = this.#column(row, name);
    const seen = identity?.column(name) ?? column;
    const key = select.add(asJson ? sql`to_json(${seen})` : seen, column);
    if (identity !== undefined && name in identity.personal.hidden)
      this.#identifies(select, identity, [name], key);
    return key;
  }

  #identifies(select: Select, identity: Identity, names: Iterable<string>, value: Key | null): void {
    const subject = identity.stored(identity.personal.subject);
    for (const name of names) {
      const kind = identity.personal.hidden[name];
      if (subject !== undefined && kind !== undefined) select.identify(subject, value, kind);
    }
  }

  /**
   * Runs a declaration over rows. Where it looks at what is personal, only rows whose identity this reader may know
   * are found: a condition must not tell what a field would hide.
   * @param holder whose rows hold what `select` joins
   */
  #declared<T>(rows: readonly Row[], select: Select, declaration: () => T, holder = select): T {
    const [row, ...others] = rows;
    if (row === undefined) return declaration();
    const rest = () => this.#declared(others, select, declaration, holder);
    const identity = this.#identities.get(row);
    if (identity === undefined) return rest();
    const { value, touched } = identity.watch(rest);
    if (touched.size > 0) select.where.push(identity.shown);
    this.#identifies(holder, identity, touched, null);
    return value;
  }

  /** Lists leave out whom their reader must not be given any more. */
  #listed(select: Select): void {
    const listed = this.#identities.get(select.row)?.listed;
    if (listed !== undefined) select.where.push(listed);
  }

  /** One and the same object for a name of a row, by which a select knows what it holds already. */
  #nameOf(row: Row, name: string): object {
    const names = this.#names.get(row) ?? new Map<string, object>();
    this.#names.set(row, names);
    const known = names.get(name) ?? {};
    names.set(name, known);
    return known;
  }

  #computed(
    select: Select,
    row: Row,
    field: AnyField,
    path: string,
    nodes: Nodes,
    meta: ReadKinds["computed"],
  ): Write<Values> {
    const keys = meta.needs.map((need): [string, Key, (value: unknown) => unknown] => {
      const column = this.#column(row, need);
      // Arrays and JSON travel as JSON, so that root and nested rows decode alike.
      const isJson = column.dataType === "array" || column.dataType === "json";
      const isExact = meta.exact?.includes(need) ?? false;
      const key = isExact
        ? select.add(column, this.#nameOf(row, `exact ${need}`))
        : this.#shown(select, row, need, isJson);
      return [need, key, decoderOf(column)] as const;
    });
    const given = meta.context === undefined ? undefined : select.context[meta.context];
    if (meta.context !== undefined && given !== undefined)
      keys.push([meta.context, select.add(given), Number]);
    const absent = meta.context !== undefined && given === undefined ? { [meta.context]: null } : {};
    const args = this.#arguments(field, nodes);
    const write = this.#plain(field.type, path, nodes);
    return (values, run) => {
      const needed: Record<string, unknown> = { ...absent };
      for (const [need, key, decode] of keys)
        needed[need] = values[key] === null ? null : decode(values[key]);
      return write(meta.value(needed, run.viewer, args.all(run)), run);
    };
  }

  #one(
    select: Select,
    row: Row,
    field: AnyField,
    path: string,
    nodes: Nodes,
    meta: ReadKinds["one"],
  ): Write<Values> {
    const target = targetOf(field) as GraphQLObjectType;
    const child = this.#select(target, true);
    const condition = this.#declared([row, child.row], child, () => meta.on(row, child.row), select);
    const on = [condition, ...child.where];
    select.joins.push(sql` left join ${child.table} on ${sql.join(on, sql` and `)}`);
    select.unitCost += 1;
    const key = this.#column(child.row, child.entity.key);
    const present = select.add(
      sql`case when ${key} is not null then 1 end`,
      `present ${String(this.#tables)}`,
    );
    const write = required<Values>(field.type, path, this.#object(select, child.row, target, nodes));
    return (values, run) => write(values[present] === null ? null : values, run);
  }

  #many(
    select: Select,
    row: Row,
    field: AnyField,
    path: string,
    nodes: Nodes,
    meta: ReadKinds["many"],
  ): Write<Values> {
    const child = this.#select(targetOf(field) as GraphQLObjectType, true);
    const args = this.#arguments(field, nodes);
    const where = this.#declared([row, child.row], child, () => meta.on(row, child.row, this.#bind(args)));
    if (!this.#identities.has(row)) this.#listed(child);
    const write = this.#rows(child, field, nodes, args, path, meta.order, where);
    const key = select.add(sql`(select coalesce(json_agg(x), '[]') from (${child.toSql()}) x)`);
    select.many.push({ key, rows: child });
    return (values, run) => write(values[key] as Values[], run);
  }

  /** A value made in JavaScript: leaves, objects by property name, and rows of an entity where it reaches one. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the value's shape is the GraphQL type's
  #plain(
    type: GraphQLOutputType,
    path: string,
    nodes: Nodes,
    entity?: (nodes: Nodes) => Write<Values>,
  ): Write<any> {
    const named = getNamedType(type);
    if (isLeafType(named)) return leafWriter(type, path);
    if (!isObjectType(named)) throw new Error(`${path}: plain values have one type`);
    const one = entity && entityOf(named) ? entity(nodes) : this.#plainObject(named, path, nodes, entity);
    return required(type, path, isList(type) ? (listWriter(one) as Write<unknown>) : (one as Write<unknown>));
  }

  #plainObject(
    type: GraphQLObjectType,
    path: string,
    nodes: Nodes,
    entity?: (nodes: Nodes) => Write<Values>,
  ): Write<Values> {
    const fields = collectFields(type, nodes, this.#fragments, this.#variables);
    return objectWriter<Values>(
      [...fields].map(([key, same]) => {
        const name = same[0]?.name.value ?? "";
        const field = type.getFields()[name];
        if (field === undefined) return [key, () => JSON.stringify(type.name)]; // __typename
        const write = this.#plain(field.type, `${path}.${name}`, same, entity);
        const args = this.#arguments(field, same);
        return [
          key,
          (value, run) => {
            const held: unknown = value[name];
            return write(
              typeof held === "function" ? (held as (args: object) => unknown)(args.all(run)) : held,
              run,
            );
          },
        ];
      }),
    );
  }

  #select(
    target: GraphQLObjectType,
    nested: boolean,
    context?: (row: Row) => Readonly<Record<string, SQL>>,
  ): Select {
    const entity = entityOf(target);
    if (entity === undefined) throw new Error(`${target.name} is not an entity`);
    const name = `t${this.#tables}`;
    this.#tables += 1;
    const row = this.#guarded(entity, getTableColumns(alias(entity.table, name)) as Row);
    const select = new Select(nested, entity, row, sql`${entity.table} ${sql.identifier(name)}`);
    if (context !== undefined) select.context = this.#declared([row], select, () => context(row));
    select.where.push(...this.#visible(entity, row));
    return select;
  }

  #guarded({ personal }: EntityMeta, columns: Row): Row {
    if (personal === undefined) return columns;
    const asker = {
      partner: sql`${this.#hole((run) => run.partner)}::uuid`,
      purposes: sql`${this.#hole((run) => run.purposes)}::text[]`,
      now: sql`${this.#hole((run) => run.viewer.now)}::timestamptz`,
    };
    const rules = this.#restrictions.identity ? { rules: this.#rules, asker } : null;
    const identity = new Identity(columns, personal, rules);
    this.#identities.set(identity.row, identity);
    return identity.row;
  }

  /** The rows of an entity that a partner may see. The one place where reads are narrowed to them. */
  #visible({ contract, owner, erased }: EntityMeta, row: Row): SQL[] {
    const terms: SQL[] = [];
    if (erased !== undefined) terms.push(sql`${row[erased]} is null`);
    if (owner !== undefined) terms.push(sql`${row[owner]} = ${this.#hole((run) => run.partner)}::uuid`);
    if (contract === undefined) return terms;
    if (this.#restrictions.areas)
      terms.push(sql`${row[contract.area]} = any (${this.#hole((run) => run.areas)}::text[])`);
    if (this.#restrictions.makes && contract.make !== undefined) {
      terms.push(sql`${row[contract.make]} = any (${this.#hole((run) => run.makes)}::text[])`);
    }
    return terms;
  }

  #arguments(field: AnyField, nodes: Nodes): FieldArguments {
    const [node] = nodes;
    if (node === undefined) throw new Error(`${field.name} is selected nowhere`);
    return new FieldArguments(field, node, this.#variables);
  }

  #bind(args: FieldArguments): Args {
    const bind = (...path: string[]) => {
      const value = args.at(...path);
      return value && this.#hole(value);
    };
    const id = (entity: string, ...path: string[]) => {
      const value = args.at(...path);
      const prefix = this.#entities.get(entity)?.prefix ?? "";
      return value && sql`${this.#hole((run) => run.ids.decode(prefix, value(run)))}::uuid`;
    };
    const map = (convert: (value: never) => unknown, ...path: string[]) => {
      const value = path.length === 0 ? args.all : args.at(...path);
      return value && this.#hole((run) => convert(value(run) as never));
    };
    return Object.assign(bind, { id, map });
  }

  #column(row: Row, name: string): AnyPgColumn {
    const column = this.#identities.get(row)?.stored(name) ?? row[name];
    if (column === undefined) throw new Error(`The table has no column ${name}`);
    return column;
  }

  #hole(value: Value): SQL {
    return sql`${sql.placeholder(String(this.#values.push(value) - 1))}`;
  }
}

/** Root rows are text, nested ones JSON: both become the same JavaScript value for computed fields. */
function decoderOf(column: AnyPgColumn): (value: unknown) => unknown {
  if (column.dataType === "number") return Number;
  if (column.dataType === "boolean") return (value) => value === true || value === "t";
  if (column.dataType === "array" || column.dataType === "json") {
    return (value) => (typeof value === "string" ? JSON.parse(value) : value) as unknown;
  }
  return (value) => value;
}
