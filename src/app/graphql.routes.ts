import { ApolloServer, HeaderMap, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import type pg from "pg";
import type { Principal } from "../platform/auth/principal.ts";
import { AppError } from "../platform/errors/app-error.ts";
import type { RequestContext } from "../platform/graphql/context.ts";
import { createFormatError } from "../platform/graphql/format-error.ts";
import { LIMIT_RULES } from "../platform/graphql/limit-rules.ts";
import { fieldResolver } from "../platform/graphql/executor-reads.ts";
import { readsPlugin, stringifyResult } from "../platform/graphql/reads-plugin.ts";
import { acceptJson } from "../platform/http/json-body.ts";
import { LIMITS } from "../platform/limits.ts";
import type { Logger } from "../platform/telemetry/logger.ts";
import { printContract } from "./schema.ts";

export interface GraphqlDeps {
  readonly schema: GraphQLSchema;
  /** Connections of the reading role. */
  readonly readPool: pg.Pool;
  readonly now: () => Date;
  readonly logger: Logger;
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

  const authenticate = async (request: FastifyRequest): Promise<void> => {
    request.principal = await deps.authenticate(request);
    request.logFacts["clientId"] = request.principal.clientId;
    request.logFacts["partnerId"] = request.principal.partnerId;
  };

  app.post("/graphql", { onRequest: authenticate }, (request, reply) => answer(apollo, deps, request, reply));
  app.route({
    method: ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: "/graphql",
    handler: (_request, reply) => {
      void reply.header("allow", "POST");
      throw new AppError("METHOD_NOT_ALLOWED", "Send operations with POST.");
    },
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
    stringifyResult,
    formatError: createFormatError((error) => deps.logger.error({ err: error }, "bug")),
    validationRules: LIMIT_RULES,
    parseOptions: { maxTokens: LIMITS.tokens },
    validationOptions: { maxErrors: 5 },
    maxRecursiveSelections: LIMITS.tokens,
    persistedQueries: false,
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: silentLogger,
    // Hints for shared caches: nothing here may be cached, and the plugin costs a fifth of the throughput.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      readsPlugin(deps.schema, { pool: deps.readPool, now: deps.now }),
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

/** Notes what the request log and the answer say of an operation. */
function factsPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ contextValue: { facts, requestId } }) {
      return {
        async didResolveOperation({ operationName, queryHash }) {
          facts.operationName = operationName ?? undefined;
          facts.documentHash = queryHash;
        },
        async willSendResponse({ response }) {
          if (response.body.kind !== "single") return;
          const { errors } = response.body.singleResult;
          if (errors === undefined) return;
          facts.errorCodes = errors.map(({ extensions }) => String(extensions?.["code"]));
          for (const error of errors)
            Object.assign((error as { extensions?: object }).extensions ?? {}, { requestId });
        },
      };
    },
  };
}

async function answer(
  apollo: ApolloServer<RequestContext>,
  deps: GraphqlDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const context: RequestContext = {
    requestId: request.id,
    today: deps.now().toISOString().slice(0, 10),
    principal: request.principal,
    extensions: {},
    facts: {},
  };
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: "POST", headers, search: "", body: request.body },
    context: async () => context,
  });
  Object.assign(request.logFacts, context.facts);
  for (const [name, value] of response.headers) void reply.header(name, value);
  void reply.code(response.status ?? 200);
  if (response.body.kind !== "complete")
    throw new AppError("NOT_ACCEPTABLE", "Incremental delivery is not offered.");
  return reply.send(response.body.string);
}
