import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import {
  CLAIM_LOCK,
  disconnect,
  joinServer,
  LOCK_SPACE,
  USERS_LOCK,
  type JoinedServer,
  type ServerSite,
} from "./join-server.ts";
import { PostgresError } from "./postgres-error.ts";
import { stopServer } from "./server-process.ts";

/** What happens to the server while it is in use, for logs and for the operator. */
export type PostgresEvent =
  | { readonly kind: "lost" }
  | { readonly kind: "restored"; readonly wasStarted: boolean; readonly downMs: number }
  /** Another attempt follows. */
  | { readonly kind: "restore-failed"; readonly error: unknown }
  /** Another instance took the claim while the server was away. This one should end. */
  | { readonly kind: "claim-lost" }
  /** Somebody took the port while the server was away; connection strings are void, and this instance should end. */
  | { readonly kind: "port-changed"; readonly port: number };

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;
/** Who holds no claim leaves the restart to the instance that does, for this long. */
const PATIENCE_MS = 300;

/**
 * One user of a server: holds the users' shared lock (and the claim) on a connection of its own, and brings the
 * server back when it goes away.
 */
export class Presence {
  readonly #site: ServerSite;
  readonly #report: (event: PostgresEvent) => void;
  readonly #leaving = new AbortController();
  readonly port: number;
  /** Null while the connection is lost. */
  #client: pg.Client | null = null;
  #claimed = false;
  #restoring: Promise<void> = Promise.resolve();

  constructor(site: ServerSite, joined: JoinedServer, report: (event: PostgresEvent) => void) {
    this.#site = site;
    this.#report = report;
    this.port = joined.port;
    this.#watch(joined.client);
  }

  /**
   * Makes this the one instance that serves the data folder.
   * @throws {PostgresError} POSTGRES_ALREADY_CLAIMED
   */
  async claim(): Promise<void> {
    await this.#restoring;
    if (this.#client === null) throw new TypeError("The server has been closed.");
    if (!(await tryLock(this.#client, CLAIM_LOCK))) {
      throw alreadyClaimed(this.#site, await findClaimant(this.#client));
    }
    this.#claimed = true;
  }

  /** Gives up the locks, and stops the server when nobody else uses it. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#restoring;
    const client = this.#client;
    if (client === null) return;
    try {
      const { folder, durable } = this.#site;
      if (await isLast(client)) await stopServer(folder, durable ? "fast" : "immediate");
    } finally {
      await disconnect(client);
    }
  }

  /** Called right after an answer on this connection, before any event can tell of its end. */
  #watch(client: pg.Client): void {
    this.#client = client;
    client.once("end", () => {
      this.#client = null;
      if (!this.#leaving.signal.aborted) this.#restoring = this.#restore();
    });
  }

  async #restore(): Promise<void> {
    const lostAt = Date.now();
    this.#report({ kind: "lost" });
    for (
      let retryMs = FIRST_RETRY_MS;
      !this.#leaving.signal.aborted;
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    ) {
      try {
        const joined = await this.#rejoin();
        const downMs = Date.now() - lostAt;
        this.#report({ kind: "restored", wasStarted: joined.wasStarted, downMs });
        return;
      } catch (error) {
        if (error !== this.#leaving.signal.reason) this.#report({ kind: "restore-failed", error });
        await sleep(retryMs, undefined, { signal: this.#leaving.signal }).catch(() => undefined);
      }
    }
  }

  async #rejoin(): Promise<JoinedServer> {
    const joined = await joinServer(this.#site, {
      port: this.port,
      patienceMs: this.#claimed ? 0 : PATIENCE_MS,
      signal: this.#leaving.signal,
    });
    try {
      if (this.#claimed && !(await tryLock(joined.client, CLAIM_LOCK))) {
        this.#claimed = false;
        this.#report({ kind: "claim-lost" });
      }
    } catch (error) {
      await disconnect(joined.client);
      throw error;
    }
    if (joined.port !== this.port) this.#report({ kind: "port-changed", port: joined.port });
    this.#watch(joined.client);
    return joined;
  }
}

/**
 * Gives up this user's locks and tries for the users' lock alone. Of several who leave at once, the last to give up
 * gets it; who comes meanwhile does not get in and waits for the server to be gone.
 */
async function isLast(client: pg.Client): Promise<boolean> {
  try {
    await client.query("select pg_advisory_unlock_all()");
    return await tryLock(client, USERS_LOCK);
  } catch {
    // The server went away by itself: there is nothing to stop.
    return false;
  }
}

async function tryLock(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>("select pg_try_advisory_lock($1, $2) as locked", [
    LOCK_SPACE,
    lock,
  ]);
  return rows[0]?.locked === true;
}

/** Who holds the claim, as his connection names itself; null when it has become free meanwhile. */
async function findClaimant(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and granted`,
    [LOCK_SPACE, CLAIM_LOCK],
  );
  return rows[0]?.name ?? null;
}

function alreadyClaimed({ folder }: ServerSite, claimant: string | null): PostgresError {
  const who = claimant === null ? "Kimberlite" : `Kimberlite (${claimant.replace("kimberlite ", "")})`;
  return new PostgresError(
    "POSTGRES_ALREADY_CLAIMED",
    `${who} already runs on ${folder.root}. Stop that one first, or set KIMBERLITE_DATA_DIR and PORT to run ` +
      "another one with data of its own.",
  );
}
