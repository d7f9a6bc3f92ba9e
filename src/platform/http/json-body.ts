import type { FastifyInstance } from "fastify";
import { AppError } from "../errors/app-error.ts";

/** Takes UTF-8 JSON bodies, and no others: forms and plain text are what other sites can make a browser send. */
export function acceptJson(app: FastifyInstance): void {
  app.addHook("preParsing", (request, _reply, payload, done) => {
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
      done(null, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body as Buffer)));
    } catch (cause) {
      done(new AppError("BAD_USER_INPUT", "The body is not JSON in UTF-8.", {}, { cause }));
    }
  });
}
