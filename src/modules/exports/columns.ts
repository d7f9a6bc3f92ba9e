import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";

/** Where a column's value lies in a row: the names of its fields, outermost first. */
export type ColumnPath = readonly string[];

/** The columns of a list's rows: one for each value, in the document's order. A list is one value. */
export function columnsOf(schema: GraphQLSchema, document: DocumentNode): readonly ColumnPath[] {
  const [operation] = document.definitions;
  const query = schema.getQueryType();
  if (operation?.kind !== Kind.OPERATION_DEFINITION || !query) return [];
  const [list, edges, node] = ["", "edges", "node"];
  const paths = leavesOf(operation, query, []);
  return paths
    .filter((path) => path[1] === edges && path[2] === node && path[0] !== list)
    .map((path) => path.slice(3));
}

function leavesOf(
  holder: OperationDefinitionNode | FieldNode,
  type: GraphQLNamedType,
  path: ColumnPath,
): ColumnPath[] {
  if (!isObjectType(type)) return [];
  return (holder.selectionSet?.selections ?? []).flatMap((node) => {
    const field = node.kind === Kind.FIELD ? type.getFields()[node.name.value] : undefined;
    if (node.kind !== Kind.FIELD || field === undefined) return [];
    const here = [...path, field.name];
    const isValue =
      node.selectionSet === undefined || (isListType(getNullableType(field.type)) && field.name !== "edges");
    return isValue ? [here] : leavesOf(node, getNamedType(field.type), here);
  });
}
