import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isWrappingType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { collectFields, isList, type Fragments, type Nodes } from "./document.ts";

/** Values of the schema written out that take about as long as reading a row. The usual query has some thousands. */
const VALUES_PER_ROW = 35;

/** What it costs to write out parts of the schema: no rows are read, but lists of lists of lists are written. */
export function introspectionCost(
  schema: GraphQLSchema,
  root: GraphQLField<unknown, unknown>,
  nodes: Nodes,
  fragments: Fragments,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sizes = sizesOf(schema);
  const values = (field: GraphQLField<unknown, unknown>, same: Nodes, parent = ""): number => {
    const named = getNamedType(field.type);
    const known = parent === "types" ? sizes.ofEveryType : sizes.ofReachedType;
    const size = isList(field.type) || field.name === "ofType" ? (known[field.name] ?? 1) : 1;
    if (isLeafType(named)) return size;
    let inner = 1;
    const type = named as GraphQLObjectType;
    for (const selected of collectFields(type, same, fragments, variables).values()) {
      const child = type.getFields()[selected[0]?.name.value ?? ""];
      inner += child === undefined ? 1 : values(child, selected, field.name);
    }
    return size * inner;
  };
  return Math.ceil(values(root, nodes) / VALUES_PER_ROW);
}

type Sizes = Readonly<Record<string, number>>;

interface ListSizes {
  /** Below `types`, where each type stands once: enums have no fields, and objects no values. */
  readonly ofEveryType: Sizes;
  /** Wherever else a type is reached: as long as where there are any, for a document can choose. */
  readonly ofReachedType: Sizes;
}

const measured = new WeakMap<GraphQLSchema, ListSizes>();

/** How long the lists of introspection are in this schema on average, by field. */
function sizesOf(schema: GraphQLSchema): ListSizes {
  let sizes = measured.get(schema);
  if (sizes === undefined) measured.set(schema, (sizes = measure(schema)));
  return sizes;
}

function measure(schema: GraphQLSchema): ListSizes {
  const types = Object.values(schema.getTypeMap());
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .map((type) => Object.values(type.getFields()));
  const lists = {
    fields,
    inputFields: types.filter(isInputObjectType).map((type) => Object.values(type.getFields())),
    enumValues: types.filter(isEnumType).map((type) => type.getValues()),
    possibleTypes: types.filter(isInterfaceType).map((type) => schema.getPossibleTypes(type)),
    interfaces: types.filter(isObjectType).map((type) => type.getInterfaces()),
  };
  const sizesAmong = (count: (having: readonly unknown[]) => number): Sizes => ({
    types: types.length,
    directives: schema.getDirectives().length,
    args: average(fields.flat().map(({ args }) => args)),
    ofType: wrappedShare(fields.flat()),
    ...Object.fromEntries(
      Object.entries(lists).map(([name, of]) => [name, sum(of) / Math.max(1, count(of))]),
    ),
  });
  return {
    ofEveryType: sizesAmong(() => types.length),
    ofReachedType: sizesAmong((having) => having.length),
  };
}

/** How many types of fields are lists or non-null. Of those that are, fewer are so once more: a chain of them costs less. */
function wrappedShare(fields: readonly GraphQLField<unknown, unknown>[]): number {
  return fields.filter(({ type }) => isWrappingType(type)).length / Math.max(1, fields.length);
}

function average(lists: readonly (readonly unknown[])[]): number {
  return sum(lists) / Math.max(1, lists.length);
}

function sum(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((total, { length }) => total + length, 0);
}
