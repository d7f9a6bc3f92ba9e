import { mkdir } from "node:fs/promises";
import { installationKeys, loadSecret, type InstallationKeys } from "../platform/auth/installation-keys.ts";
import type { Config } from "../platform/config/config.ts";
import { openEmbeddedPostgres, type EmbeddedPostgres } from "../platform/postgres/index.ts";
import { createLogger, type Logger } from "../platform/telemetry/logger.ts";
import { listenForScrapes } from "../platform/telemetry/metrics-server.ts";
import { createMetrics, type Metrics } from "../platform/telemetry/metrics.ts";
import { openTracing } from "../platform/telemetry/open-tracing.ts";
import type { Tracing } from "../platform/telemetry/tracing.ts";

/** What every command stands on: a database, the installation's keys, the clock and the log. */
export interface Runtime {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Absent where no collector is named. */
  readonly tracing?: Tracing | undefined;
  readonly keys: InstallationKeys;
  readonly now: () => Date;
  /** As the owner of the tables: for migrations and bulk loads only. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Null where DATABASE_URL names another PostgreSQL. */
  readonly embedded: EmbeddedPostgres | null;
  close(): Promise<void>;
}

/** Opens the database that the settings name, starting the embedded one where it is needed. */
export async function openRuntime(config: Config): Promise<Runtime> {
  const logger = createLogger(config.logLevel);
  await mkdir(config.dataDir, { recursive: true });
  const keys = installationKeys(await loadSecret(config.dataDir, config.secret));
  const embedded =
    config.databaseUrl === null
      ? await openEmbeddedPostgres({
          dataDir: config.dataDir,
          onEvent: (event) => {
            logger.warn({ event: event.kind }, "database");
            // Somebody else serves this data now, or at another port: this process cannot, and ends in order.
            if (event.kind === "claim-lost" || event.kind === "port-changed")
              process.kill(process.pid, "SIGTERM");
          },
        })
      : null;
  const fixed = config.now;
  const tracing = await openTraces(config, logger);
  return {
    config,
    logger,
    metrics: createMetrics(),
    tracing,
    keys,
    now: fixed === null ? () => new Date() : () => fixed,
    ownerUrl: config.databaseUrl ?? embedded?.ownerUrl ?? "",
    appUrl: config.databaseUrl ?? embedded?.appUrl ?? "",
    embedded,
    async close() {
      await tracing?.close();
      await embedded?.close();
    },
  };
}

async function openTraces({ tracing }: Config, logger: Logger): Promise<Tracing | undefined> {
  if (tracing === null) return undefined;
  return await openTracing({
    ...tracing,
    onLost: (err) => {
      logger.warn({ err }, "traces were not taken");
    },
  });
}

/** What a process that stays says to Prometheus, where METRICS_PORT names a place for it. */
export async function openScrapes({ config, metrics }: Runtime): Promise<{ close(): Promise<void> }> {
  const { metricsPort, http } = config;
  if (metricsPort === null) return { close: () => Promise.resolve() };
  return await listenForScrapes(metrics, { host: http.host, port: metricsPort });
}

/** Runs a command's work and closes what it stands on, whatever happens. */
export async function withRuntime<T>(config: Config, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(config);
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}
