import {
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { AppError } from "../errors/app-error.ts";
import { publicMessage } from "./format-error.ts";

export type Variables = Readonly<Record<string, unknown>>;

/**
 * An operation's variables as GraphQL coerces them.
 * @throws {AppError} BAD_USER_INPUT for the first that cannot be, with the path into it: `variable` is "filter.area"
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables | null | undefined,
): Variables {
  const definitions = operation.variableDefinitions ?? [];
  // Each complaint repeats the whole value that it is about: one is enough, and many of a large value take long.
  const { coerced, errors } = getVariableValues(schema, definitions, given ?? {}, { maxErrors: 1 });
  if (coerced !== undefined) return coerced;
  throw refusal(errors[0]);
}

/** GraphQL's reason alone, without the value that it prints before it. */
function refusal(error: GraphQLError | undefined): AppError {
  const message = error?.message ?? "";
  const reason = error?.originalError?.message;
  const name = /^Variable "\$(\w+)"/.exec(message)?.[1] ?? "";
  if (reason === undefined) return new AppError("BAD_USER_INPUT", publicMessage(message), { variable: name });
  const before = message.slice(0, message.length - reason.length);
  const path = publicMessage(/ at "([^"]*)"; $/.exec(before.slice(-500))?.[1] ?? name);
  return new AppError("BAD_USER_INPUT", publicMessage(`Variable "$${path}": ${reason}`), { variable: path });
}
