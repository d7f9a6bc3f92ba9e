import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { openPool, type DatabaseRole } from "../../src/platform/db/pool.ts";
import { databaseUrl, TEMPLATE } from "./global-setup.ts";

export interface TestDatabase {
  readonly name: string;
  /** As the role that owns the tables; row-level security binds it all the same. */
  readonly ownerUrl: string;
  /** As the login that serves. */
  readonly appUrl: string;
  readonly superuserUrl: string;
  /** A pool as one of the product's roles; ended by `drop`. */
  pool(role: DatabaseRole, max?: number, onConnect?: (client: pg.ClientBase) => Promise<void>): pg.Pool;
  /** One statement as a superuser, whom no policy binds: for looking at everything. */
  look(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** A private copy of the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOn(inject("ownerUrl"), `create database ${name} template ${TEMPLATE}`);
  const pools: pg.Pool[] = [];
  const superuserUrl = databaseUrl(inject("superuserUrl"), name);
  const onlooker = new pg.Pool({ connectionString: superuserUrl, max: 1 });
  onlooker.on("error", () => undefined);
  return {
    name,
    ownerUrl: databaseUrl(inject("ownerUrl"), name),
    appUrl: databaseUrl(inject("appUrl"), name),
    superuserUrl,
    pool(role, max = 4, onConnect) {
      const url = databaseUrl(inject("appUrl"), name);
      const pool = openPool({
        url,
        role,
        max,
        statementTimeoutMs: 60_000,
        // A busy machine may take its time.
        connectionTimeoutMs: 20_000,
        ...(onConnect && { onConnect }),
        onIdleError: () => undefined,
      });
      pools.push(pool);
      return pool;
    },
    async look(text, values = []) {
      return (await onlooker.query<Record<string, unknown>>(text, values)).rows;
    },
    async drop() {
      await Promise.all([...pools, onlooker].map((pool) => pool.end()));
      // As superuser: the owner may not end the sessions of others, for instance of an autovacuum.
      await runOn(inject("superuserUrl"), `drop database ${name} with (force)`);
    },
  };
}

async function runOn(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
