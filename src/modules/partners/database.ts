import type { NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";

/** The pool, or one transaction of it. */
export type Database = PgDatabase<NodePgQueryResultHKT>;
