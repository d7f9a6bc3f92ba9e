import { AsyncResource } from "node:async_hooks";
import { createHash } from "node:crypto";
import pg from "pg";
import { BoundedMap } from "../auth/bounded-map.ts";
import type { SpanFacts, Tracing } from "../telemetry/tracing.ts";

type Ask = (...args: unknown[]) => unknown;
type Done = (error: Error | null | undefined, ...rest: unknown[]) => void;

// What pg.Query calls at its end; its types do not show it. `pg` is pinned, and a test watches it.
declare module "pg" {
  interface Query {
    callback?: Done | null;
  }
}

/**
 * Lets every statement of a pool be a part of what is traced: by its verb, its table and its name or fingerprint. Values
 * are never in it, nor the text. Streams are left out.
 */
export function traceStatements(pool: pg.Pool, tracing: Tracing): void {
  const connect = pool.connect.bind(pool) as Ask;
  // Whoever gives a connection back runs the callback of who waits for one, which is about another request.
  pool.connect = ((done?: () => void) =>
    done === undefined ? connect() : connect(AsyncResource.bind(done))) as typeof pool.connect;
  pool.on("connect", (client) => {
    const ask = client.query.bind(client) as Ask;
    client.query = ((...args: unknown[]) => traced(tracing, ask, args)) as typeof client.query;
  });
}

function traced(tracing: Tracing, ask: Ask, args: unknown[]): unknown {
  const [statement] = args;
  const told = describe(statement);
  const span = told && tracing.part(told.summary, "CLIENT", told.facts);
  if (span === undefined) return ask(...args);
  const noting =
    (done?: unknown): Done =>
    (error, ...rest) => {
      span.end(error == null ? undefined : codeOf(error));
      if (typeof done === "function") (done as Done)(error, ...rest);
    };
  if (statement instanceof pg.Query) {
    statement.callback = noting(statement.callback);
    return ask(...args);
  }
  const last = args.at(-1);
  if (typeof last === "function") return ask(...args.slice(0, -1), noting(last));
  const note = noting();
  const asked = ask(...args) as Promise<unknown>;
  asked.then(() => {
    note(null);
  }, note);
  return asked;
}

interface Told {
  readonly summary: string;
  readonly facts: SpanFacts;
}

const known = new BoundedMap<Told>(500);

/** Undefined for what is no statement with a text: a cursor, a copy. */
function describe(statement: unknown): Told | undefined {
  const { text, name } =
    typeof statement === "string"
      ? { text: statement }
      : (statement as { readonly text?: unknown; readonly name?: string });
  if (typeof text !== "string") return undefined;
  const told = known.get(text) ?? summarise(text, name);
  known.set(text, told);
  return told;
}

function summarise(text: string, name?: string): Told {
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? "statement";
  const table = /\b(?:from|into|update)\s+"?([a-z_]+)\b/.exec(text)?.[1];
  const fingerprint = name ?? createHash("sha256").update(text).digest("base64url").slice(0, 24);
  return {
    summary: table === undefined ? verb : `${verb} ${table}`,
    facts: {
      "db.system.name": "postgresql",
      "db.operation.name": verb,
      ...(table !== undefined && { "db.collection.name": table }),
      "kimberlite.statement": fingerprint,
    },
  };
}

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : error.name);
