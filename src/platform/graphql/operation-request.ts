import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";

/** A request as GraphQL over HTTP shapes it. */
export interface OperationRequest {
  /** Absent where `extensions` names a persisted document instead. */
  readonly query?: string | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Takes a body apart, before anything else looks into it.
 * @throws {AppError} BAD_USER_INPUT naming the member that is not what it should be
 */
export function readOperationRequest(body: unknown): OperationRequest {
  if (!isRecord(body)) throw malformed("body", "The body must be one JSON object with `query`.");
  const { query, operationName, variables, extensions } = body;
  for (const [name, value] of Object.entries({ variables, extensions })) {
    if (value != null && !isRecord(value)) throw malformed(name, `\`${name}\` must be an object.`);
  }
  if (operationName != null && typeof operationName !== "string") {
    throw malformed("operationName", "`operationName` must be a string.");
  }
  const isPersisted = isRecord(extensions) && isRecord(extensions["persistedQuery"]);
  if (!(typeof query === "string" && query !== "") && !(query === undefined && isPersisted)) {
    throw malformed("query", "`query` must be a GraphQL document as a string.");
  }
  requireNoEndlessList(variables);
  return body;
}

/** Longer than any list that is taken; those between it and the limits of their own are refused by name later. */
const ENDLESS = 10 * LIMITS.batchItems;

/** Before GraphQL reads each item of a list that is refused for its length anyway. Bodies do not nest deeply. */
function requireNoEndlessList(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value) && value.length > ENDLESS) {
    throw malformed("variables", `No list holds more than ${LIMITS.batchItems} items.`);
  }
  for (const inner of Object.values(value)) requireNoEndlessList(inner);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(argument: string, message: string): AppError {
  return new AppError("BAD_USER_INPUT", message, { argument });
}
