import path from "node:path";
import { z } from "zod";

export interface Config {
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string | null };
  /** Where Prometheus reads `/metrics`; null: nowhere. */
  readonly metricsPort: number | null;
  /** The collector of OpenTelemetry that takes spans, and of how many requests and jobs; null: none are made. */
  readonly tracing: { readonly endpoint: string; readonly share: number } | null;
  readonly dataDir: string;
  /** Where workers leave the files of exports, and the API finds them: a folder that all of them share. */
  readonly exportsDir: string;
  /** Null: PostgreSQL is embedded, in the data folder. */
  readonly databaseUrl: string | null;
  readonly databasePoolMax: number;
  /** Streaming replicas that answer those who never write; none: the primary answers everybody. */
  readonly databaseReplicaUrls: readonly string[];
  /** Root of every key that the installation derives; null: made at first start and kept in the data folder. */
  readonly secret: string | null;
  /** Another authorisation server whose tokens are accepted for registered clients; null: only our own. */
  readonly externalIssuer: {
    readonly issuer: string;
    readonly jwksUrl: string;
    readonly audience: string;
  } | null;
  /** An instant that stands for "now" in demos and tests; null: the clock. */
  readonly now: Date | null;
  readonly demo: { readonly vehicles: number; readonly credentialsFile: string | null };
  readonly webhooks: {
    /** For development: webhooks may be delivered to this machine, by http too. */
    readonly allowLoopback: boolean;
  };
  readonly logLevel: LogLevel;
}

/** Reads the environment when a command runs, so that `--help` works whatever is set. */
export type ReadConfig = () => Config;

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);

const EXTERNAL_ISSUER = ["EXTERNAL_ISSUER", "EXTERNAL_ISSUER_JWKS_URL", "EXTERNAL_ISSUER_AUDIENCE"] as const;

const DATABASE_URL = z.url({ protocol: /^postgres(ql)?$/ });

const SETTINGS = z.object({
  PORT: integer(0, 65_535).default(4000),
  HOST: z.string().default("127.0.0.1"),
  METRICS_PORT: optional(integer(1, 65_535)),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  KIMBERLITE_DATA_DIR: z.string().default(".kimberlite"),
  KIMBERLITE_EXPORTS_DIR: optional(z.string()),
  DATABASE_URL: optional(DATABASE_URL),
  DATABASE_POOL_MAX: integer(1, 200).default(8),
  DATABASE_REPLICA_URLS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((url) => url.trim() || []))
    .pipe(z.array(DATABASE_URL)),
  KIMBERLITE_SECRET: optional(z.string().min(32, "must be at least 32 characters")),
  EXTERNAL_ISSUER: optional(z.string()),
  EXTERNAL_ISSUER_JWKS_URL: optional(z.url({ protocol: /^https$/ })),
  EXTERNAL_ISSUER_AUDIENCE: optional(z.string()),
  KIMBERLITE_NOW: optional(z.iso.datetime({ offset: true })),
  KIMBERLITE_DEMO_VEHICLES: integer(0, 10_000_000).default(5000),
  KIMBERLITE_CREDENTIALS_FILE: optional(z.string()),
  WEBHOOK_ALLOW_LOOPBACK: z.stringbool().default(false),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
});

/** Thrown with every problem at once; values are not repeated, since one of them may be a secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * The only reader of the environment. Pure: the command line passes `process.env`, tests pass an object.
 * An empty variable counts as unset.
 * @throws {ConfigError} naming every setting that is wrong
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const read = SETTINGS.safeParse(given);
  const missing = missingBesideOthers(given);
  if (!read.success || missing.length > 0) {
    const problems = (read.error?.issues ?? []).map((issue) => `- ${issue.path.join(".")}: ${issue.message}`);
    problems.push(...missing.map((name) => `- ${name}: goes together with ${EXTERNAL_ISSUER.join(", ")}`));
    throw new ConfigError(`These settings are wrong (see .env.example):\n${problems.join("\n")}`);
  }
  const settings = read.data;
  return {
    http: {
      host: settings.HOST,
      port: settings.PORT,
      publicUrl: settings.PUBLIC_URL?.replace(/\/$/, "") ?? null,
    },
    metricsPort: settings.METRICS_PORT,
    tracing: tracingOf(settings),
    dataDir: path.resolve(settings.KIMBERLITE_DATA_DIR),
    exportsDir: path.resolve(
      settings.KIMBERLITE_EXPORTS_DIR ?? path.join(settings.KIMBERLITE_DATA_DIR, "exports"),
    ),
    databaseUrl: settings.DATABASE_URL,
    databasePoolMax: settings.DATABASE_POOL_MAX,
    databaseReplicaUrls: settings.DATABASE_REPLICA_URLS,
    secret: settings.KIMBERLITE_SECRET,
    externalIssuer: externalIssuerOf(settings),
    now: settings.KIMBERLITE_NOW === null ? null : new Date(settings.KIMBERLITE_NOW),
    demo: {
      vehicles: settings.KIMBERLITE_DEMO_VEHICLES,
      credentialsFile: settings.KIMBERLITE_CREDENTIALS_FILE,
    },
    webhooks: { allowLoopback: settings.WEBHOOK_ALLOW_LOOPBACK },
    logLevel: settings.LOG_LEVEL,
  };
}

function tracingOf(settings: z.output<typeof SETTINGS>): Config["tracing"] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = settings;
  return endpoint === null ? null : { endpoint: endpoint.replace(/\/$/, ""), share };
}

/** The settings of an external issuer that are missing although one of them is given. */
function missingBesideOthers(given: Readonly<Record<string, unknown>>): string[] {
  const missing = EXTERNAL_ISSUER.filter((name) => given[name] === undefined);
  return missing.length === EXTERNAL_ISSUER.length ? [] : missing;
}

function externalIssuerOf(settings: z.output<typeof SETTINGS>): Config["externalIssuer"] {
  const { EXTERNAL_ISSUER: issuer, EXTERNAL_ISSUER_JWKS_URL: jwksUrl } = settings;
  const { EXTERNAL_ISSUER_AUDIENCE: audience } = settings;
  return issuer === null || jwksUrl === null || audience === null ? null : { issuer, jwksUrl, audience };
}
