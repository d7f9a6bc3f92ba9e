import { STATUS_CODES } from "node:http";
import { AppError, ERROR_STATUS, type ErrorCode } from "../errors/app-error.ts";

export interface ErrorBody {
  readonly errors: readonly [
    { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> },
  ];
}

/** The body of every refusal that is not an answer of GraphQL itself: the same shape, so one reader serves both. */
export function errorBody(error: AppError, requestId: string): ErrorBody {
  return {
    errors: [{ message: error.message, extensions: { ...error.details, code: error.code, requestId } }],
  };
}

const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
};

/** What a failed request is answered with; null where it is our bug. */
export function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const known = code === undefined ? undefined : FASTIFY_CODES[code];
  if (known !== undefined) return new AppError(known, STATUS_CODES[ERROR_STATUS[known]] ?? known);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new AppError("BAD_USER_INPUT", "The request is not well-formed.");
  }
  return null;
}
