import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import type { Logger } from "../telemetry/logger.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { ANSWER_HEADERS } from "./client-error.ts";
import { errorBody } from "./http-error.ts";
import { openTurns, type TurnLimits, type Turns } from "./turns.ts";

/** Refusals are told of together this often: a line for each would be a good part of what each costs. */
const REPORT_MS = 1_000;

/** How many operations run in this process, of all clients together. */
export interface Admission {
  /** @throws {AppError} OVERLOADED where as many run as may */
  enter(): void;
  leave(): void;
}

export interface AdmissionLimits extends TurnLimits {
  readonly max: number;
}

const LIMITED: AdmissionLimits = {
  max: LIMITS.operationsAtOnce,
  crowd: LIMITS.operationsBeforeTurns,
  longestWaitMs: LIMITS.turnMs,
};

interface Telling {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Answers as many operations at a time as it can answer in time. In a crowd the connections take turns: who was answered
 * is not read until all others that wait were. What is read all the same and finds no room, as of clients that come with
 * a connection for each request, is refused before anything is done with it. A server that begins all that comes, and
 * gives most of it up half-way, answers next to nothing.
 */
export function admitFew(
  app: FastifyInstance,
  telling: Telling,
  { max, ...limits }: AdmissionLimits = LIMITED,
): Admission {
  let running = 0;
  const turns = openTurns(limits, () => running);
  const refuse = openRefusals(app, telling, turns);
  const [handle] = app.server.listeners("request") as Handle[];
  if (handle === undefined) throw new Error("The server handles no requests");
  app.server.removeAllListeners("request");
  app.server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url !== "/graphql") {
      handle(request, response);
      return;
    }
    if (running >= max) {
      refuse(request, response);
      return;
    }
    if (turns.isCrowded()) {
      response.once("finish", () => {
        turns.wait(request.socket);
      });
    }
    handle(request, response);
  });
  return {
    enter() {
      if (running >= max) throw busy();
      running += 1;
    },
    leave() {
      running -= 1;
      turns.pass();
    },
  };
}

function openRefusals(app: FastifyInstance, { logger, metrics }: Telling, turns: Turns): Handle {
  const error = busy();
  const { code, status } = error;
  // All but the request's id is known beforehand.
  const exampleId = randomUUID();
  const example = JSON.stringify(errorBody(error, exampleId));
  const headers = {
    ...ANSWER_HEADERS,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(example),
    "retry-after": String(RETRY_AFTER_MS / 1000),
  };
  let refused = 0;
  let isClosing = false;
  const report = setInterval(() => {
    if (refused === 0) return;
    logger.warn({ refused, errorCodes: [code] }, "overloaded");
    metrics.operations.inc({ code }, refused);
    refused = 0;
  }, REPORT_MS).unref();
  app.addHook("preClose", (done) => {
    isClosing = true;
    turns.end();
    // What those have sent who waited is read first, and answered, before connections without a request are closed.
    setImmediate(() => setImmediate(done));
  });
  app.server.once("close", () => {
    clearInterval(report);
  });
  return (request, response) => {
    refused += 1;
    const requestId = randomUUID();
    // Once the answer is out: whoever does not wait is read later, or refusals alone would take all there is.
    request.resume();
    response.once("finish", () => {
      // What is left of a body is read first, which would take the pause back.
      setImmediate(() => {
        turns.wait(request.socket);
      });
    });
    if (isClosing) response.setHeader("connection", "close");
    response
      .writeHead(status, { ...headers, "x-request-id": requestId })
      .end(example.replace(exampleId, requestId));
  };
}

const RETRY_AFTER_MS = 1_000;
const busy = () =>
  new AppError("OVERLOADED", "The service is busy. Try again shortly.", { retryAfterMs: RETRY_AFTER_MS });
