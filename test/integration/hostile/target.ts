import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

/** Things that must never be seen again: sent along with every case, searched for in every log line. */
export const CANARIES = ["ZZ-CANARY-1", "ZZCANARY1", "VF1CANARYXX000001", "canary-secret-8f31"] as const;

/**
 * Times are the specification's (100 ms for a refusal, 500 ms for an honest request beside it) times three: they are
 * wall times, and the machine that runs the suite runs other things too. Processor time is measured by itself in
 * worst-document.test.ts.
 */
const NOISE = 3;
const REFUSAL_MS = 100 * NOISE;
const PROBE_MS = 500 * NOISE;
const GROWTH_BYTES = 50 * 1024 * 1024;

export interface Attack {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is text or bytes, else as JSON. */
  readonly body?: unknown;
  /** Whose token goes with it; null: none. */
  readonly as?: TestPartner | null;
  /** The answer is data: none of the checks of refusals apply. */
  readonly answered?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly unknown[];
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
  };
  /** Code of the first error. */
  readonly code: unknown;
  readonly message: string;
}

export interface Target {
  readonly server: TestServer;
  /** A partner with every scope to read, in the department FR-69. */
  readonly partner: TestPartner;
  /** Sends one request and holds its answer to the checks that are the same for all (G1 to G6). */
  attack(attack: Attack): Promise<Reply>;
  /** A document of the partner's, with variables. */
  ask(query: string, variables?: object, more?: Attack & { readonly operationName?: string }): Promise<Reply>;
  close(): Promise<void>;
}

const READ = ["vehicles:read", "vehicles:identify", "inspections:read", "garages:read"] as const;

export async function openTarget(): Promise<Target> {
  const server = await createTestServer();
  const partner = await server.partner({ scopes: READ, areas: ["FR-69"] });
  const honest = await server.partner({ scopes: READ });
  const probe = () => timed(server.post({ query: "{ __typename }" }, bearer(honest)));
  for (let i = 0; i < 5; i += 1) await probe();

  const attack = async (wanted: Attack): Promise<Reply> => {
    const logged = server.logs.length;
    const before = process.memoryUsage.rss();
    const [{ ms, value }, beside] = await Promise.all([
      timed(send(server, wanted, partner)),
      sleep(1).then(probe),
    ]);
    const bugs = server.logs.slice(logged).filter((line) => line.includes('"bug"'));
    expect(bugs, "G1: no failure of ours").toEqual([]);
    expect(value.status, "G1: no failure of ours").toBeLessThan(500);
    expect(beside.value.status, "G1: others are served").toBe(200);
    checkWords(value, wanted);
    checkHeaders(value);
    if (value.status >= 400) expect(ms, "G3: refused in time").toBeLessThan(REFUSAL_MS);
    expect(beside.ms, "G3: others do not wait").toBeLessThan(PROBE_MS);
    expect(process.memoryUsage.rss() - before, "G4: memory").toBeLessThan(GROWTH_BYTES);
    await checkLog(server, logged, String(value.headers.get("x-request-id")));
    return value;
  };

  return {
    server,
    partner,
    attack,
    ask: (query, variables = {}, { operationName, ...more } = {}) =>
      attack({ ...more, body: { query, variables, ...(operationName !== undefined && { operationName }) } }),
    close: () => server.close(),
  };
}

export const bearer = ({ token }: Pick<TestPartner, "token">) => ({ authorization: `Bearer ${token}` });

async function timed<T>(work: Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now();
  const value = await work;
  return { ms: performance.now() - from, value };
}

async function send(server: TestServer, attack: Attack, partner: TestPartner): Promise<Reply> {
  const { method = "POST", path = "/graphql", headers = {}, body, as = partner } = attack;
  const isRaw = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
  const sent = isRaw ? body : JSON.stringify(withCanary(body));
  const response = await fetch(server.url + path, {
    method,
    headers: {
      accept: "application/graphql-response+json",
      ...(body !== undefined && { "content-type": "application/json" }),
      "x-note": CANARIES[0],
      ...(as !== null && bearer(as)),
      ...headers,
    },
    ...(sent !== undefined && { body: typeof sent === "string" ? sent : new Uint8Array(sent) }),
  });
  return readReply(response.status, response.headers, await response.text());
}

/** A canary where clients put what no server needs to look at. */
function withCanary(body: unknown): unknown {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  return { extensions: { note: CANARIES }, ...body };
}

export function readReply(status: number, headers: Headers, text: string): Reply {
  expect(text, "G2: the answer is JSON").toMatch(/^[[{]/);
  const body = JSON.parse(text) as Reply["body"];
  const [first] = body.errors ?? [];
  return { status, headers, text, body, code: first?.extensions["code"], message: first?.message ?? "" };
}

/** What no answer may hold: our insides, guesses at the schema, the caller's own text at length. */
const INSIDES =
  /\bselect .+ from\b|\binsert into\b|postgres|node_modules|\.[jt]s:\d+|\bat .+\(.+:\d+|\/(home|work|src|tmp|dist)\/|_pkey|_fkey|_check\b|_idx\b|client_budgets|odometer_readings|area_code|call stack|Did you mean/i;

export function checkWords({ status, text, body }: Reply, { answered, body: sent }: Attack): void {
  // eslint-disable-next-line no-control-regex -- that there are none is what is checked
  expect(text, "G2: no control characters").not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  if (answered === true && body.errors === undefined) return;
  expect(body.errors, "G2: a refusal holds errors").toBeDefined();
  for (const { message, extensions } of body.errors ?? []) {
    expect(extensions, "G2: code and requestId").toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/) as string,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(message, "G2: no control characters in words").not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
  }
  expect(text, "G2: nothing of our insides").not.toMatch(INSIDES);
  if (status >= 400) expect(echoOf(text, sent), "G2: no long echo").toBeNull();
}

/** A piece of more than a hundred characters that the answer repeats from the request; null where there is none. */
function echoOf(text: string, sent: unknown): string | null {
  const request = textsIn(sent).join("\n");
  // Any echo of 101 characters holds one of these windows whole.
  for (let at = 0; at + 61 <= text.length; at += 40) {
    const window = text.slice(at, at + 61);
    if (request.includes(window)) return window;
  }
  return null;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object" || Buffer.isBuffer(value)) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(textsIn)];
}

export function checkHeaders({ headers }: Reply): void {
  const of = (name: string) => headers.get(name);
  expect(of("cache-control"), "G6").toBe("no-store");
  expect(of("x-content-type-options"), "G6").toBe("nosniff");
  expect(of("x-request-id"), "G6").toMatch(/^[0-9a-f-]{36}$/);
}

/** One JSON line for the request, which comes after its answer. */
async function checkLog(server: TestServer, from: number, requestId: string): Promise<void> {
  const linesOf = () => server.logs.slice(from).filter((line) => line.includes(requestId));
  for (let i = 0; i < 100 && linesOf().length === 0; i += 1) await sleep(5);
  const lines = linesOf().map((line) => JSON.parse(line) as { msg: string });
  expect(lines, "G5: one line for the request, and no bug").toEqual([
    expect.objectContaining({ msg: "request", level: "info", status: expect.any(Number) as number }),
  ]);
  for (const line of server.logs.slice(from)) {
    expect(line.length, "G5: lines are short").toBeLessThan(2000);
    for (const canary of CANARIES) expect(line, "G5: no canary").not.toContain(canary);
  }
}
