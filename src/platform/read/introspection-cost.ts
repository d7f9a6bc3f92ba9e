import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { collectFields, isList, type Fragments, type Nodes } from "./document.ts";

/** Values of the schema written out that take about as long as reading a row. The usual query has some thousands. */
const VALUES_PER_ROW = 50;

/** What it costs to write out parts of the schema: no rows are read, but lists of lists of lists are written. */
export function introspectionCost(
  schema: GraphQLSchema,
  root: GraphQLField<unknown, unknown>,
  nodes: Nodes,
  fragments: Fragments,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sizes = sizesOf(schema);
  const values = (field: GraphQLField<unknown, unknown>, same: Nodes): number => {
    const named = getNamedType(field.type);
    const size = isList(field.type) ? (sizes[field.name] ?? 1) : 1;
    if (isLeafType(named)) return size;
    let inner = 1;
    const type = named as GraphQLObjectType;
    for (const selected of collectFields(type, same, fragments, variables).values()) {
      const child = type.getFields()[selected[0]?.name.value ?? ""];
      inner += child === undefined ? 1 : values(child, selected);
    }
    return size * inner;
  };
  return Math.ceil(values(root, nodes) / VALUES_PER_ROW);
}

const known = new WeakMap<GraphQLSchema, Readonly<Record<string, number>>>();

/** How long the lists of introspection are in this schema, by field; on average for lists within types. */
function sizesOf(schema: GraphQLSchema): Readonly<Record<string, number>> {
  let sizes = known.get(schema);
  if (sizes === undefined) known.set(schema, (sizes = countSizes(schema)));
  return sizes;
}

function countSizes(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const types = Object.values(schema.getTypeMap());
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .map((type) => Object.values(type.getFields()));
  return {
    types: types.length,
    directives: schema.getDirectives().length,
    fields: average(fields),
    args: average(fields.flat().map(({ args }) => args)),
    inputFields: average(types.filter(isInputObjectType).map((type) => Object.values(type.getFields()))),
    enumValues: average(types.filter(isEnumType).map((type) => type.getValues())),
    possibleTypes: average(types.filter(isInterfaceType).map((type) => schema.getPossibleTypes(type))),
  };
}

function average(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((sum, { length }) => sum + length, 0) / Math.max(1, lists.length);
}
