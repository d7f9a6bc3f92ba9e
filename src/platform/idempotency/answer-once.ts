import type { HTTPGraphQLResponse } from "@apollo/server";
import type { Principal } from "../auth/principal.ts";
import { KeyedOperation, type IdempotencyDeps } from "./keyed-operation.ts";

/** @param key the header's value; null where the sender gave none */
export function keyedOperation(
  deps: IdempotencyDeps,
  { clientId }: Principal,
  key: string | undefined,
): KeyedOperation | null {
  return key === undefined ? null : new KeyedOperation(deps, clientId, key);
}

/**
 * Answers an operation under a key. With a key an operation is all or nothing: where one field of it fails, nothing of
 * it was done, so nothing is answered but the errors, and the key is free again.
 */
export function answerOnce(
  keyed: KeyedOperation,
  run: () => Promise<HTTPGraphQLResponse>,
): Promise<HTTPGraphQLResponse> {
  return keyed.around(
    async () => {
      const response = await run();
      const answer = answerOf(response);
      if (keyed.outer.client === null || answer.errors === undefined) return response;
      return { ...response, body: { kind: "complete", string: JSON.stringify({ ...answer, data: null }) } };
    },
    (response) => {
      const { data, errors } = answerOf(response);
      return { data: errors === undefined && data != null ? JSON.stringify(data) : null };
    },
  );
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

function answerOf({ body }: HTTPGraphQLResponse): Answer {
  return body.kind === "complete" ? (JSON.parse(body.string) as Answer) : { errors: [] };
}
