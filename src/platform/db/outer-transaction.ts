import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";

/**
 * One transaction around all that an operation does. While it is open, what services call a transaction of their own is
 * a part of it, and reads see what it has written: everything is done together, or nothing.
 */
export class OuterTransaction {
  /** Whom what was done is about. */
  readonly subjects = new Set<string>();
  #client: pg.PoolClient | null = null;
  #reads: Promise<unknown> = Promise.resolve();

  /** Null until it is opened, and once it is over. */
  get client(): pg.PoolClient | null {
    return this.#client;
  }

  /** @param client with an open transaction, as kimberlite_worker */
  open(client: pg.PoolClient): void {
    this.#client = client;
  }

  /** The connection, which is the caller's to end and release. */
  close(): pg.PoolClient | null {
    const client = this.#client;
    this.#client = null;
    return client;
  }

  /** Runs reads one after the other: several statements of one must not be mixed with another's. */
  inTurn<T>(read: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const turn = this.#reads.then(() => {
      if (this.#client === null) throw new Error("The transaction is over");
      return read(this.#client);
    });
    this.#reads = turn.catch(() => undefined);
    return turn;
  }
}

/** The transaction around the operation at hand, if there is one. */
export const outerTransaction = new AsyncLocalStorage<OuterTransaction>();

/** Says whom an operation is about, so that what is kept of its answer can be forgotten with them. */
export function noteSubjects(ids: Iterable<string>): void {
  const outer = outerTransaction.getStore();
  if (outer !== undefined) for (const id of ids) outer.subjects.add(id);
}
