import type pg from "pg";
import type { Principal } from "../auth/principal.ts";
import { AppError } from "../errors/app-error.ts";
import type { IdentityKind } from "../read/entity.ts";
import type { IdentityWitness } from "../read/run.ts";
import type { Logger } from "../telemetry/logger.ts";
import { keepAccessLog } from "./keep-access-log.ts";

const FLUSH_EVERY_MS = 500;
/** Without a written log for this long, nobody's identity is shown any more. */
export const PATIENCE_MS = 30_000;
/** Nor with more reads than this unwritten: what is held in memory must stay small. */
export const UNWRITTEN_MAX = 20_000;
const ROWS_PER_STATEMENT = 1000;

const INSERT = `
  insert into access_log (at, client_id, partner_id, purposes, kinds, vehicle_ids)
  select at, "clientId", "partnerId", purposes, kinds, "vehicleIds" from jsonb_to_recordset($1::jsonb) as given(
    at timestamptz, "clientId" text, "partnerId" uuid, purposes text[], kinds text[], "vehicleIds" uuid[])`;

interface Entry {
  readonly atMs: number;
  readonly principal: Principal;
  readonly kinds: Set<IdentityKind>;
  readonly vehicleIds: Set<string>;
  /** Set once it is being written: what is shown later needs another entry. */
  isTaken: boolean;
}

/**
 * The log of identified reads. Entries are held in memory and written together: a read waits for nothing, and a process
 * that is killed loses at most the last half second. While it cannot be written, reads are refused rather than unlogged.
 */
export interface AccessLog {
  /** Notes what one read shows, all of it as one entry. */
  witness(principal: Principal): IdentityWitness;
  /** Writes what is not written yet. Failure is logged, and tried again. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log for one process, and keeps its partitions. @param pool works as kimberlite_worker */
export function openAccessLog(pool: pg.Pool, logger: Logger): AccessLog {
  const entries = new Unwritten();
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    try {
      for (let taken = entries.take(); taken.length > 0; taken = entries.take()) {
        await pool.query(INSERT, [JSON.stringify(taken.map(rowOf))]);
        entries.drop(taken.length);
      }
    } catch (error) {
      logger.error({ err: error, entries: entries.count }, "access log not written; it is tried again");
    }
  }

  function flush(): Promise<void> {
    writing ??= write().finally(() => (writing = null));
    return writing;
  }

  const keeper = keepAccessLog(pool, logger);
  const timer = setInterval(() => void flush(), FLUSH_EVERY_MS).unref();
  return {
    witness(principal) {
      let entry: Entry | undefined;
      return {
        note(subject, kind) {
          if (entry === undefined || entry.isTaken) entry = entries.add(principal);
          entry.kinds.add(kind);
          entry.vehicleIds.add(subject);
        },
      };
    },
    flush,
    async close() {
      clearInterval(timer);
      await Promise.all([flush(), keeper.close()]);
    },
  };
}

/** Entries that the database does not have yet, oldest first; the first ones may be on their way to it. */
class Unwritten {
  #entries: Entry[] = [];

  get count(): number {
    return this.#entries.length;
  }

  /** @throws {AppError} OVERLOADED when the log has not been written for too long */
  add(principal: Principal): Entry {
    const atMs = Date.now();
    const waitedMs = atMs - (this.#entries[0]?.atMs ?? atMs);
    if (waitedMs > PATIENCE_MS || this.count >= UNWRITTEN_MAX) {
      throw new AppError(
        "OVERLOADED",
        "Reads that identify vehicles are logged, and the log cannot be written now. Try again shortly, or ask without registration, vin and certificateNumber.",
        { retryAfterMs: 5000 },
      );
    }
    const entry: Entry = { atMs, principal, kinds: new Set(), vehicleIds: new Set(), isTaken: false };
    this.#entries.push(entry);
    return entry;
  }

  take(): readonly Entry[] {
    const taken = this.#entries.slice(0, ROWS_PER_STATEMENT);
    for (const entry of taken) entry.isTaken = true;
    return taken;
  }

  drop(count: number): void {
    this.#entries = this.#entries.slice(count);
  }
}

function rowOf({ atMs, principal, kinds, vehicleIds }: Entry): object {
  return {
    at: new Date(atMs),
    clientId: principal.clientId,
    partnerId: principal.partnerId,
    purposes: principal.contract.purposes,
    kinds: [...kinds],
    vehicleIds: [...vehicleIds],
  };
}
