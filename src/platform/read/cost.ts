import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { FieldArguments, type AnyField } from "./arguments.ts";
import { collectFields, isList, readOf, targetOf, type Fragments, type Nodes } from "./document.ts";
import { pageSize } from "./page-size.ts";
import type { Run } from "./run.ts";

/** What an operation costs with these variables. @throws {AppError} BAD_USER_INPUT for an impossible page size */
export type Cost = (run: Pick<Run, "variables">) => number;

/** Rows that a list without `first` is taken to hold. */
const USUAL_LIST_SIZE = 10;

/** Writing out the schema reads no rows, but takes as long as reading some. */
const INTROSPECTION_COST = 50;

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
  if (root == null) return () => 0;

  const ofObject = (type: GraphQLObjectType, nodes: Nodes | readonly OperationDefinitionNode[]): Cost => {
    const parts: Cost[] = [];
    for (const same of collectFields(type, nodes, fragments, variables).values()) {
      const name = same[0]?.name.value ?? "";
      if (name === "__schema" || name === "__type") parts.push(() => INTROSPECTION_COST);
      const field = type.getFields()[name];
      if (field !== undefined) parts.push(ofField(field, same, `${type.name}.${field.name}`));
    }
    return (run) => parts.reduce((sum, part) => sum + part(run), 0);
  };

  const ofType = (field: AnyField, nodes: Nodes): Cost => {
    const named = getNamedType(field.type);
    if (isObjectType(named)) return ofObject(named, nodes);
    if (!isAbstractType(named)) return () => 0;
    const branches = schema.getPossibleTypes(named).map((type) => ofObject(type, nodes));
    return (run) => Math.max(0, ...branches.map((branch) => branch(run)));
  };

  const ofField = (field: AnyField, nodes: Nodes, coordinate: string): Cost => {
    const named = getNamedType(field.type);
    if (isLeafType(named) || nodes[0] === undefined) return () => 0;
    const inner = ofType(field, nodes);
    const args = new FieldArguments(field, nodes[0], variables);
    const target = targetOf(field);
    if (target !== undefined && target !== named) {
      const first = args.at("first");
      return (run) => pageSize(first?.(run as Run), coordinate) * Math.max(1, inner(run));
    }
    if (
      named.extensions["access"] !== undefined &&
      (named.extensions["access"] as { inherited?: boolean }).inherited
    ) {
      return inner;
    }
    const own: Cost = (run) => 1 + inner(run);
    if (!isList(field.type)) return own;
    const ids = args.at("ids");
    const meta = readOf(field);
    const usual =
      meta !== undefined && "usualSize" in meta ? (meta.usualSize ?? USUAL_LIST_SIZE) : USUAL_LIST_SIZE;
    const size =
      ids === undefined
        ? () => usual
        : (run: Pick<Run, "variables">) => (ids(run as Run) as unknown[]).length;
    return (run) => size(run) * own(run);
  };

  // `edges { node { … } }` and `pageInfo` are passed through by ofType: only the node counts, as an object.
  return ofObject(root, [operation]);
}
