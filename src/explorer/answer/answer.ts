import type { ExecutionResult } from "graphql";

export interface AnswerError {
  readonly message: string;
  readonly code: string;
  readonly missing: readonly string[];
  /** The field that needs a missing scope, `Vehicle.vin`. */
  readonly place: string | null;
  readonly requestId: string | null;
}

export interface AnswerCost {
  readonly requested: number;
  readonly actual: number;
  readonly available: number;
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly AnswerError[];
  readonly cost: AnswerCost | null;
}

/** An error as it comes over the wire, from a proxy perhaps. */
interface Refused {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An answer's text as the response editor holds it; null where there is none, or it is not JSON. */
export function readAnswer(text: string | null): { answer: Answer; result: ExecutionResult } | null {
  if (text === null || text === "") return null;
  try {
    const result = JSON.parse(text) as ExecutionResult;
    const errors = (result.errors ?? []).map(({ message, extensions = {} }: Refused) => ({
      message,
      code: textOf(extensions["code"]) ?? "ERROR",
      missing: Array.isArray(extensions["missing"]) ? extensions["missing"].map(String) : [],
      place: textOf(extensions["path"]),
      requestId: textOf(extensions["requestId"]),
    }));
    const cost = (result.extensions?.["cost"] ?? null) as AnswerCost | null;
    return { answer: { data: result.data ?? null, errors, cost }, result };
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
