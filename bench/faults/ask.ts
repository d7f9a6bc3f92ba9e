import { Agent, request } from "node:http";

export interface Answer {
  /** 0: none, the connection broke. */
  readonly status: number;
  readonly text: string;
  readonly ms: number;
  /** When it was sent, ms of `performance`. */
  readonly atMs: number;
  /** Whether no byte of it can have reached the server: it was refused the connection. */
  readonly wasRefused: boolean;
}

const kept = new Agent({ keepAlive: true });
const PATIENCE_MS = 20_000;

/**
 * One operation. A kept connection that the server had closed when it was sent is asked anew, as every HTTP client does
 * (RFC 9110, 9.2.2), and as often: that is no failure of the server's.
 */
export function ask(
  url: string,
  token: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
  tries = 3,
): Promise<Answer> {
  const atMs = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, text: string, wasRefused = false) =>
      resolve({ status, text, ms: performance.now() - atMs, atMs, wasRefused });
    const asked = request(
      `${url}/graphql`,
      {
        method: "POST",
        agent: kept,
        timeout: PATIENCE_MS,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => done(response.statusCode ?? 0, text));
        response.on("error", (error) => done(0, error.message));
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer")));
    asked.on("error", (error: NodeJS.ErrnoException) => {
      if (asked.reusedSocket && error.code === "ECONNRESET" && tries > 0)
        void ask(url, token, body, headers, tries - 1).then(resolve);
      else done(0, error.message, error.code === "ECONNREFUSED");
    });
    asked.end(JSON.stringify(body));
  });
}

export const READ = {
  query:
    "query Read { vehicles(first: 3) { edges { node { id make model inspections(first: 1) { edges { node { performedOn result } } } } } } }",
};

/** Asks as fast as it is answered until told to end, from so many connections at once. Answers all answers. */
export async function askUntil(
  signal: AbortSignal,
  connections: number,
  one: (connection: number) => Promise<Answer>,
): Promise<Answer[]> {
  const all: Answer[] = [];
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      while (!signal.aborted) {
        const answer = await one(connection);
        all.push(answer);
        if (answer.status !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }),
  );
  return all;
}
