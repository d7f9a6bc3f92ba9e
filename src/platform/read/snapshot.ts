import type pg from "pg";
import { asOverload, connect, isConnectionLoss } from "../db/overload.ts";
import type { ReadStatement, RowScope } from "./scoped-pool.ts";

/** One state of the database, read under a partner's scope for as long as it is open. */
export interface Snapshot {
  /** Instant of the data, ISO 8601. */
  readonly takenAt: string;
  /** How many rows the planner expects. */
  readonly expectedRows: number;
  /** The next rows as text arrays; none at the end. */
  next(): Promise<unknown[][]>;
  close(): Promise<void>;
}

const asText = (value: unknown): unknown => value;
const ROWS = { rowMode: "array" as const, types: { getTypeParser: () => asText } };

/**
 * Enough for a round trip to cost nothing, and so few that they are written before the garbage collector comes by: of
 * 2,000 rows it copies most, which takes an eighth to a third of a worker's time, and of 500 enough to need more memory.
 */
const ROWS_PER_FETCH = 200;

/**
 * Opens a statement over everything there is at this moment. Row-level security binds it as it binds `readRows`; the
 * settings end with the transaction.
 * @param pool works as kimberlite_api
 */
export async function openSnapshot(
  pool: pg.Pool,
  { text, values }: ReadStatement,
  scope: RowScope,
): Promise<Snapshot> {
  const client = await connect(pool);
  const end = async (failure?: Error): Promise<void> => {
    const isLost = failure !== undefined && isConnectionLoss(failure);
    if (!isLost) await client.query("rollback").catch(() => undefined);
    client.release(isLost);
  };
  try {
    const takenAt = await begin(client, scope);
    const expectedRows = await estimate(client, text, values);
    await client.query(`declare every_row no scroll cursor for ${text}`, [...values]);
    return {
      takenAt,
      expectedRows,
      async next() {
        const { rows } = await client.query({ ...ROWS, text: `fetch ${ROWS_PER_FETCH} from every_row` });
        return rows as unknown[][];
      },
      close: () => end(),
    };
  } catch (error) {
    await end(error as Error);
    throw asOverload(error as Error);
  }
}

async function begin(client: pg.ClientBase, scope: RowScope): Promise<string> {
  await client.query("begin isolation level repeatable read read only");
  // All rows are wanted, so a plan that yields the first ones early gains nothing, and histories are joined partition
  // by partition: each hash table is an eighth as large and stays in memory, or a part of the index is enough.
  const { rows } = await client.query<{ taken_at: Date }>(
    `select now() as taken_at, set_config('kimberlite.areas', $1, true), set_config('kimberlite.makes', $2, true),
       set_config('kimberlite.partner', $3, true), set_config('kimberlite.part_families', $4, true),
       set_config('cursor_tuple_fraction', '1', true), set_config('jit', 'off', true),
       set_config('enable_partitionwise_join', 'on', true)`,
    [scope.areas, scope.makes, scope.partner, scope.partFamilies],
  );
  return rows[0]?.taken_at.toISOString() ?? "";
}

async function estimate(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    `explain (format json) ${text}`,
    [...values],
  );
  return rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}
