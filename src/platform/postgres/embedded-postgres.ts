import { findBinaries } from "./binaries.ts";
import { connectionUrl, openDataFolder } from "./data-folder.ts";
import { joinServer, type ServerSite } from "./join-server.ts";
import { Presence, type PostgresEvent } from "./presence.ts";
import type { ServerSettings } from "./server-settings.ts";

export interface EmbeddedPostgresOptions {
  /** The product's data folder, made where it is missing. The server's files lie in it under `postgres`. */
  readonly dataDir: string;
  /** PostgreSQL settings over the module's own. A server that runs already keeps those it was started with. */
  readonly settings?: ServerSettings;
  /** Gives up opening. Has no effect once the server is open. */
  readonly signal?: AbortSignal;
  /** Told when the server goes away and comes back. */
  readonly onEvent?: (event: PostgresEvent) => void;
}

/** A running PostgreSQL with the database `kimberlite`, kept running until `close`. */
export interface EmbeddedPostgres {
  /** Owns the database; may create roles and databases; is no superuser. */
  readonly ownerUrl: string;
  /** Owns nothing. */
  readonly appUrl: string;
  /** For maintenance and tests; the product itself never connects as superuser. */
  readonly superuserUrl: string;
  /** Whether this call started the server, rather than finding it running. */
  readonly wasStarted: boolean;
  /**
   * Makes the caller the one instance that serves this data folder, until it closes.
   * @throws {PostgresError} POSTGRES_ALREADY_CLAIMED
   */
  claimInstance(): Promise<void>;
  /** Ends this use, and stops the server when nobody else uses it. Further calls answer the first one's outcome. */
  close(): Promise<void>;
}

/**
 * Opens the data folder's PostgreSQL: makes it on first use, starts it when it is down, joins it when it runs.
 * While it is open, a server that dies is started again on the same port, so its connection strings stay good.
 * @throws {PostgresError} any code but POSTGRES_ALREADY_CLAIMED
 */
export function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return openServer(options, true);
}

/** The same for throwaway clusters, when `durable` is false. */
export async function openServer(
  options: EmbeddedPostgresOptions,
  durable: boolean,
): Promise<EmbeddedPostgres> {
  const [folder, binaries] = await Promise.all([openDataFolder(options.dataDir), findBinaries()]);
  const site: ServerSite = { folder, binaries, durable, settings: options.settings ?? {} };
  const joined = await joinServer(site, {
    port: null,
    patienceMs: 0,
    signal: options.signal ?? new AbortController().signal,
  });
  const presence = new Presence(site, joined, options.onEvent ?? (() => undefined));
  const { access, port } = joined;
  let closing: Promise<void> | null = null;
  return {
    ownerUrl: connectionUrl(access, "kimberlite_owner", port),
    appUrl: connectionUrl(access, "kimberlite_app", port),
    superuserUrl: connectionUrl(access, "postgres", port),
    wasStarted: joined.wasStarted,
    claimInstance: () => presence.claim(),
    close: () => (closing ??= presence.leave()),
  };
}
