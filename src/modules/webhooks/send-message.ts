import http from "node:http";
import https from "node:https";
import type { AttemptOutcome } from "../vocabulary/index.ts";
import {
  checkedLookup,
  ForbiddenAddressError,
  resolveCallable,
  type AddressRules,
} from "./public-address.ts";
import { retryAfterOf } from "./retry-schedule.ts";

/** Everything of an attempt together: name, connection, TLS, sending, and the first line of the answer. */
export const ATTEMPT_MS = 15_000;
/** Of an answer; what comes beyond is not read. */
const ANSWER_BYTES = 64 * 1024;
const HEADER_BYTES = 16 * 1024;
/** An answer whose status is known already may take so long to end. */
const ANSWER_MS = 1_000;

export interface Answer {
  readonly outcome: AttemptOutcome;
  /** Null where none came. */
  readonly httpStatus: number | null;
  /** What the receiver asked for; null: nothing. */
  readonly retryAfterMs: number | null;
}

export interface Sender {
  /** POSTs a body once. Never throws, never follows, never takes longer than ATTEMPT_MS. */
  send(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    abort: AbortSignal,
  ): Promise<Answer>;
  close(): void;
}

/** @param attemptMs ATTEMPT_MS, or less in tests */
export function openSender(rules: AddressRules, attemptMs = ATTEMPT_MS): Sender {
  const options = { keepAlive: true, maxFreeSockets: 64, timeout: 30_000, lookup: checkedLookup(rules) };
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };

  async function attempt(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<Answer> {
    const isPlain = url.protocol === "http:";
    if (isPlain && !rules.allowLoopback) throw new ForbiddenAddressError("Only https is called.");
    // A literal is never looked up, so the lookup of the connection does not check it.
    if (/^[\d.]+$|^\[/.test(url.hostname)) await resolveCallable(rules, url.hostname);
    const request = (isPlain ? http : https).request(url, {
      method: "POST",
      headers,
      agent: agents[isPlain ? "http:" : "https:"],
      maxHeaderSize: HEADER_BYTES,
      signal,
    });
    return new Promise<Answer>((resolve, reject) => {
      request.on("error", (error: NodeJS.ErrnoException) => {
        // The receiver closed a kept connection at the moment it was used: that says nothing about the receiver.
        const isStale = request.reusedSocket && error.code === "ECONNRESET" && !signal.aborted;
        if (isStale) resolve(attempt(url, headers, body, signal));
        else reject(error);
      });
      request.on("response", (response) => {
        resolve(answerOf(response));
        readLittle(response);
      });
      request.end(body);
    });
  }

  return {
    async send(url, headers, body, abort) {
      const deadline = AbortSignal.timeout(attemptMs);
      try {
        return await attempt(new URL(url), headers, body, AbortSignal.any([deadline, abort]));
      } catch (error) {
        return { outcome: outcomeOf(error, deadline.aborted), httpStatus: null, retryAfterMs: null };
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function answerOf({ statusCode = 0, headers }: http.IncomingMessage): Answer {
  const retryAfterMs = retryAfterOf(headers["retry-after"], Date.now());
  return { outcome: outcomeOfStatus(statusCode), httpStatus: statusCode, retryAfterMs };
}

function outcomeOfStatus(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return "ACKNOWLEDGED";
  return status >= 300 && status < 400 ? "REDIRECTED" : "REFUSED";
}

/** An answer that ends soon leaves its connection for the next message; any other loses it. */
function readLittle(response: http.IncomingMessage): void {
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), ANSWER_MS).unref();
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) response.destroy();
  });
  response.on("error", () => undefined);
  response.on("close", () => {
    clearTimeout(timer);
  });
}

function outcomeOf(error: unknown, isLate: boolean): AttemptOutcome {
  if (error instanceof ForbiddenAddressError) return "FORBIDDEN_ADDRESS";
  if (isLate) return "TIMED_OUT";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("HPE_") ? "INVALID_ANSWER" : "UNREACHABLE";
}
