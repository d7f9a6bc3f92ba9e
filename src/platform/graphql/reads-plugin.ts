import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext } from "@apollo/server";
import { GraphQLError, OperationTypeNode, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { Principal } from "../auth/principal.ts";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import { JsonText } from "../read/json-text.ts";
import { Planner, type Plan } from "../read/plan.ts";
import type { RequestContext } from "./context.ts";
import { letExecutorRead } from "./executor-reads.ts";
import { publicMessage, requestFailure } from "./format-error.ts";
import { requireShortLists } from "./list-inputs.ts";
import { readVariables } from "./read-variables.ts";
import { queryReader, restrictionsOf, runOf, type ReadsDeps } from "./run-reads.ts";

/** A result as JSON; data that is JSON already passes as it is. */
export function jsonOf({ errors, data, extensions }: FormattedExecutionResult): JsonText {
  if (!(data instanceof JsonText)) return new JsonText(JSON.stringify({ errors, data, extensions }));
  return new JsonText(`{"data":${data.take()},"extensions":${JSON.stringify(extensions ?? {})}}`);
}

/**
 * The gate and the reader. Every operation is planned once: its scopes are checked, its cost is weighed, and where it
 * is made of rows alone it is answered here, one statement for each root field. All else goes on to the executor,
 * whose row fields come back here one by one.
 */
export function readsPlugin(schema: GraphQLSchema, deps: ReadsDeps): ApolloServerPlugin<RequestContext> {
  const planner = new Planner(schema, deps.identityRules);
  letExecutorRead(schema, planner, deps);
  return {
    async requestDidStart() {
      let answer: JsonText | undefined;
      let isReplay = false;
      return {
        async didResolveOperation(request) {
          try {
            answer = await answerRows(planner, schema, deps, request);
            const replay = await beginKeyed(request);
            isReplay = replay !== undefined;
            if (replay !== undefined) answer ??= new JsonText(replay);
          } catch (error) {
            throw refusalOf(error);
          }
        },
        async responseForOperation() {
          if (answer === undefined) return null;
          const headers = new HeaderMap();
          const data = answer as never;
          if (!isReplay) return { http: { headers }, body: { kind: "single", singleResult: { data } } };
          headers.set("idempotent-replayed", "true");
          const extensions = { idempotency: { replayed: true } };
          return { http: { headers }, body: { kind: "single", singleResult: { data, extensions } } };
        },
      };
    },
  };
}

/** What GraphQL itself finds wrong with an argument's value, the caller got wrong; all else that is not ours is a bug. */
function refusalOf(error: unknown): unknown {
  if (error instanceof AppError) return requestFailure(error);
  if (error instanceof GraphQLError && error.originalError === undefined) {
    return requestFailure(new AppError("BAD_USER_INPUT", publicMessage(error.message)));
  }
  return error;
}

async function answerRows(
  planner: Planner,
  schema: GraphQLSchema,
  deps: ReadsDeps,
  { document, operation, request, contextValue }: GraphQLRequestContext<RequestContext>,
): Promise<JsonText | undefined> {
  if (document === undefined || operation == null) return undefined;
  const variables = readVariables(schema, operation, request.variables);
  const { principal, facts } = contextValue;
  const plan = planner.plan(document, operation, variables, restrictionsOf(principal));
  if (plan.introspects && !principal.contract.introspection) {
    throw new AppError(
      "FORBIDDEN",
      "This contract does not include introspection. GET /schema.graphql needs none.",
    );
  }
  requireScopes(plan, principal);
  requireShortLists(schema, document, operation, variables);
  const run = runOf(deps, principal, variables);
  const requested = plan.cost(run);
  facts.requestedCost = requested;
  if (requested > LIMITS.cost.perOperation) {
    throw new AppError(
      "QUERY_TOO_COMPLEX",
      `The operation costs ${requested}, more than ${LIMITS.cost.perOperation}. Ask for smaller pages or fewer levels.`,
      { cost: requested, max: LIMITS.cost.perOperation },
    );
  }
  await contextValue.budget.spend(principal.clientId, requested);
  facts.charged = true;
  const roots = plan.roots();
  if (roots === null) return undefined;
  const read = queryReader(deps, principal, run);
  const answers = await Promise.all(roots.map((root) => root.answer(read, run)));
  facts.actualCost = answers.reduce((sum, { cost }) => sum + cost, 0);
  const fields = answers.map(({ json }, i) => `${JSON.stringify(roots[i]?.key)}:${json.take()}`);
  return new JsonText(`{${fields.join()}}`);
}

/** A mutation under a key: what was answered to it before, or undefined where it is to be done now. */
async function beginKeyed({
  operation,
  request: { query, operationName, variables },
  contextValue: { keyed },
}: GraphQLRequestContext<RequestContext>): Promise<string | undefined> {
  if (keyed === null || operation?.operation !== OperationTypeNode.MUTATION) return undefined;
  return keyed.begin([query, operationName ?? null, variables ?? null]);
}

/** @throws {AppError} MISSING_SCOPE naming what is missing, what is granted and the first place that needs it */
function requireScopes(plan: Plan, principal: Principal): void {
  const missing = [...plan.scopes.keys()].filter((scope) => !principal.scopes.has(scope));
  const [first] = missing;
  if (first === undefined) return;
  const path = plan.scopes.get(first) ?? "";
  throw new AppError("MISSING_SCOPE", `${path} needs the scope ${first}, which this token does not carry.`, {
    missing,
    granted: [...principal.scopes],
    path,
  });
}
