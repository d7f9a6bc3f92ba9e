import type pg from "pg";
import { openPool, warnOfLostConnection } from "../platform/db/pool.ts";
import { LIMITS } from "../platform/limits.ts";
import { prepareContext } from "../platform/read/scoped-pool.ts";
import type { Logger } from "../platform/telemetry/logger.ts";
import type { Tracing } from "../platform/telemetry/tracing.ts";

export interface ReadPoolSettings {
  readonly databaseUrl: string;
  readonly max: number;
  readonly logger: Logger;
  readonly tracing?: Tracing | undefined;
}

/** Connections that read for partners, under row-level security. */
export function openReadPool({ databaseUrl, max, logger, tracing }: ReadPoolSettings): pg.Pool {
  return openPool({
    url: databaseUrl,
    role: "kimberlite_api",
    max,
    statementTimeoutMs: LIMITS.statementTimeoutMs,
    onConnect: prepareContext,
    onIdleError: warnOfLostConnection(logger),
    tracing,
  });
}
