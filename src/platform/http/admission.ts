import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { ANSWER_HEADERS } from "./client-error.ts";
import { errorBody } from "./http-error.ts";

/** Refusals are told of together this often: a line for each would be a good part of what each costs. */
const REPORT_MS = 1_000;

/** How many operations run in this process, of all clients together. */
export interface Admission {
  isFull(): boolean;
  /** @throws {AppError} OVERLOADED where it is full */
  enter(): void;
  leave(): void;
}

export interface AdmissionLimits {
  readonly max: number;
  /** How long a connection is not read after a refusal: as long as its client was told to wait. */
  readonly pauseMs: number;
}

const RETRY_AFTER_MS = 1_000;
const LIMITED: AdmissionLimits = { max: LIMITS.operationsAtOnce, pauseMs: RETRY_AFTER_MS };

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Refuses operations before anything is done with them, while the process has as many as it can answer in time. A server
 * that begins all that comes, and gives most of it up half-way, answers next to nothing.
 */
export function admitFew(
  app: FastifyInstance,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
  { max, pauseMs }: AdmissionLimits = LIMITED,
): Admission {
  const admission = openAdmission(max);
  const [handle] = app.server.listeners("request") as Handle[];
  if (handle === undefined) throw new Error("The server handles no requests");
  const error = busy();
  const headers = {
    ...ANSWER_HEADERS,
    "content-type": "application/json; charset=utf-8",
    "retry-after": String(RETRY_AFTER_MS / 1000),
  };
  let refused = 0;
  const report = setInterval(() => {
    if (refused === 0) return;
    logger.warn({ refused, errorCodes: [error.code] }, "overloaded");
    metrics.operations.inc({ code: error.code }, refused);
    refused = 0;
  }, REPORT_MS).unref();
  app.server.once("close", () => {
    clearInterval(report);
  });
  app.server.removeAllListeners("request");
  app.server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url !== "/graphql" || !admission.isFull()) {
      handle(request, response);
      return;
    }
    refused += 1;
    const requestId = randomUUID();
    // Once the answer is out: whoever does not wait is read later, or refusals alone would take all there is.
    request.resume();
    response.once("finish", () => {
      // What is left of a body is read first, which would take the pause back.
      setImmediate(pauseFor, pauseMs, request.socket);
    });
    response
      .writeHead(error.status, { ...headers, "x-request-id": requestId })
      .end(JSON.stringify(errorBody(error, requestId)));
  });
  return admission;
}

function pauseFor(pauseMs: number, socket: Socket): void {
  socket.pause();
  setTimeout(() => {
    if (!socket.destroyed) socket.resume();
  }, pauseMs).unref();
}

function openAdmission(max: number): Admission {
  let running = 0;
  const isFull = () => running >= max;
  return {
    isFull,
    enter() {
      if (isFull()) throw busy();
      running += 1;
    },
    leave() {
      running -= 1;
    },
  };
}

const busy = () =>
  new AppError("OVERLOADED", "The service is busy. Try again shortly.", { retryAfterMs: RETRY_AFTER_MS });
