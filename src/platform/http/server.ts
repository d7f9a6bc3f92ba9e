import { randomUUID } from "node:crypto";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import { ANSWER_HEADERS, answerClientErrors } from "./client-error.ts";
import { asAppError, errorBody } from "./http-error.ts";
import { traceRequests } from "./trace-requests.ts";

/** Sockets that say nothing, or say it too slowly, are closed: they must not keep honest clients out. */
const SLOW = { headersMs: 5000, bodyMs: 15_000, idleMs: 30_000, checkMs: 500 } as const;

declare module "fastify" {
  interface FastifyRequest {
    /** What the request log says beyond method, route and status. Never a value that a caller sent. */
    logFacts: Record<string, unknown>;
  }
}

/** The HTTP server with everything that holds for every route: limits, headers, one log line, one shape of error. */
export function createHttpServer(
  logger: Logger,
  { requestSeconds }: Metrics,
  tracing?: Tracing,
): FastifyInstance {
  const app = Fastify({
    genReqId: () => randomUUID(),
    bodyLimit: LIMITS.bodyBytes,
    connectionTimeout: SLOW.idleMs,
    requestTimeout: SLOW.bodyMs,
    keepAliveTimeout: SLOW.idleMs,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: answerClientErrors(logger),
    frameworkErrors: (error, request, reply) => {
      begin(request, reply);
      sendError(reply, request, error, logger);
    },
    http: {
      // Node would answer a request without a host with nothing; it is refused below, in words.
      requireHostHeader: false,
      headersTimeout: SLOW.headersMs,
      connectionsCheckingInterval: SLOW.checkMs,
      maxHeaderSize: 16 * 1024,
    },
    // Without a schema there is nothing to compile; bodies are checked where they are used.
    ajv: { customOptions: {} },
  });
  app.removeAllContentTypeParsers();
  app.decorateRequest("logFacts", null as never);

  app.addHook("onRequest", (request, reply, done) => {
    begin(request, reply);
    const isNamed = request.headers.host !== undefined || request.raw.httpVersion === "1.0";
    if (isNamed) done();
    else done(new AppError("BAD_USER_INPUT", "The request names no host."));
  });
  if (tracing !== undefined) traceRequests(app, tracing);
  leaveNoConnection(app);
  app.addHook("onResponse", (request, reply, done) => {
    logRequest(logger, request, reply);
    timeRequest(requestSeconds, request, reply);
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    sendError(reply, request, error, logger);
  });
  app.setNotFoundHandler((request, reply) => {
    sendError(reply, request, new AppError("NOT_FOUND", "There is nothing at this address."), logger);
  });
  return app;
}

/**
 * A server that ends closes connections that are idle, but a client that keeps its own busy would hold it up: with the
 * answer to what runs it is told that its connection ends, too.
 */
function leaveNoConnection(app: FastifyInstance): void {
  let isClosing = false;
  let sweeping: NodeJS.Timeout | undefined;
  app.addHook("preClose", (done) => {
    isClosing = true;
    // What had sent its headers when the end began becomes idle only now.
    sweeping = setInterval(() => {
      app.server.closeIdleConnections();
    }, SLOW.checkMs);
    done();
  });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    if (isClosing) void reply.header("connection", "close");
    done();
  });
  app.server.once("close", () => {
    clearInterval(sweeping);
  });
}

function logRequest(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  logger.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? "unknown",
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      ...request.logFacts,
    },
    "request",
  );
}

function timeRequest(seconds: Metrics["requestSeconds"], request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? "unknown";
  seconds.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
}

function begin(request: FastifyRequest, reply: FastifyReply): void {
  request.logFacts = {};
  void reply.headers({ ...ANSWER_HEADERS, "x-request-id": request.id });
}

/** Answers a failed request in the one shape that errors have here. */
export function sendError(
  reply: FastifyReply,
  request: FastifyRequest,
  thrown: unknown,
  logger: Logger,
): void {
  let error = asAppError(thrown);
  if (error === null) {
    logger.error({ requestId: request.id, err: thrown }, "bug");
    error = new AppError(
      "INTERNAL",
      "Something went wrong on our side. Quote the requestId when you write to us.",
    );
  }
  request.logFacts["errorCodes"] = [error.code];
  const { retryAfterMs } = error.details;
  if (typeof retryAfterMs === "number") void reply.header("retry-after", Math.ceil(retryAfterMs / 1000));
  void reply
    .code(error.status)
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(errorBody(error, request.id)));
}
