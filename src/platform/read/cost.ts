import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { FieldArguments, type AnyField } from "./arguments.ts";
import { collectFields, isList, readOf, targetOf, type Fragments, type Nodes } from "./document.ts";
import { introspectionCost } from "./introspection-cost.ts";
import { pageSize } from "./page-size.ts";
import type { Asked } from "./run.ts";

/** What an operation costs with these variables. @throws {AppError} BAD_USER_INPUT for an impossible page size */
export type Cost = (run: Asked) => number;

/** Rows that a list without `first` is taken to hold. */
const USUAL_LIST_SIZE = 10;

/**
 * Compiles an operation's cost: an object is 1, a connection `first` times its node, a list its usual size, a scalar
 * nothing, and values that are part of a row (an address) nothing either.
 */
export function compileCost(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Readonly<Record<string, unknown>>,
): Cost {
  const root = schema.getRootType(operation.operation);
  return root == null ? () => 0 : new Costs(schema, fragments, variables).ofObject(root, [operation]);
}

const INTROSPECTION: Readonly<Record<string, AnyField>> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
};

class Costs {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(schema: GraphQLSchema, fragments: Fragments, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  ofObject(type: GraphQLObjectType, nodes: Nodes | readonly OperationDefinitionNode[]): Cost {
    const parts: Cost[] = [];
    for (const same of collectFields(type, nodes, this.#fragments, this.#variables).values()) {
      const [node] = same;
      const name = node?.name.value ?? "";
      const meta = INTROSPECTION[name];
      if (meta !== undefined) {
        const cost = introspectionCost(this.#schema, meta, same, this.#fragments, this.#variables);
        parts.push(() => cost);
      }
      const field = type.getFields()[name];
      if (node && field) parts.push(this.#workOf(field, node));
      if (node && field && type === this.#schema.getMutationType()) parts.push(this.#batchOf(field, node));
      if (node && field) parts.push(this.#ofField(field, node, same, `${type.name}.${name}`));
    }
    return (run) => parts.reduce((sum, part) => sum + part(run), 0);
  }

  /** What a field costs that is made of its row, or of many rows, with much work. */
  #workOf(field: AnyField, node: FieldNode): Cost {
    const meta = readOf(field);
    if (meta?.kind === "report") {
      const args = new FieldArguments(field, node, this.#variables);
      return (run) => meta.work(args.all(run));
    }
    const work = meta?.kind === "computed" ? (meta.work ?? 0) : 0;
    return () => work;
  }

  /** What a mutation is given to write: each item of a batch is a row. */
  #batchOf(field: AnyField, node: FieldNode): Cost {
    const items = new FieldArguments(field, node, this.#variables).at("input", "items");
    return items === undefined ? () => 0 : (run) => (items(run) as unknown[]).length;
  }

  #ofType(type: GraphQLNamedType, nodes: Nodes): Cost {
    if (isObjectType(type)) return this.ofObject(type, nodes);
    if (!isAbstractType(type)) return () => 0;
    const branches = this.#schema.getPossibleTypes(type).map((possible) => this.ofObject(possible, nodes));
    return (run) => Math.max(0, ...branches.map((branch) => branch(run)));
  }

  #ofField(field: AnyField, node: FieldNode, nodes: Nodes, coordinate: string): Cost {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return () => 0;
    const inner = this.#ofType(type, nodes);
    const args = new FieldArguments(field, node, this.#variables);
    const target = targetOf(field);
    if (target !== undefined && target !== type) {
      const first = args.at("first");
      return (run) => pageSize(first?.(run), coordinate) * Math.max(1, inner(run));
    }
    const paged = (type.extensions["page"] as { list: string } | undefined)?.list;
    if (paged !== undefined && isObjectType(type)) return this.#ofPage(type, paged, nodes, args, coordinate);
    // Edges, page information, addresses: they come with their row and cost nothing by themselves.
    if ((type.extensions["access"] as { inherited?: boolean } | undefined)?.inherited === true) return inner;
    const own: Cost = (run) => 1 + inner(run);
    if (!isList(field.type)) return own;
    const size = listSize(field, args);
    return (run) => size(run) * own(run);
  }

  /** A page that is no connection: its list holds `first` items. */
  #ofPage(
    type: GraphQLObjectType,
    list: string,
    nodes: Nodes,
    args: FieldArguments,
    coordinate: string,
  ): Cost {
    const first = args.at("first");
    const items = getNamedType(type.getFields()[list]?.type);
    const lists = [...collectFields(type, nodes, this.#fragments, this.#variables).values()]
      .filter(([node]) => node?.name.value === list)
      .map((same) => (items == null ? () => 0 : this.#ofType(items, same)));
    return (run) => {
      const item = lists.reduce((sum, inner) => sum + 1 + inner(run), 0);
      return pageSize(first?.(run), coordinate) * Math.max(1, item);
    };
  }
}

function listSize(field: AnyField, args: FieldArguments): Cost {
  const ids = args.at("ids");
  if (ids !== undefined) return (run) => (ids(run) as unknown[]).length;
  const meta = readOf(field);
  const usual = meta !== undefined && "usualSize" in meta ? meta.usualSize : undefined;
  return () => usual ?? USUAL_LIST_SIZE;
}
