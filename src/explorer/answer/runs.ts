import type { FetcherParams } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";
import { create } from "zustand";
import { sendSignedIn } from "../session/session.ts";

/** What an answer cost and how long it took. */
export interface Run {
  readonly status: number;
  readonly durationMs: number;
}

/** The last run of each answer's text: tabs keep their answers, so this is looked up by them. */
export const useRuns = create<Readonly<Record<string, Run>>>()(() => ({}));

const MOST_KEPT = 10;

/** Sends what GraphiQL runs, and notes how it went. */
export async function runFetcher({
  query,
  variables,
  operationName,
}: FetcherParams): Promise<ExecutionResult> {
  const { result, status, durationMs } = await sendSignedIn({
    query,
    variables: variables as Record<string, unknown> | undefined,
    operationName,
  });
  const kept = Object.entries(useRuns.getState()).slice(-MOST_KEPT);
  useRuns.setState(Object.fromEntries([...kept, [answerKey(result), { status, durationMs }]]), true);
  return result;
}

/** Tells answers apart: the request's id where there is one, else the answer itself. */
export function answerKey(result: ExecutionResult): string {
  return JSON.stringify(result);
}
