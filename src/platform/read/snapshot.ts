import type pg from "pg";
import { asOverload, connect, isConnectionLoss } from "../db/overload.ts";
import { RowStream } from "../db/row-stream.ts";
import type { ReadStatement, RowScope } from "./scoped-pool.ts";

/** One state of the database, read under a partner's scope for as long as it is open. */
export interface Snapshot {
  /** Instant of the data, ISO 8601. */
  readonly takenAt: string;
  /** How many rows there are in all. */
  readonly rowCount: number;
  /** The next rows as text arrays; none at the end. */
  next(): Promise<unknown[][]>;
  close(): Promise<void>;
}

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
    const rowCount = await countRows(client, text, values);
    const rows = client.query(new RowStream(text, values));
    return {
      takenAt,
      rowCount,
      next: () => rows.next(),
      async close() {
        if (rows.isOver) await end();
        // Rows still come on it that nobody wants.
        else client.release(true);
      },
    };
  } catch (error) {
    await end(error as Error);
    throw asOverload(error as Error);
  }
}

async function begin(client: pg.ClientBase, scope: RowScope): Promise<string> {
  await client.query("begin isolation level repeatable read read only");
  // Histories are joined partition by partition: each hash table is an eighth as large and stays in memory, or a part of
  // the index is enough.
  const { rows } = await client.query<{ taken_at: Date }>(
    `select now() as taken_at, set_config('kimberlite.areas', $1, true), set_config('kimberlite.makes', $2, true),
       set_config('kimberlite.partner', $3, true), set_config('kimberlite.part_families', $4, true),
       set_config('jit', 'off', true), set_config('enable_partitionwise_join', 'on', true)`,
    [scope.areas, scope.makes, scope.partner, scope.partFamilies],
  );
  return rows[0]?.taken_at.toISOString() ?? "";
}

/** As exact as the rows themselves; the planner cannot know what row-level security lets through. */
async function countRows(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from (${text}) every_row`, [
    ...values,
  ]);
  return Number(rows[0]?.count);
}
