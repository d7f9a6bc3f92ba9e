import type { FastifyInstance } from "fastify";
import { AppError } from "../errors/app-error.ts";

/** Takes UTF-8 JSON bodies, and no others: forms and plain text are what other sites can make a browser send. */
export function acceptJson(app: FastifyInstance): void {
  app.addHook("preParsing", (request, _reply, payload, done) => {
    if (request.method === "GET") {
      done(null, payload);
      return;
    }
    const encoding = request.headers["content-encoding"];
    if (encoding !== undefined && encoding !== "identity") {
      done(new AppError("UNSUPPORTED_MEDIA_TYPE", "Send the body without a content-encoding."));
      return;
    }
    if (request.headers["content-type"] === undefined) {
      done(new AppError("UNSUPPORTED_MEDIA_TYPE", "Send `content-type: application/json`."));
      return;
    }
    done(null, payload);
  });
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Deeper than any input of ours nests. Whoever walks through values may then do so by calling itself. */
const DEEPEST = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS: ReadonlySet<number | undefined> = new Set([0x5b, 0x7b]);
const CLOSERS: ReadonlySet<number | undefined> = new Set([0x5d, 0x7d]);

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** @throws {AppError} BAD_USER_INPUT for what is not JSON in UTF-8, or nests without end */
export function parseJson(bytes: Buffer): unknown {
  if (depthOf(bytes) > DEEPEST) {
    throw new AppError("BAD_USER_INPUT", `The body nests deeper than ${DEEPEST} lists and objects.`);
  }
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch (cause) {
    throw new AppError("BAD_USER_INPUT", "The body is not JSON in UTF-8.", {}, { cause });
  }
}

/** How deep lists and objects are opened, outside of strings. Bytes of longer characters are none of those sought. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (OPENERS.has(byte)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (CLOSERS.has(byte)) depth -= 1;
  }
  return deepest;
}
