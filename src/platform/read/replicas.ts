import { hash } from "node:crypto";
import type pg from "pg";
import { isConnectionLoss } from "../db/overload.ts";
import { openPulse, type Pulse } from "../db/pulse.ts";
import { verifyRowSecurity } from "../db/verify-row-security.ts";
import { AppError } from "../errors/app-error.ts";
import type { Logger } from "../telemetry/logger.ts";
import { readRows, type ReadStatement, type RowScope } from "./scoped-pool.ts";

/** How far behind the primary a replica may be and still be asked. */
const MAX_LAG_MS = 5_000;
const LOOK_EVERY_MS = 500;

/** Reads for those who never write, at streaming replicas where there are any, else at the primary. */
export interface Replicas {
  /**
   * Under row-level security, which a replica has from its primary.
   * @param clientId a client is always sent to the same replica, so that it does not see time go back
   */
  read(clientId: string, statement: ReadStatement, scope: RowScope): Promise<unknown[][]>;
  close(): Promise<void>;
}

export interface ReplicaSettings {
  /** Works as kimberlite_api, as all pools here. */
  readonly primary: pg.Pool;
  readonly urls: readonly string[];
  readonly openPool: (url: string, max?: number) => pg.Pool;
  readonly logger: Logger;
}

interface Replica {
  /** Its place among the settings: a URL holds a password. */
  readonly place: number;
  readonly pool: pg.Pool;
  readonly pulse: Pulse;
  isVerified: boolean;
  /** Up to when it knew everything at the last look, ms since 1970; null: it cannot be asked. */
  knowsUntilMs: number | null;
}

export function openReplicas({ primary, urls, openPool, logger }: ReplicaSettings): Replicas {
  const replicas = urls.map((url, place): Replica => {
    const pool = openPool(url);
    return { place, pool, pulse: openPulse(openPool(url, 1)), isVerified: false, knowsUntilMs: null };
  });
  const positions: Position[] = [];
  let looking: Promise<unknown> | null = null;
  const look = async () => {
    await notePosition(primary, positions);
    await Promise.all(replicas.map((replica) => lookAt(replica, positions, logger)));
  };
  const timer = setInterval(() => {
    if (replicas.length > 0) looking ??= look().finally(() => (looking = null));
  }, LOOK_EVERY_MS).unref();

  return {
    async read(clientId, statement, scope) {
      const replica = choose(replicas, clientId);
      if (replica === null) return readRows(primary, statement, scope);
      try {
        return await replica.pulse.during(() => readRows(replica.pool, statement, scope));
      } catch (error) {
        if (!isOfTheReplica(error as Error)) throw error;
        replica.knowsUntilMs = null;
        return readRows(primary, statement, scope);
      }
    },
    async close() {
      clearInterval(timer);
      await looking?.catch(() => undefined);
      await Promise.all(replicas.flatMap(({ pool, pulse }) => [pool.end(), pulse.close()]));
    },
  };
}

/** Where the primary's log ended at an instant, bytes. */
interface Position {
  readonly bytes: number;
  readonly atMs: number;
}

const HERE = "select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::float8 as bytes";
const THERE =
  "select case when pg_is_in_recovery() then pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::float8 end as bytes";

async function notePosition(primary: pg.Pool, positions: Position[]): Promise<void> {
  const atMs = Date.now();
  try {
    const { rows } = await primary.query<{ bytes: number }>(HERE);
    const [row] = rows;
    if (row !== undefined) positions.push({ bytes: row.bytes, atMs });
  } catch {
    // Without the primary nobody knows what a replica lacks: what is known grows old by itself.
  }
  while ((positions[0]?.atMs ?? atMs) < atMs - 2 * MAX_LAG_MS) positions.shift();
}

/** What it has replayed tells up to when it knows everything, by the primary's log and without anybody's clock. */
async function lookAt(replica: Replica, positions: readonly Position[], logger: Logger): Promise<void> {
  try {
    if (!replica.isVerified) {
      await verifyRowSecurity(replica.pool);
      replica.isVerified = true;
    }
    const { rows } = await replica.pulse.during(() => replica.pool.query<{ bytes: number | null }>(THERE));
    const replayed = rows[0]?.bytes ?? null;
    const known = replayed === null ? undefined : positions.findLast(({ bytes }) => bytes <= replayed);
    replica.knowsUntilMs = known?.atMs ?? null;
  } catch (err) {
    if (replica.knowsUntilMs !== null || !(err instanceof AppError))
      logger.warn({ err, replica: replica.place }, "replica cannot be asked");
    replica.knowsUntilMs = null;
  }
}

function choose(replicas: readonly Replica[], clientId: string): Replica | null {
  if (replicas.length === 0) return null;
  const first = hash("sha256", clientId, "buffer").readUInt32BE() % replicas.length;
  const oldest = Date.now() - MAX_LAG_MS;
  const inOrder = [...replicas.slice(first), ...replicas.slice(0, first)];
  return inOrder.find(({ knowsUntilMs }) => knowsUntilMs !== null && knowsUntilMs >= oldest) ?? null;
}

/** It is gone, or gave a query up for the sake of its replay (40001, 40P01): the primary can answer all the same. */
function isOfTheReplica(error: Error): boolean {
  if (error instanceof AppError) return error.code === "OVERLOADED";
  return isConnectionLoss(error) || /^40(001|P01)$/.test("code" in error ? String(error.code) : "");
}
