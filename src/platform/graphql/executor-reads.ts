import DataLoader from "dataloader";
import {
  getNamedType,
  isInterfaceType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from "graphql";
import { entityOf, readOf } from "../read/document.ts";
import { TYPE_TAG, type KeyedRows } from "../read/keyed-rows.ts";
import type { Planner } from "../read/plan.ts";
import type { RequestContext } from "./context.ts";
import { reader, restrictionsOf, runOf, type ReadsDeps } from "./run-reads.ts";

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/** Row trees that the engine wrote hold values by response key, not by field name. */
const trees = new WeakSet<object>();

/** The executor's default resolver: trees by response key, all else by field name. */
export const fieldResolver: Resolver = (source, args, context, info) => {
  if (source === null || typeof source !== "object") return undefined;
  const key = trees.has(source) ? String(info.path.key) : info.fieldName;
  const value: unknown = (source as Record<string, unknown>)[key];
  if (typeof value !== "function") return value;
  return (value as (args: object, context: RequestContext, info: GraphQLResolveInfo) => unknown).call(
    source,
    args,
    context,
    info,
  );
};

/**
 * Lets the executor ask the engine for rows: row fields of Query, and fields of other types that lead to an entity,
 * whose own resolver (or property) gives the row's UUID. What the engine fills in needs no resolver of its own.
 */
export function letExecutorRead(schema: GraphQLSchema, planner: Planner, deps: ReadsDeps): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type))
      type.resolveType = (value) => String((value as Record<string, unknown>)[TYPE_TAG]);
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const isQuery = type === schema.getQueryType();
    const leadsToEntities = entityOf(type) === undefined && !isPartOfEntity(type);
    for (const field of Object.values(type.getFields())) {
      if (readOf(field) === undefined) {
        if (leadsToEntities) readReferences(planner, deps, type, field);
      } else if (isQuery) field.resolve = readRoot(planner, deps);
      else delete field.resolve;
    }
  }
}

/** Where a field leads to an entity, its own resolver gives the row's UUID. */
function readReferences(
  planner: Planner,
  deps: ReadsDeps,
  type: GraphQLObjectType,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the schema hands its fields out
  field: GraphQLField<any, any>,
): void {
  const target = getNamedType(field.type);
  if (!isObjectType(target) || entityOf(target) === undefined) return;
  if (isListType(field.type))
    throw new Error(`${type.name}.${field.name}: the engine reads lists of entities`);
  field.resolve = readReference(
    planner,
    deps,
    target,
    (field.resolve as Resolver | undefined) ?? fieldResolver,
  );
}

function isPartOfEntity(type: GraphQLObjectType): boolean {
  return (type.extensions["access"] as { inherited?: boolean } | undefined)?.inherited === true;
}

function readRoot(planner: Planner, deps: ReadsDeps): Resolver {
  return async (_source, _args, { principal }, info) => {
    const { operation, fragments, variableValues, fieldNodes } = info;
    const field = info.parentType.getFields()[info.fieldName];
    if (field === undefined) throw new Error(`Query.${info.fieldName} is not in the schema`);
    const root = planner.root(
      field,
      fieldNodes,
      operation,
      fragments,
      variableValues,
      restrictionsOf(principal),
    );
    const run = runOf(deps, principal, variableValues, true);
    return treeOf((await root.answer(reader(deps.pool, run), run)).json.take());
  };
}

/** All rows that one field of an answer leads to are read together, however many items the answer has. */
function readReference(
  planner: Planner,
  deps: ReadsDeps,
  target: GraphQLObjectType,
  resolve: Resolver,
): Resolver {
  const loaders = new WeakMap<RequestContext, Map<unknown, DataLoader<string, unknown>>>();
  return async (source, args, context, info) => {
    const uuid: unknown = await resolve(source, args, context, info);
    if (typeof uuid !== "string") return null;
    const byNode = loaders.get(context) ?? new Map<unknown, DataLoader<string, unknown>>();
    loaders.set(context, byNode);
    let loader = byNode.get(info.fieldNodes[0]);
    if (loader === undefined) {
      const { fieldNodes, operation, fragments, variableValues } = info;
      const restrictions = restrictionsOf(context.principal);
      const rows = planner.keyed(target, fieldNodes, operation, fragments, variableValues, restrictions);
      loader = new DataLoader((uuids) => loadRows(rows, deps, context, variableValues, uuids));
      byNode.set(info.fieldNodes[0], loader);
    }
    return loader.load(uuid);
  };
}

async function loadRows(
  rows: KeyedRows,
  deps: ReadsDeps,
  { principal }: RequestContext,
  variables: Readonly<Record<string, unknown>>,
  uuids: readonly string[],
): Promise<unknown[]> {
  const run = runOf(deps, principal, variables, true);
  const { texts } = await rows.read(reader(deps.pool, run), run, uuids);
  return uuids.map((uuid) => treeOf(texts.get(uuid) ?? "null"));
}

function treeOf(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (value !== null && typeof value === "object") trees.add(value);
    return value;
  });
}
