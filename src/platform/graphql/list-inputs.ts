import {
  getArgumentValues,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import { collectFields, fragmentsOf } from "../read/document.ts";

/**
 * Refuses a mutation with a longer list than one batch anywhere in its input, written out or in a variable.
 * @throws {AppError} BAD_USER_INPUT naming the list
 */
export function requireShortLists(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const mutation = schema.getMutationType();
  if (operation.operation !== OperationTypeNode.MUTATION || mutation == null) return;
  for (const [node] of collectFields(mutation, [operation], fragmentsOf(document), variables).values()) {
    const field = node && mutation.getFields()[node.name.value];
    if (field !== undefined) requireShort(field.name, getArgumentValues(field, node as never, variables));
  }
}

function requireShort(path: string, value: unknown): void {
  if (Array.isArray(value)) {
    if (value.length > LIMITS.batchItems) {
      throw new AppError("BAD_USER_INPUT", `${path} holds at most ${LIMITS.batchItems} items.`, {
        argument: path,
        max: LIMITS.batchItems,
      });
    }
    value.forEach((item, i) => requireShort(`${path}[${i}]`, item));
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) requireShort(`${path}.${name}`, inner);
  }
}
