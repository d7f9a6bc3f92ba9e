import type { Principal } from "../auth/principal.ts";
import { JsonText } from "../read/json-text.ts";
import { KeyedOperation, type IdempotencyDeps } from "./keyed-operation.ts";

/** @param key the header's value; null where the sender gave none */
export function keyedOperation(
  deps: IdempotencyDeps,
  { clientId }: Principal,
  key: string | undefined,
): KeyedOperation | null {
  return key === undefined ? null : new KeyedOperation(deps, clientId, key);
}

/** What is answered to an operation. */
export interface OperationAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly json: JsonText;
}

/**
 * Answers an operation under a key. With a key an operation is all or nothing: where one field of it fails, nothing of
 * it was done, so nothing is answered but the errors, and the key is free again.
 */
export function answerOnce(
  keyed: KeyedOperation,
  run: () => Promise<OperationAnswer>,
): Promise<OperationAnswer> {
  return keyed.around(
    async () => {
      const response = await run();
      const answer = JSON.parse(response.json.text) as Answer;
      if (keyed.outer.client === null || answer.errors === undefined) return response;
      return { ...response, json: new JsonText(JSON.stringify({ ...answer, data: null })) };
    },
    ({ json }) => {
      const { data, errors } = JSON.parse(json.text) as Answer;
      return { data: errors === undefined && data != null ? JSON.stringify(data) : null };
    },
  );
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: unknown;
}
