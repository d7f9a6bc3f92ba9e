import type { Mutation } from "./mutations.ts";

export interface Answered {
  /** JSON text of `data`. */
  readonly data: string;
  readonly isReplay: boolean;
}

const PASSING: ReadonlySet<unknown> = new Set(["RATE_LIMITED", "OVERLOADED", "IDEMPOTENCY_KEY_IN_PROGRESS"]);
const MOST_TRIES = 60;

/** Sends a mutation as a good client does: while it is put off, again, under the same key. */
export async function send(
  url: string,
  token: string,
  { document, variables }: Mutation,
  key: string | null,
): Promise<Answered> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/graphql-response+json",
        ...(key === null ? {} : { "idempotency-key": key }),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as {
      data?: unknown;
      errors?: { message: string; extensions: { code: string; retryAfterMs?: number } }[];
    };
    if (errors === undefined) {
      const isReplay = response.headers.get("idempotent-replayed") === "true";
      return { data: JSON.stringify(data), isReplay };
    }
    const { code, retryAfterMs = 200 } = errors[0]?.extensions ?? { code: "NONE" };
    if (!PASSING.has(code) || tries === MOST_TRIES) throw new Error(`${code}: ${errors[0]?.message}`);
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs * (0.5 + Math.random())));
  }
}

/** Runs numbered work, so much of it at once. */
export async function inParallel(
  count: number,
  width: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
