import type pg from "pg";
import type { PoolClient } from "pg";
import { AppError } from "../errors/app-error.ts";

/** A connection of the pool. @throws {AppError} OVERLOADED when none is to be had */
export async function connect(pool: pg.Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new AppError(
      "OVERLOADED",
      "The database is busy or restarting. Try again shortly.",
      { retryAfterMs: 1000 },
      { cause },
    );
  }
}

/** What the driver says of a connection that broke; it has no code then, as a bug of ours has none. */
const BROKEN = /^Connection terminated|^Client has encountered a connection error|^Client was closed/;

/** Whether PostgreSQL, or the way to it, is where an error comes from: neither a refusal of ours nor a bug. */
export function isOfTheDatabase(error: Error): boolean {
  if (error instanceof AppError) return false;
  return "code" in error || BROKEN.test(error.message);
}

/** Class 08 (connection), 57P (shutdown, crash), and errors of the socket itself, which carry no SQLSTATE. */
export function isConnectionLoss(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return /^(08|57P)/.test(code) || !/^[0-9A-Z]{5}$/.test(code);
}

/** The failure of a statement as a caller may hear it, where the statement was not at fault. */
export function asOverload(error: Error): Error {
  const code = "code" in error ? String(error.code) : "";
  if (code === "57014")
    return new AppError(
      "TIMEOUT",
      "The query took too long. Ask for fewer rows or a narrower filter.",
      {},
      { cause: error },
    );
  if (!isConnectionLoss(error)) return error;
  return new AppError(
    "OVERLOADED",
    "The database is restarting. Try again shortly.",
    { retryAfterMs: 1000 },
    { cause: error },
  );
}

/**
 * Work on one connection of the pool. A connection that PostgreSQL closed does not go back into it.
 * @throws {AppError} OVERLOADED or TIMEOUT where it was not the work that was at fault
 */
export async function onConnection<T>(pool: pg.Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  let isLost = false;
  try {
    return await work(client);
  } catch (error) {
    isLost = isConnectionLoss(error as Error);
    throw asOverload(error as Error);
  } finally {
    client.release(isLost);
  }
}
