import type pg from "pg";
import { onConnection } from "../db/overload.ts";
import type { Logger } from "../telemetry/logger.ts";

export interface UsageEntry {
  readonly clientId: string;
  readonly operationName: string;
  readonly documentHash: string;
  readonly errorCode: string;
  readonly cost: number;
  readonly durationMs: number;
}

export interface UsageTotals {
  readonly requests: number;
  readonly failures: number;
  readonly cost: number;
}

const TOTALS = `
  select coalesce(sum(requests), 0)::int as requests,
    coalesce(sum(requests) filter (where error_code <> ''), 0)::int as failures,
    coalesce(sum(cost), 0)::float8 as cost
  from operation_usage where client_id = $1 and hour >= $2`;

const FLUSH_EVERY_MS = 5000;
/** Different operations held in memory between two flushes; a client that makes up more is counted as one of them. */
const OPERATIONS = 5000;
const LONGEST_NAME = 100;

const ADD = `
  insert into operation_usage as u (hour, client_id, operation_name, document_hash, error_code, requests, cost, duration_ms)
  select date_trunc('hour', $1::timestamptz), "clientId", "operationName", "documentHash", "errorCode", requests, cost, "durationMs"
  from jsonb_to_recordset($2::jsonb) as given(
    "clientId" text, "operationName" text, "documentHash" text, "errorCode" text, requests integer, cost bigint, "durationMs" bigint)
  on conflict (hour, client_id, operation_name, document_hash, error_code) do update set
    requests = u.requests + excluded.requests, cost = u.cost + excluded.cost, duration_ms = u.duration_ms + excluded.duration_ms`;

/** Forgets what is older than the log is kept for. */
export async function deleteOldUsage(pool: pg.Pool): Promise<void> {
  await pool.query("delete from operation_usage where hour < now() - interval '30 days'");
}

/** Counts operations in memory and writes the sums every few seconds: a log that costs a request nothing. */
export function openUsageLog(pool: pg.Pool, logger: Logger) {
  let counts = new Map<string, UsageEntry & { requests: number }>();

  async function flush(): Promise<void> {
    if (counts.size === 0) return;
    const taken = counts;
    counts = new Map();
    const rows = [...taken.values()].map((row) => ({ ...row, durationMs: Math.round(row.durationMs) }));
    try {
      await pool.query(ADD, [new Date(), JSON.stringify(rows)]);
    } catch (error) {
      logger.warn({ err: error, operations: rows.length }, "usage not written; it is tried again");
      for (const row of rows) add(row, row.requests);
    }
  }

  function add(entry: UsageEntry, requests = 1): void {
    const crowded = counts.size >= OPERATIONS;
    const operationName = crowded ? "(others)" : entry.operationName.slice(0, LONGEST_NAME);
    const documentHash = crowded ? "" : entry.documentHash;
    const key = [entry.clientId, operationName, documentHash, entry.errorCode].join("\n");
    const known = counts.get(key);
    counts.set(key, {
      ...entry,
      operationName,
      documentHash,
      requests: (known?.requests ?? 0) + requests,
      cost: (known?.cost ?? 0) + entry.cost,
      durationMs: (known?.durationMs ?? 0) + entry.durationMs,
    });
  }

  const timer = setInterval(() => void flush(), FLUSH_EVERY_MS).unref();
  return {
    /** What a client did since an instant, with what is not written yet left out. */
    async since(clientId: string, from: Date): Promise<UsageTotals> {
      const { rows } = await onConnection(pool, (client) =>
        client.query<UsageTotals>(TOTALS, [clientId, from]),
      );
      return rows[0] ?? { requests: 0, failures: 0, cost: 0 };
    },
    note: (entry: UsageEntry): void => {
      add(entry);
    },
    flush,
    async close(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
  };
}

export type UsageLog = ReturnType<typeof openUsageLog>;
