import type pg from "pg";
import { AppError } from "../errors/app-error.ts";
import { asOverload, connect, isConnectionLoss } from "./overload.ts";

/**
 * Runs work in one transaction on one connection: all of it, or, when it throws, nothing.
 * @throws {AppError} OVERLOADED or TIMEOUT where the database is the reason
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool);
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (thrown) {
    const error = thrown as Error;
    // Ours have codes of their own; what has none is a bug. Neither says anything about the connection.
    const isFromDatabase = "code" in error && !(error instanceof AppError);
    const isLost = isFromDatabase && isConnectionLoss(error);
    if (!isLost) await client.query("rollback").catch(() => undefined);
    client.release(isLost);
    throw isFromDatabase ? asOverload(error) : error;
  }
}
