import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Span, Tracing } from "../telemetry/tracing.ts";

/**
 * Makes every request a trace of its own, and tells its id in the request log. What a caller says of a trace of its own
 * is not taken on: an id is a value of a request.
 */
export function traceRequests(app: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook("onRequest", (request, _reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    const span = tracing.begin(`${request.method} ${route}`, "SERVER", {
      "http.request.method": request.method,
      "http.route": route,
      "kimberlite.request_id": request.id,
    });
    spans.set(request, span);
    request.logFacts["traceId"] = span.traceId;
    span.run(done);
  });
  // A body is read by events of the socket, which belong to no request.
  app.addHook("preHandler", (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.run(done);
  });
  app.addHook("onResponse", (request, reply, done) => {
    const span = spans.get(request);
    span?.tell({ "http.response.status_code": reply.statusCode });
    span?.end(reply.statusCode >= 500 ? String(reply.statusCode) : undefined);
    done();
  });
}
