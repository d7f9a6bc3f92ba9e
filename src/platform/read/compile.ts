import { sql } from "drizzle-orm";
import { getNamedType, type GraphQLObjectType } from "graphql";
import { perRun, type AnyField, type FieldArguments } from "./arguments.ts";
import { listName } from "./cursor.ts";
import { isList, readOf, type Nodes } from "./document.ts";
import type { Args, ReadKinds } from "./entity.ts";
import { pageSize } from "./page-size.ts";
import { plainWriter, type WriteRows } from "./plain.ts";
import { requireTarget, RowFields, type RowsWanted } from "./row-fields.ts";
import { termSql, termType, type Row, type Select } from "./select.ts";
import { StatementBuilder, type CompileContext, type Statement } from "./statement-builder.ts";
import { listWriter, type Key, type Values, type Write } from "./write.ts";

/** A statement whose rows are picked out by their keys. */
export interface KeyedStatement extends Statement {
  readonly key: Key;
  readonly writeOne: Write<Values>;
}

/** A statement whose rows are written one by one, as they come. */
export interface StreamedStatement extends Statement {
  readonly writeOne: Write<Values>;
}

/** Compiles a field of Query that reads rows into one statement and one writer. */
export function compileRoot(context: CompileContext, field: AnyField, nodes: Nodes): Statement {
  const meta = readOf(field);
  if (meta?.kind !== "root") throw new Error(`Query.${field.name} declares no read`);
  const builder = new StatementBuilder(context);
  const args = builder.arguments(field, nodes);
  const bound = builder.bind(args);
  const order = meta.orders?.[meta.orderName?.(bound) ?? orderBy(context, args)] ?? meta.orders?.default;
  if (args.narrowByRange(order?.bounds ?? [])) builder.plansByValue();
  const { select, where } = rootSelect(builder, field, meta, bound);
  const wanted = { field, nodes, args, coordinate: `Query.${field.name}`, order, where };
  const write = new Rows(builder).compile(select, wanted);
  // A next page is told by one row more.
  if (context.plannedSize !== undefined) select.plannedRows = context.plannedSize + 1;
  return builder.finish(select, write);
}

/** The rows that a field of Query leads to, as far as the contract goes, before any order, page or selection. */
function rootSelect(builder: StatementBuilder, field: AnyField, meta: ReadKinds["root"], bound: Args) {
  const { context: numbers } = meta;
  const select = builder.select(requireTarget(field), {
    ...(numbers && { numbers: (row: Row) => numbers(row, bound) }),
  });
  const where = builder.guard.declared([select.row], select, () => meta.where?.(select.row, bound));
  if (isMany(field)) builder.guard.listed(select);
  return { select, where };
}

/**
 * Compiles every row that a list of Query leads to, in no order and without pages: each is written for itself.
 * @param rowNodes where the rows themselves are selected: `edges { node }`
 */
export function compileEveryRow(
  context: CompileContext,
  field: AnyField,
  nodes: Nodes,
  rowNodes: Nodes,
): StreamedStatement {
  const meta = readOf(field);
  if (meta?.kind !== "root" || !isMany(field)) throw new Error(`Query.${field.name} is no list of rows`);
  const builder = new StatementBuilder(context);
  const bound = builder.bind(builder.arguments(field, nodes));
  const { select, where } = rootSelect(builder, field, meta, bound);
  if (where !== undefined) select.where.push(where);
  const writeOne = new Rows(builder).object(select, requireTarget(field), rowNodes);
  return { ...builder.finish(select, listWriter(writeOne)), writeOne };
}

/** Compiles the rows of one entity by the run's keys, in any order: each is written for itself, behind its key. */
export function compileByKeys(
  context: CompileContext,
  target: GraphQLObjectType,
  nodes: Nodes,
): KeyedStatement {
  const builder = new StatementBuilder(context);
  const select = builder.select(target);
  const column = builder.guard.stored(select.row, select.entity.key);
  select.where.push(sql`${column} = any (${builder.hole((run) => run.keys ?? [])}::uuid[])`);
  const key = select.add(sql`${column}`, "key");
  const writeOne = new Rows(builder).object(select, target, nodes);
  return { ...builder.finish(select, listWriter(writeOne)), key, writeOne };
}

function isMany(field: AnyField): boolean {
  return isList(field.type) || getNamedType(field.type) !== requireTarget(field);
}

/** The value of `orderBy`; part of the variables' shape, so the same for every run of this compilation. */
function orderBy({ variables }: CompileContext, args: FieldArguments): string {
  const value = args.at("orderBy")?.({ variables, given: new Map() });
  return typeof value === "string" ? value : "default";
}

