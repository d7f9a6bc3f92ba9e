import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { OperationTypeNode, type GraphQLSchema } from "graphql";
import type { Principal } from "../platform/auth/principal.ts";
import { AppError, ERROR_STATUS, type ErrorCode } from "../platform/errors/app-error.ts";
import type { OperationFacts, RequestContext, Services } from "../platform/graphql/context.ts";
import { budgetPlugin } from "../platform/budget/budget-plugin.ts";
import { openConcurrencyCap, type ConcurrencyCap } from "../platform/budget/concurrency.ts";
import type { CostBudget } from "../platform/budget/cost-budget.ts";
import type { Pulse } from "../platform/db/pulse.ts";
import { createFormatError } from "../platform/graphql/format-error.ts";
import { openDocumentCheck } from "../platform/graphql/document-limits.ts";
import { answerTypeFor, isPlainJsonReader } from "../platform/graphql/answer-type.ts";
import { readOperationRequest, type OperationRequest } from "../platform/graphql/operation-request.ts";
import { fieldResolver } from "../platform/graphql/executor-reads.ts";
import { jsonOf, readsPlugin } from "../platform/graphql/reads-plugin.ts";
import { traceOperation } from "../platform/graphql/trace-operation.ts";
import type { ReadsDeps } from "../platform/graphql/run-reads.ts";
import { answerOnce, keyedOperation, type OperationAnswer } from "../platform/idempotency/answer-once.ts";
import type { IdempotencyDeps } from "../platform/idempotency/keyed-operation.ts";
import type { Admission } from "../platform/http/admission.ts";
import { asAppError } from "../platform/http/http-error.ts";
import { inTime } from "../platform/http/in-time.ts";
import { acceptJson } from "../platform/http/json-body.ts";
import { isoInstant } from "../platform/iso-instant.ts";
import { LIMITS } from "../platform/limits.ts";
import type { UsageLog } from "../platform/usage/usage-log.ts";
import type { Logger } from "../platform/telemetry/logger.ts";
import type { Metrics } from "../platform/telemetry/metrics.ts";
import type { Tracing } from "../platform/telemetry/tracing.ts";
import { printContract } from "./schema.ts";

export interface GraphqlDeps {
  readonly schema: GraphQLSchema;
  readonly reads: ReadsDeps;
  readonly services: Services;
  readonly now: () => Date;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
  readonly budget: CostBudget;
  readonly usage: UsageLog;
  readonly idempotency: IdempotencyDeps;
  readonly pulse: Pulse;
  readonly admission: Admission;
  /** @throws {AppError} UNAUTHENTICATED */
  readonly authenticate: (request: FastifyRequest) => Promise<Principal>;
}

declare module "fastify" {
  interface FastifyRequest {
    principal: Principal;
  }
}

/** `POST /graphql` and `GET /schema.graphql`, both for clients with a token only. */
export async function graphqlRoutes(app: FastifyInstance, deps: GraphqlDeps): Promise<void> {
  const apollo = createApollo(deps);
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  app.decorateRequest("principal", null as never);
  acceptJson(app);
  const answerer: Answerer = {
    ...deps,
    apollo,
    concurrency: openConcurrencyCap(),
    excessOf: openDocumentCheck(),
  };

  const authenticate = async (request: FastifyRequest): Promise<void> => {
    request.principal = await deps.authenticate(request);
    request.logFacts["clientId"] = request.principal.clientId;
    request.logFacts["partnerId"] = request.principal.partnerId;
  };

  app.post("/graphql", { onRequest: authenticate }, (request, reply) => answer(answerer, request, reply));
  app.route({
    method: ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"],
    url: "/graphql",
    // Before a body is looked at: whatever it is, the method is wrong.
    onRequest: (_request, reply, done) => {
      void reply.header("allow", "POST");
      done(new AppError("METHOD_NOT_ALLOWED", "Send operations with POST."));
    },
    handler: (_request, reply) => reply,
  });

  const contract = printContract(deps.schema);
  app.get("/schema.graphql", { onRequest: authenticate }, (_request, reply) =>
    reply.type("application/graphql; charset=utf-8").send(contract),
  );
}

function createApollo(deps: GraphqlDeps): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema: deps.schema,
    fieldResolver: fieldResolver as never,
    formatError: createFormatError((error) => deps.logger.error({ err: error }, "bug")),
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    // GraphQL adds one of its own when there are more.
    validationOptions: { maxErrors: 4 },
    persistedQueries: false,
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: silentLogger,
    // Hints for shared caches: nothing here may be cached, and the plugin costs a fifth of the throughput.
    plugins: [
      budgetPlugin(),
      ApolloServerPluginCacheControlDisabled(),
      readsPlugin(deps.schema, deps.reads),
      factsPlugin(),
    ],
  });
}

/** Errors reach our own log through `formatError`; Apollo's would repeat them with texts of values in them. */
const silentLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Of an operation's name in the log; the caller makes it up. */
const LONGEST_NAME = 100;

