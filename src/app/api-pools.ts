import type pg from "pg";
import { openStaging } from "../modules/ingestion/index.ts";
import { openVerified } from "../platform/db/open-verified.ts";
import { openPool, warnOfLostConnection } from "../platform/db/pool.ts";
import { openPulse, type Pulse } from "../platform/db/pulse.ts";
import { LIMITS } from "../platform/limits.ts";
import { openReplicas, type Replicas } from "../platform/read/replicas.ts";
import { prepareContext } from "../platform/read/scoped-pool.ts";
import type { Logger } from "../platform/telemetry/logger.ts";
import type { Metrics } from "../platform/telemetry/metrics.ts";
import type { Tracing } from "../platform/telemetry/tracing.ts";
import { openReadPool } from "./read-pool.ts";

export interface ApiPoolSettings {
  readonly databaseUrl: string;
  readonly replicaUrls: readonly string[];
  readonly poolMax: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
}

/** The API's connections, apart by what they are for, so that no kind of work waits behind another. */
export interface ApiPools {
  /** Reads for partners, under row-level security. */
  readonly readPool: pg.Pool;
  /** Who may come in, and what each may spend. */
  readonly partnerPool: pg.Pool;
  /** Mutations: signing in must not queue behind a batch. */
  readonly writePool: pg.Pool;
  readonly pulse: Pulse;
  readonly replicas: Replicas;
  close(): Promise<void>;
}

/**
 * @throws {MigrationError} where the database is older than the program
 * @throws {RowSecurityError} where it would not keep partners' rows apart
 */
export async function openApiPools(settings: ApiPoolSettings): Promise<ApiPools> {
  const readPool = openReadPool({ ...settings, max: settings.poolMax });
  const partnerPool = openWorkerPool(settings, 3);
  const writePool = openWorkerPool(settings, settings.poolMax, prepareWriter);
  const pools = { read: readPool, partner: partnerPool, write: writePool };
  for (const [name, pool] of Object.entries(pools)) settings.metrics.watchPool(name, pool);
  await openVerified(readPool, [partnerPool, writePool]);
  const pulse = openPulse(openReadPool({ ...settings, max: 1 }));
  const replicas = openReplicas({
    primary: readPool,
    urls: settings.replicaUrls,
    openPool: (databaseUrl, max = settings.poolMax) => openReadPool({ ...settings, databaseUrl, max }),
    logger: settings.logger,
  });
  return {
    readPool,
    partnerPool,
    writePool,
    pulse,
    replicas,
    async close() {
      await Promise.all([pulse.close(), replicas.close()]);
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}

/** A mutation's own transaction also reads, and merges batches. */
async function prepareWriter(client: pg.ClientBase): Promise<void> {
  await prepareContext(client);
  await openStaging(client);
}

function openWorkerPool(
  settings: ApiPoolSettings,
  max: number,
  onConnect?: (client: pg.ClientBase) => Promise<void>,
): pg.Pool {
  return openPool({
    url: settings.databaseUrl,
    role: "kimberlite_worker",
    max,
    statementTimeoutMs: LIMITS.statementTimeoutMs,
    ...(onConnect && { onConnect }),
    onIdleError: warnOfLostConnection(settings.logger),
    tracing: settings.tracing,
  });
}
