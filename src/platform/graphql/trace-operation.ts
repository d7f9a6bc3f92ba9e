import { asAppError } from "../http/http-error.ts";
import type { SpanFacts, Tracing } from "../telemetry/tracing.ts";
import type { OperationFacts } from "./context.ts";

/** Lets an operation be a part of its request's trace: what the request log says of it, and nothing else. */
export async function traceOperation<T>(
  tracing: Tracing | undefined,
  facts: OperationFacts,
  run: () => Promise<T>,
): Promise<T> {
  const span = tracing?.part("operation", "INTERNAL");
  if (span === undefined) return run();
  let thrown: string | undefined;
  try {
    return await span.run(run);
  } catch (error) {
    thrown = asAppError(error)?.code ?? "INTERNAL";
    throw error;
  } finally {
    if (facts.operationName !== undefined) span.rename(`operation ${facts.operationName}`);
    span.tell(spanFactsOf(facts));
    span.end(facts.errorCodes?.[0] ?? thrown);
  }
}

function spanFactsOf({ operationName, documentHash, actualCost, requestedCost }: OperationFacts): SpanFacts {
  const cost = actualCost ?? requestedCost;
  return {
    ...(operationName !== undefined && { "graphql.operation.name": operationName }),
    ...(documentHash !== undefined && { "graphql.document.hash": documentHash }),
    ...(cost !== undefined && { "kimberlite.cost": cost }),
  };
}
