import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";
import { consentRules, openConsentServices, openErasedIdentities } from "../modules/consents/index.ts";
import { EventLog } from "../modules/events/graphql.ts";
import {
  BUILD_EXPORT,
  eraseFromExports,
  exportFileRoutes,
  openExportServices,
  REVISE_EXPORTS,
  withdrawFromExports,
} from "../modules/exports/index.ts";
import { oauthRoutes, openPartnerServices, type PartnerServices } from "../modules/partners/index.ts";
import { openWebhookServices, type AddressRules } from "../modules/webhooks/index.ts";
import { openSignalWork } from "../modules/signal-work/index.ts";
import { intentSignals } from "../modules/signals/signal.table.ts";
import { vehicles } from "../modules/vehicles/vehicle.table.ts";
import { openAccessLog } from "../platform/access-log/access-log.ts";
import { authorizationOf, bearerChallenge } from "../platform/auth/bearer.ts";
import type { Principal } from "../platform/auth/principal.ts";
import { openCostBudget } from "../platform/budget/cost-budget.ts";
import type { Config } from "../platform/config/config.ts";
import type { InstallationKeys } from "../platform/auth/installation-keys.ts";
import { AppError } from "../platform/errors/app-error.ts";
import { admitFew } from "../platform/http/admission.ts";
import { healthRoutes } from "../platform/http/health.routes.ts";
import { createHttpServer } from "../platform/http/server.ts";
import { openJobSender, type JobSender } from "../platform/jobs/job-sender.ts";
import { contractOf } from "../platform/graphql/run-reads.ts";
import { visibleRows } from "../platform/read/visible-rows.ts";
import { openUsageLog } from "../platform/usage/usage-log.ts";
import type { Logger } from "../platform/telemetry/logger.ts";
import type { Metrics } from "../platform/telemetry/metrics.ts";
import type { Tracing } from "../platform/telemetry/tracing.ts";
import { graphqlRoutes } from "./graphql.routes.ts";
import { explorerRoutes } from "./explorer.routes.ts";
import { ERASERS } from "./erasers.ts";
import { openApiPools } from "./api-pools.ts";
import { openRescoring } from "./rescoring.ts";
import { openWriteBack } from "../modules/writeback/index.ts";
import { createSchema } from "./schema.ts";

export interface ApiSettings {
  readonly databaseUrl: string;
  /** Its streaming replicas. */
  readonly replicaUrls: readonly string[];
  readonly poolMax: number;
  readonly keys: InstallationKeys;
  /** Where partners reach this API; the issuer of its tokens. No trailing slash. */
  readonly publicUrl: string;
  readonly externalIssuer: Config["externalIssuer"];
  readonly now: () => Date;
  readonly logger: Logger;
  /** Where webhooks may be delivered to. */
  readonly webhookAddresses: AddressRules;
  readonly metrics: Metrics;
  /** Absent: nothing is traced. */
  readonly tracing?: Tracing | undefined;
  /** Where the demo's credentials are kept, for the explorer to offer them; null: it offers none. */
  readonly demoDataDir: string | null;
  /** Where workers leave the files of exports. */
  readonly exportsDir: string;
}

export interface Api {
  readonly http: FastifyInstance;
  readonly partners: PartnerServices;
  /** Ends what runs, then the connections. */
  close(): Promise<void>;
}

/** The API, ready to listen. Holds no state of its own: any number may serve one database. */
export async function openApi(settings: ApiSettings): Promise<Api> {
  const { logger, metrics, now, tracing } = settings;
  const pools = await openApiPools(settings);
  const { readPool, partnerPool, writePool, pulse, replicas } = pools;
  const partners = await openPartnerServices({
    ...settings,
    pool: partnerPool,
    issuer: settings.publicUrl,
  });
  const budget = openCostBudget(partnerPool);
  const usage = openUsageLog(partnerPool, logger);
  const accessLog = openAccessLog(partnerPool, logger);
  const jobs = await openJobSender(writePool, [BUILD_EXPORT, REVISE_EXPORTS], logger);
  const told = openEvents(settings, readPool, writePool);
  const schema = createSchema();
  const exports = openExportServices({ pool: writePool, schema, jobs, now });
  const authenticate = (request: FastifyRequest) => partners.authenticate(authorizationOf(request.raw));
  const http = createHttpServer(logger, metrics, tracing);
  const admission = admitFew(http, settings);
  challengeUnauthenticated(http);
  await http.register(healthRoutes, { pool: readPool, pulse });
  await http.register(oauthRoutes, partners.oauth);
  await http.register(explorerRoutes, { demoCredentials: demoCredentialsOf(settings, partners) });
  await http.register(graphqlRoutes, {
    schema,
    services: { partners, ...openWriting(settings, readPool, writePool, jobs), ...told, exports },
    reads: { pool: readPool, replicas, now, identityRules: consentRules, accessLog },
    now,
    logger,
    metrics,
    tracing,
    budget,
    usage,
    idempotency: { pool: writePool, keys: settings.keys },
    pulse,
    admission,
    authenticate,
  });
  await http.register(exportFileRoutes, { pool: writePool, folder: settings.exportsDir, now, authenticate });
  return {
    http,
    partners,
    async close() {
      await http.close();
      await Promise.all([budget, usage, accessLog].map((service) => service.close()));
      await Promise.all([partners.close(), jobs.close()]);
      await pools.close();
    },
  };
}

function demoCredentialsOf({ demoDataDir }: ApiSettings, partners: PartnerServices) {
  return demoDataDir === null ? null : () => partners.ensureDemoPartners(demoDataDir);
}

/** What partners change: everything here sees what they see, and writes with connections of its own. */
function openWriting(settings: ApiSettings, readPool: pg.Pool, pool: pg.Pool, jobs: JobSender) {
  const visibleIn = (table: PgTable) => (asker: Principal, ids: readonly string[]) =>
    visibleRows(readPool, contractOf(asker), table, ids);
  const visibleVehicles = visibleIn(vehicles);
  const visibleSignals = visibleIn(intentSignals);
  return {
    consents: openConsentServices({
      ...settings,
      pool,
      visibleVehicles,
      erasers: [...ERASERS, eraseFromExports(jobs)],
      whenWithdrawn: [withdrawFromExports(jobs)],
    }),
    writeBack: openWriteBack({
      ...settings,
      pool,
      visibleVehicles,
      findErased: openErasedIdentities(settings.keys).erasedAmong,
      rescore: openRescoring(settings.now),
    }),
    signalWork: openSignalWork({ ...settings, pool, visibleSignals }),
  };
}

function openEvents({ keys, now, webhookAddresses }: ApiSettings, readPool: pg.Pool, writePool: pg.Pool) {
  const events = new EventLog({ readPool, workerPool: writePool, identityRules: consentRules, now });
  const settings = { keys, pool: writePool, log: events, addressRules: webhookAddresses };
  return { events, webhooks: openWebhookServices(settings) };
}

/** RFC 6750: who is refused for want of a token is told which kind is wanted. */
function challengeUnauthenticated(http: FastifyInstance): void {
  http.addHook("onError", (_request, reply, error, done) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") {
      void reply.header("www-authenticate", bearerChallenge(error));
    }
    done();
  });
}