/** Notes what the request log and the answer say of an operation. */
function factsPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue: { facts, requestId } }) {
      return {
        async didResolveOperation({ operationName, queryHash }) {
          facts.operationName = operationName?.slice(0, LONGEST_NAME);
          facts.documentHash = queryHash;
        },
        async willSendResponse({ response, operation }) {
          if (response.body.kind !== "single") return;
          const { errors, data } = response.body.singleResult;
          if (errors === undefined) return;
          facts.errorCodes = errors.map(({ extensions }) => String(extensions?.["code"]));
          // A query that came to nothing is a refusal like any other; of a mutation, other fields may have done something.
          if (data == null && operation?.operation === OperationTypeNode.QUERY) {
            response.http.status ??= statusOfCode(facts.errorCodes[0]);
          }
          for (const error of errors)
            Object.assign((error as { extensions?: object }).extensions ?? {}, { requestId });
        },
      };
    },
  };
}

/** What answers operations: built once, used by every request. */
interface Answerer extends GraphqlDeps {
  readonly apollo: ApolloServer<RequestContext>;
  readonly concurrency: ConcurrencyCap;
  readonly excessOf: (document: string) => string | null;
}

async function answer(deps: Answerer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { clientId } = request.principal;
  const { accept } = request.headers;
  deps.concurrency.enter(clientId);
  const facts: OperationFacts = {};
  let isIn = false;
  try {
    deps.admission.enter();
    isIn = true;
    const contentType = answerTypeFor(accept);
    const operation = readOperationRequest(request.body);
    const excess = deps.excessOf(operation.query ?? "");
    if (excess !== null) throw new AppError("GRAPHQL_VALIDATION_FAILED", excess);
    const { status, headers, json } = await traceOperation(deps.tracing, facts, () =>
      deps.pulse.during(() => inTime(execute(deps, request, operation, facts))),
    );
    for (const [name, value] of headers) void reply.header(name, value);
    void reply.code(statusOf(status, facts, accept)).type(contentType);
    return await reply.send(json.take());
  } catch (error) {
    facts.errorCodes ??= [asAppError(error)?.code ?? "INTERNAL"];
    throw error;
  } finally {
    deps.concurrency.leave(clientId);
    if (isIn) deps.admission.leave();
    account(deps, request, reply, facts);
  }
}

/** Logs, counts and charges what an operation came to. */
function account(deps: Answerer, request: FastifyRequest, reply: FastifyReply, facts: OperationFacts): void {
  Object.assign(request.logFacts, facts);
  const errorCode = facts.errorCodes?.[0] ?? "";
  const cost = facts.actualCost ?? facts.requestedCost ?? 0;
  deps.metrics.operations.inc({ code: errorCode || "OK" });
  deps.metrics.operationCost.inc(cost);
  deps.usage.note({
    clientId: request.principal.clientId,
    operationName: facts.operationName ?? "",
    documentHash: facts.documentHash ?? "",
    errorCode,
    cost,
    durationMs: reply.elapsedTime,
  });
}

function statusOfCode(code = ""): number {
  return code in ERROR_STATUS ? ERROR_STATUS[code as ErrorCode] : ERROR_STATUS.INTERNAL;
}

/** What is wrong with a document or its variables, and not with who asks or how much. */
const ABOUT_THE_DOCUMENT = new Set(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"]);

/**
 * The status follows the code. GraphQL over HTTP makes an exception for callers that read `application/json` alone: a
 * document that is refused is answered to them with 200, since older programs look into no other body.
 */
function statusOf(status: number, { errorCodes = [] }: OperationFacts, accept: string | undefined): number {
  const isExcepted =
    status === 400 && ABOUT_THE_DOCUMENT.has(errorCodes[0] ?? "") && isPlainJsonReader(accept);
  return isExcepted ? 200 : status;
}

function execute(
  deps: Answerer,
  request: FastifyRequest,
  { query, operationName, variables, extensions }: OperationRequest,
  facts: OperationFacts,
): Promise<OperationAnswer> {
  const { principal } = request;
  const keyed = keyedOperation(deps.idempotency, principal, request.headers["idempotency-key"]?.toString());
  const contextValue: RequestContext = {
    requestId: request.id,
    today: isoInstant(deps.now().getTime()).slice(0, 10),
    principal,
    budget: deps.budget,
    services: deps.services,
    usage: deps.usage,
    keyed,
    facts,
  };
  const operation = {
    ...(query !== undefined && { query }),
    ...(operationName != null && { operationName }),
    ...(variables != null && { variables }),
    ...(extensions != null && { extensions }),
  };
  // Apollo's own reading of HTTP would look once more at all that is known here, for twice the time of all else it does.
  const run = async (): Promise<OperationAnswer> => {
    const { body, http } = await deps.apollo.executeOperation(operation, { contextValue });
    if (body.kind !== "single") throw new AppError("NOT_ACCEPTABLE", "Incremental delivery is not offered.");
    return { status: http.status ?? 200, headers: http.headers, json: jsonOf(body.singleResult) };
  };
  return keyed === null ? run() : answerOnce(keyed, run);
}
