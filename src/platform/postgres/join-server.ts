import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PostgresBinaries } from "./binaries.ts";
import { clusterExists, createCluster } from "./create-cluster.ts";
import {
  changePort,
  connectionUrl,
  ensureAccess,
  readAccess,
  type DataFolder,
  type ServerAccess,
} from "./data-folder.ts";
import { PostgresError } from "./postgres-error.ts";
import { readServerState, startServer, type ServerState } from "./server-process.ts";
import type { ServerSettings } from "./server-settings.ts";
import { chooseServerUser } from "./server-user.ts";
import { tryExclusively } from "./start-lock.ts";

/** One data folder and what it takes to run its server. */
export interface ServerSite {
  readonly folder: DataFolder;
  readonly binaries: PostgresBinaries;
  readonly settings: ServerSettings;
  /** False for throwaway clusters. */
  readonly durable: boolean;
}

export interface JoinOptions {
  /** The port it must have, because connection strings with it are in use; null: any. */
  readonly port: number | null;
  /** How long a server that is down is left to others to start. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

export interface JoinedServer {
  /** Holds the shared lock of the server's users for as long as it is connected. */
  readonly client: pg.Client;
  readonly port: number;
  readonly access: ServerAccess;
  /** Whether this call started the server, rather than finding it running. */
  readonly wasStarted: boolean;
}

/** First key of our advisory locks ("kimb"); the second says which. They live in the database `postgres`. */
export const LOCK_SPACE = 0x6b69_6d62;
export const USERS_LOCK = 1;
export const CLAIM_LOCK = 2;

const POLL_MS = 20;
/** For a server that is down, stopping or unreachable. One that recovers after a crash may take longer. */
const JOIN_TIMEOUT_MS = 60_000;

/** Failures of a connection that pass: server starting, stopping, full, gone, or not answering in time. */
const PASSING_CODES = new Set(["57P01", "57P02", "57P03", "53300", "ECONNREFUSED", "ECONNRESET", "EPIPE"]);

/**
 * Connects to the folder's server as one of its users, starting it (and on first use making it) when it is down.
 * One that is just stopping is waited for and started anew.
 * @throws {PostgresError} POSTGRES_UNSUPPORTED_PLATFORM, POSTGRES_CREATE_FAILED, POSTGRES_START_FAILED,
 *   POSTGRES_FOLDER_CLOSED, POSTGRES_FOLDER_UNUSABLE, POSTGRES_FOREIGN_SERVER
 */
export async function joinServer(site: ServerSite, options: JoinOptions): Promise<JoinedServer> {
  const begun = Date.now();
  let deadline = begun + JOIN_TIMEOUT_MS;
  let wasStarted = false;
  for (;;) {
    // A server that we have started must be joined: who joins it also stops it.
    if (!wasStarted) options.signal.throwIfAborted();
    const server = await readServerState(site.folder);
    if (server?.phase === "starting") deadline = Date.now() + JOIN_TIMEOUT_MS;
    if (server?.phase === "ready") {
      const joined = await tryJoin(site.folder, server);
      if (joined !== null) return { ...joined, wasStarted };
    }
    if (server === null && Date.now() - begun >= options.patienceMs) {
      wasStarted = await startOnce(site, options);
      if (wasStarted) continue;
    }
    if (Date.now() > deadline) throw joinTimedOut(site.folder, server);
    await sleep(POLL_MS);
  }
}

/** False when it was not for us to start it, or something stood in the way that has been dealt with. */
async function startOnce(site: ServerSite, { port, signal }: JoinOptions): Promise<boolean> {
  let started = false;
  await tryExclusively(site.folder, async () => {
    if ((await readServerState(site.folder)) !== null) return;
    const user = await chooseServerUser(site.folder, site.binaries);
    if (!(await clusterExists(site.folder))) {
      await createCluster({ ...site, user, access: await ensureAccess(site.folder) });
    }
    const access = await requireAccess(site.folder);
    const outcome = await startServer({ ...site, user, signal, port: port ?? access.port });
    if (outcome === "port-taken" && port === null) await changePort(site.folder);
    started = outcome === "ready";
  });
  return started;
}

async function requireAccess(folder: DataFolder) {
  const found = await readAccess(folder);
  if (found !== null) return found;
  throw new PostgresError(
    "POSTGRES_FOLDER_UNUSABLE",
    `${folder.access} is missing, so nobody can connect to ${folder.cluster}. Restore it from a backup, or remove ` +
      `${folder.root} to begin anew without its data.`,
  );
}

/** Null when it cannot be joined at the moment: it is full, stopping, or its last user is about to stop it. */
async function tryJoin(
  folder: DataFolder,
  server: ServerState,
): Promise<Omit<JoinedServer, "wasStarted"> | null> {
  const access = await requireAccess(folder);
  const client = new pg.Client({
    connectionString: connectionUrl(access, "kimberlite_owner", server.port, "postgres"),
    // Names the user among the server's sessions, and in the refusal of a second instance.
    application_name: `kimberlite process ${process.pid}`,
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
  });
  // Without a listener a lost connection would end this process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string; joined: boolean }>(
      "select current_setting('data_directory') as folder, pg_try_advisory_lock_shared($1, $2) as joined",
      [LOCK_SPACE, USERS_LOCK],
    );
    if (rows[0]?.folder !== folder.cluster) throw foreignServer(folder, server, rows[0]?.folder);
    if (rows[0].joined) return { client, access, port: server.port };
  } catch (error) {
    await disconnect(client);
    if (passes(error)) return null;
    throw error instanceof PostgresError ? error : refused(folder, error);
  }
  await disconnect(client);
  return null;
}

/** Ends a connection that may be broken already. */
export async function disconnect(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}

/** The driver's own failures (time-outs, a connection that ended) carry no code; all of them pass. */
function passes(error: unknown): boolean {
  if (error instanceof PostgresError) return false;
  const { code } = error as { code?: string };
  return code === undefined || PASSING_CODES.has(code);
}

function refused(folder: DataFolder, cause: unknown): PostgresError {
  return new PostgresError(
    "POSTGRES_FOLDER_UNUSABLE",
    `PostgreSQL refused the credentials of ${folder.access}: ${String(cause)}. ` +
      "Restore the file that belongs to this cluster.",
    { cause },
  );
}

function foreignServer(folder: DataFolder, server: ServerState, served = "unknown"): PostgresError {
  return new PostgresError(
    "POSTGRES_FOREIGN_SERVER",
    `PostgreSQL (process ${server.pid}) runs for ${served} and not for ${folder.cluster}: the folder was moved or ` +
      `copied while in use. Stop that server ("kill -INT ${server.pid}") and try again.`,
  );
}

function joinTimedOut(folder: DataFolder, server: ServerState | null): PostgresError {
  const seen =
    server === null
      ? "It does not start"
      : `Its process ${server.pid} is ${server.phase} but does not answer`;
  return new PostgresError(
    "POSTGRES_START_FAILED",
    `PostgreSQL of ${folder.root} could not be reached within ${JOIN_TIMEOUT_MS / 1000} s. ${seen}; ${folder.log} tells why.`,
  );
}
