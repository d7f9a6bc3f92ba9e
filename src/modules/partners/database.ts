import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";
import { outerTransaction } from "../../platform/db/outer-transaction.ts";
import { asPartOf } from "../../platform/db/transaction.ts";

/** The pool, or one transaction of it. */
export type Database = PgDatabase<NodePgQueryResultHKT>;

/** Inside an outer transaction its connection, on which a transaction is a part of that one; otherwise what is given. */
export function databaseHere(otherwise: Database): Database {
  const client = outerTransaction.getStore()?.client;
  if (client == null) return otherwise;
  return Object.assign(drizzle(client), {
    transaction: <T>(work: (tx: Database) => Promise<T>) =>
      asPartOf(client, () => work(databaseHere(otherwise))),
  });
}
