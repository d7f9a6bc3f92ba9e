import type pg from "pg";
import { asOverload, connect, isConnectionLoss, isOfTheDatabase, onConnection } from "./overload.ts";
import { outerTransaction } from "./outer-transaction.ts";

/**
 * Runs work in one transaction on one connection: all of it, or, when it throws, nothing. Inside an outer transaction it
 * is a part of that one.
 * @throws {AppError} OVERLOADED or TIMEOUT where the database is the reason
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const outer = outerTransaction.getStore()?.client;
  return outer == null ? ofItsOwn(pool, work) : asPartOf(outer, work);
}

/**
 * Reads on one connection: inside an outer transaction on its own. Who holds one connection and waits for another keeps
 * others from both.
 * @throws {AppError} OVERLOADED or TIMEOUT where the database is the reason
 */
export async function onOpenConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const outer = outerTransaction.getStore();
  if (outer?.client == null) return onConnection(pool, work);
  try {
    return await outer.inTurn(work);
  } catch (error) {
    throw ofTheDatabaseOrOurs(error as Error);
  }
}

/** Our own errors have codes of their own, and what has none is a bug: neither is told as the database's. */
function ofTheDatabaseOrOurs(error: Error): Error {
  return isOfTheDatabase(error) ? asOverload(error) : error;
}

/** A part of a transaction that another one holds open: undone alone where it throws. */
export async function asPartOf<T>(
  client: pg.PoolClient,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  try {
    await client.query("savepoint part");
    const result = await work(client);
    await client.query("release savepoint part");
    return result;
  } catch (thrown) {
    // A lost connection took everything with it.
    await client.query("rollback to savepoint part").catch(() => undefined);
    throw ofTheDatabaseOrOurs(thrown as Error);
  }
}

async function ofItsOwn<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
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
    const isFromDatabase = isOfTheDatabase(error);
    const isLost = isFromDatabase && isConnectionLoss(error);
    if (!isLost) await client.query("rollback").catch(() => undefined);
    client.release(isLost);
    throw isFromDatabase ? asOverload(error) : error;
  }
}
