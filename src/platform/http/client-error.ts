import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { AppError } from "../errors/app-error.ts";
import type { Logger } from "../telemetry/logger.ts";
import { errorBody } from "./http-error.ts";

/** Headers of every answer. */
export const ANSWER_HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;

/**
 * Answers what never became a request (Node's parser refused it, or it came too slowly) like every other refusal, and
 * closes the connection: where this request ends, nobody can tell.
 */
export function answerClientErrors(logger: Logger) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    const refusal = refusalOf(error.code);
    logger.info({ requestId, status: refusal.status, errorCodes: [refusal.code] }, "request");
    const body = JSON.stringify(errorBody(refusal, requestId));
    const headers = {
      ...ANSWER_HEADERS,
      "x-request-id": requestId,
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      connection: "close",
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const status = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ""}`;
    socket.end(`${[status, ...lines].join("\r\n")}\r\n\r\n${body}`, () => {
      // Whatever still comes is of no interest, also where the other side never closes.
      socket.destroy();
    });
  };
}

function refusalOf(code: string | undefined): AppError {
  if (code === "HPE_HEADER_OVERFLOW") {
    return new AppError("HEADERS_TOO_LARGE", "The request's headers are too large.");
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new AppError("REQUEST_TIMEOUT", "The request did not arrive in time.");
  }
  return new AppError("BAD_USER_INPUT", "This is not a well-formed HTTP/1.1 request.");
}
