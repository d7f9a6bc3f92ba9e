import { sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { getNamedType, type GraphQLObjectType } from "graphql";
import type { AnyField, FieldArguments } from "./arguments.ts";
import { entityOf, isList, readOf, targetOf, type Nodes } from "./document.ts";
import type { Order, ReadKinds } from "./entity.ts";
import { plainWriter } from "./plain.ts";
import type { Select, Row } from "./select.ts";
import type { SelectOptions, StatementBuilder } from "./statement-builder.ts";
import { leafWriter, objectWriter, required, type Key, type Values, type Write } from "./write.ts";

/** Rows that a field leads to: what a select is narrowed and ordered by, and how its rows are named in errors. */
export interface RowsWanted {
  readonly field: AnyField;
  readonly nodes: Nodes;
  readonly args: FieldArguments;
  readonly coordinate: string;
  readonly order?: Order | undefined;
  readonly where?: SQL | undefined;
}

/** Adds wanted rows to a select, and writes them. Given by whoever compiles rows, since rows nest. */
export type CompileRows = (select: Select, wanted: RowsWanted) => Write<Values[]>;

/** Compiles the selected fields of an entity's row: each adds what it needs to the select, and says how it is written. */
export class RowFields {
  readonly #builder: StatementBuilder;
  readonly #compileRows: CompileRows;
  #ones = 0;

  constructor(builder: StatementBuilder, compileRows: CompileRows) {
    this.#builder = builder;
    this.#compileRows = compileRows;
  }

  object(select: Select, row: Row, type: GraphQLObjectType, nodes: Nodes): Write<Values> {
    const fields = this.#builder.fields(type, nodes);
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
        return this.#leaf(field, path, this.#builder.guard.id(select, row, entityOf(type)?.prefix));
      case "column":
        return this.#leaf(field, path, this.#columnKey(select, row, path, field, meta));
      case "parts":
        return this.#parts(select, row, field, path, nodes, meta);
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

  #columnKey(select: Select, row: Row, path: string, field: AnyField, meta: ReadKinds["column"]): Key {
    const { guard } = this.#builder;
    const { sql: expression } = meta;
    if (expression !== undefined)
      return guard.expression(select, row, path, (columns) => expression(columns, this.#builder.now()));
    return guard.shown(select, row, field.name, isList(field.type));
  }

  #parts(
    select: Select,
    row: Row,
    field: AnyField,
    path: string,
    nodes: Nodes,
    { columns }: ReadKinds["parts"],
  ): Write<Values> {
    const type = getNamedType(field.type) as GraphQLObjectType;
    return objectWriter(
      [...this.#builder.fields(type, nodes)].map(([key, same]) => {
        const name = same[0]?.name.value ?? "";
        const part = type.getFields()[name];
        if (part === undefined) return [key, () => JSON.stringify(type.name)]; // __typename
        const column = columns[name];
        if (column === undefined) throw new Error(`${path}.${name} is no column`);
        const held = this.#builder.guard.shown(select, row, column, isList(part.type));
        return [key, this.#leaf(part, `${path}.${name}`, held)];
      }),
    );
  }

  #computed(
    select: Select,
    row: Row,
    field: AnyField,
    path: string,
    nodes: Nodes,
    meta: ReadKinds["computed"],
  ): Write<Values> {
    const { guard } = this.#builder;
    const keys = meta.needs.map((need): [string, Key, (value: unknown) => unknown] => {
      const column = guard.stored(row, need);
      // Arrays and JSON travel as JSON, so that root and nested rows decode alike.
      const isJson = column.dataType === "array" || column.dataType === "json";
      const isExact = meta.exact?.includes(need) ?? false;
      const key = isExact ? guard.exact(select, row, need) : guard.shown(select, row, need, isJson);
      return [need, key, decoderOf(column)];
    });
    const given = meta.context === undefined ? undefined : select.context[meta.context];
    if (meta.context !== undefined && given !== undefined)
      keys.push([meta.context, select.add(given), Number]);
    const absent = meta.context !== undefined && given === undefined ? { [meta.context]: null } : {};
    select.unitCost += meta.work ?? 0;
    const args = this.#builder.arguments(field, nodes);
    const write = plainWriter(this.#builder, field.type, path, nodes);
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
    const target = requireTarget(field);
    const { guard } = this.#builder;
    const child = this.#builder.select(target, fromParent(meta, row));
    if (meta.sameSubject === true) guard.sameSubject(row, child.row);
    const condition = guard.declared([row, child.row], child, () => meta.on(row, child.row), select);
    const on = [condition, ...child.where];
    select.joins.push(sql` left join ${child.table} on ${sql.join(on, sql` and `)}`);
    select.unitCost += 1;
    this.#ones += 1;
    const key = guard.stored(child.row, child.entity.key);
    const present = select.add(sql`case when ${key} is not null then 1 end`, `present ${this.#ones}`);
    const write = required<Values>(field.type, path, this.object(select, child.row, target, nodes));
    return (values, run) => write(values[present] === null ? null : values, run);
  }

  #many(
    select: Select,
    row: Row,
    field: AnyField,
    coordinate: string,
    nodes: Nodes,
    meta: ReadKinds["many"],
  ): Write<Values> {
    const child = this.#builder.select(requireTarget(field), fromParent(meta, row));
    const args = this.#builder.arguments(field, nodes);
    const { guard } = this.#builder;
    if (meta.sameSubject === true) guard.sameSubject(row, child.row);
    const where = guard.declared([row, child.row], child, () =>
      meta.on(row, child.row, this.#builder.bind(args)),
    );
    if (!guard.isPersonal(row)) guard.listed(child);
    const write = this.#compileRows(child, { field, nodes, args, coordinate, order: meta.order, where });
    const key = select.add(child.toJson());
    select.many.push({ key, rows: child });
    return (values, run) => write(values[key] as Values[], run);
  }
}

function fromParent(meta: ReadKinds["one"] | ReadKinds["many"], row: Row): SelectOptions {
  return {
    ...(meta.from && { from: meta.from(row) }),
    ...(meta.sameContract === true && { holder: row }),
  };
}

export function requireTarget(field: AnyField): GraphQLObjectType {
  const target = targetOf(field);
  if (target === undefined) throw new Error(`${field.name} leads to no entity`);
  return target;
}

/** Root rows are text, nested ones JSON: both become the same JavaScript value for computed fields. */
function decoderOf(column: AnyPgColumn): (value: unknown) => unknown {
  if (column.dataType === "number") return Number;
  if (column.dataType === "boolean") return (value) => value === true || value === "t";
  if (column.dataType === "array" || column.dataType === "json") {
    return (value) => (typeof value === "string" ? (JSON.parse(value) as unknown) : value);
  }
  return (value) => value;
}