/** Rows of a statement at any depth: one, a list or a page of them. */
class Rows {
  readonly #builder: StatementBuilder;
  readonly #fields: RowFields;

  constructor(builder: StatementBuilder) {
    this.#builder = builder;
    this.#fields = new RowFields(builder, (select, wanted) => this.compile(select, wanted));
  }

  object(select: Select, target: GraphQLObjectType, nodes: Nodes): Write<Values> {
    return this.#fields.object(select, select.row, target, nodes);
  }

  compile(select: Select, wanted: RowsWanted): Write<Values[]> {
    const { field, nodes, args, order, where } = wanted;
    if (where !== undefined) select.where.push(where);
    if (order !== undefined) {
      const bound = this.#builder.bind(args);
      const terms = this.#builder.guard.declared([select.row], select, () => order.by(select.row, bound));
      select.order = { terms, descending: order.descending ?? false };
    }
    const target = requireTarget(field);
    const write: WriteRows = (inner) => this.object(select, target, inner);
    if (getNamedType(field.type) !== target) return this.#page(select, wanted, write);
    const one = write(nodes);
    if (isList(field.type)) return listWriter(one);
    select.limit = sql`1`;
    return (rows, run) => (rows[0] === undefined ? "null" : one(rows[0], run));
  }

  #page(select: Select, { field, nodes, args, coordinate }: RowsWanted, write: WriteRows): Write<Values[]> {
    if (select.order === undefined) throw new Error(`${coordinate}: a page needs an order`);
    const { terms, descending } = select.order;
    const asked = this.#askedOf(field, nodes);
    const keys = asked.cursors ? terms.map((term) => select.add(termSql(term), term)) : [];
    const size = perRun((run) => pageSize(args.all(run)["first"], coordinate));
    const list = perRun((run) => listName(coordinate, args.all(run)));
    // One row more than is shown tells whether there is a next page.
    const more = asked.next ? 1 : 0;
    select.limit = this.#builder.hole((run) => size(run) + more);
    select.shown = size;
    const after = args.at("after");
    if (after !== undefined) {
      const position = perRun((run) => run.cursors.open(list(run), String(after(run)), terms.length));
      const bounds = terms.map(
        (term, i) => sql`${this.#builder.hole((run) => position(run)[i])}::${sql.raw(termType(term))}`,
      );
      const compare = sql.raw(descending ? "<" : ">");
      select.where.push(
        sql`(${sql.join(terms.map(termSql), sql`, `)}) ${compare} (${sql.join(bounds, sql`, `)})`,
      );
    }
    const writePage = plainWriter(this.#builder, field.type, coordinate, nodes, write);
    return (rows, run) => {
      const shown = rows.length > size(run) ? rows.slice(0, size(run)) : rows;
      const placeOf = (row: Values) => keys.map((key) => String(row[key]));
      const seal = (from: number, to?: number) =>
        run.cursors.sealAll(list(run), shown.slice(from, to).map(placeOf));
      // All at once, where each is asked for.
      let all: readonly string[] | undefined;
      const edges = shown.map((node, i) => ({ cursor: () => (all ??= seal(0))[i], node }));
      const pageInfo = {
        hasNextPage: rows.length > shown.length,
        hasPreviousPage: after !== undefined,
        startCursor: () => all?.[0] ?? seal(0, 1)[0],
        endCursor: () => all?.at(-1) ?? seal(-1)[0],
      };
      return writePage({ edges, pageInfo }, run);
    };
  }

  /** What a page is asked for that costs its rows more: their places in the list, and whether another row follows. */
  #askedOf(field: AnyField, nodes: Nodes): { readonly cursors: boolean; readonly next: boolean } {
    const page = this.#inside(field, nodes);
    const names = ["edges", "pageInfo"].flatMap((name) => {
      const part = (getNamedType(field.type) as GraphQLObjectType).getFields()[name];
      const same = page.get(name);
      return part === undefined || same === undefined ? [] : [...this.#inside(part, same).keys()];
    });
    return {
      cursors: names.some((name) => name === "cursor" || name === "startCursor" || name === "endCursor"),
      next: names.includes("hasNextPage"),
    };
  }

  /** What is selected of the objects that a field leads to, by field name. */
  #inside(field: AnyField, nodes: Nodes): Map<string, Nodes> {
    const inner = new Map<string, Nodes>();
    for (const same of this.#builder.fields(getNamedType(field.type) as GraphQLObjectType, nodes).values()) {
      const name = same[0]?.name.value ?? "";
      inner.set(name, [...(inner.get(name) ?? []), ...same]);
    }
    return inner;
  }
}
