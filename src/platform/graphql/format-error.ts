import { unwrapResolverError } from "@apollo/server/errors";
import { HeaderMap } from "@apollo/server";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { AppError } from "../errors/app-error.ts";

const LONGEST_MESSAGE = 300;

/** Apollo's codes that we have another word for. */
const CODES: Readonly<Record<string, string>> = {
  BAD_REQUEST: "BAD_USER_INPUT",
  OPERATION_RESOLUTION_FAILURE: "BAD_USER_INPUT",
  INTERNAL_SERVER_ERROR: "INTERNAL",
};

/**
 * The only way out for errors of an operation. An AppError and GraphQL's own complaints keep their words; anything
 * else is our bug: it is reported with all we know and answered as INTERNAL with nothing of its text.
 */
export function createFormatError(reportBug: (error: unknown) => void) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = originOf(thrown);
    const place = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    if (error instanceof AppError) {
      return { message: error.message, ...place, extensions: { ...error.details, code: error.code } };
    }
    const stated = formatted.extensions?.["code"];
    const given = typeof stated === "string" ? stated : "INTERNAL";
    const code = CODES[given] ?? given;
    if (code === "INTERNAL") {
      reportBug(error);
      return {
        message: "Something went wrong on our side. Quote the requestId when you write to us.",
        ...place,
        extensions: { code },
      };
    }
    return { message: publicMessage(formatted.message), ...place, extensions: { code } };
  };
}

/** An AppError that refuses the whole request, with the HTTP status that goes with its code. */
export function requestFailure(error: AppError): GraphQLError {
  const headers = new HeaderMap();
  const { retryAfterMs } = error.details;
  if (typeof retryAfterMs === "number") headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code, http: { status: error.status, headers } },
  });
}

function originOf(thrown: unknown): unknown {
  const unwrapped = unwrapResolverError(thrown);
  const error =
    unwrapped instanceof GraphQLError && unwrapped.originalError ? unwrapped.originalError : unwrapped;
  return isUnstorable(error)
    ? new AppError("BAD_USER_INPUT", "A text holds a character that no text has.")
    : error;
}

/** Of a text with NUL in it PostgreSQL says so itself, wherever it came in: it can be the caller's alone. */
function isUnstorable(error: unknown): boolean {
  const { code, cause } = error instanceof Error ? (error as Error & { code?: unknown }) : {};
  return code === "22021" || (cause !== undefined && isUnstorable(cause));
}

/** Longest piece of what was sent that an error repeats: a name, a short value. */
const LONGEST_ECHO = 50;
const QUOTED = /"((?:[^"\\]|\\.)*)"?/gs;
/** Where GraphQL prints a value that is not a string, up to the end of its words. */
const PRINTED = /(?<=found |value: )[^"\s].*$/s;
/** Scalars from a library end their words with the value as it came. */
const REPEATED = /(?<=is not a valid \w{1,40}|an invalid [\w-]{1,40})[: ].*$/s;

/**
 * GraphQL's words without its guesses (a closed schema must not be spelled out to who misspells it), without control
 * characters, and without long pieces of what was sent. In time by the message's length: it may be mostly input.
 */
export function publicMessage(message: string): string {
  const guess = message.search(/,? did you mean/i);
  const words = (guess < 0 ? message : message.slice(0, guess)).replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
  const brief = words
    .replace(REPEATED, "")
    .replaceAll(QUOTED, (_quoted, inner: string) => `"${clip(inner, LONGEST_ECHO)}"`)
    .replace(PRINTED, (value) => clip(value, LONGEST_ECHO));
  return clip(brief.trimEnd(), LONGEST_MESSAGE);
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
