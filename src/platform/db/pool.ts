import pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import { traceStatements } from "./trace-statements.ts";

/** The two roles that the product works as. Neither owns a table; row-level security binds both. */
export type DatabaseRole = "kimberlite_api" | "kimberlite_worker";

export interface PoolSettings {
  readonly url: string;
  readonly role: DatabaseRole;
  readonly max: number;
  /** Longest a statement may run; 0: without end, for bulk work. */
  readonly statementTimeoutMs: number;
  /** How long to wait for a free connection before answering OVERLOADED. */
  readonly connectionTimeoutMs?: number;
  /** Runs on every new connection before its first use. */
  readonly onConnect?: (client: pg.ClientBase) => Promise<void>;
  readonly onIdleError: (error: Error) => void;
  /** Absent: statements are not traced. */
  readonly tracing?: Tracing | undefined;
}

/** Says that PostgreSQL ended a connection that nothing used; the pool opens another when one is needed. */
export const warnOfLostConnection =
  (logger: Logger): PoolSettings["onIdleError"] =>
  (err) =>
    logger.warn({ err }, "idle connection lost");

/** A pool whose every connection works as one role, in UTC. */
export function openPool(settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.max,
    connectionTimeoutMillis: settings.connectionTimeoutMs ?? 500,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: settings.role,
    // The pool waits for it; its types do not say so.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    ...(settings.onConnect && { onConnect: settings.onConnect }),
    options: `-c role=${settings.role} -c timezone=UTC -c statement_timeout=${settings.statementTimeoutMs}`,
  });
  // Without a listener, one dropped idle connection would end the process.
  pool.on("error", (error) => {
    // A pool has ended before its connections have: a server that stops right after it still says goodbye to them.
    if (!pool.ending) settings.onIdleError(error);
  });
  // Nor may one that is lent out when PostgreSQL ends: whoever holds it hears of it from its next statement.
  pool.on("connect", (client) => client.on("error", () => undefined));
  if (settings.tracing !== undefined) traceStatements(pool, settings.tracing);
  return pool;
}
