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
  pool(role: DatabaseRole, max?: number): pg.Pool;
  /** One statement as a superuser, whom no policy binds: for looking at everything. */
  look(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** A private copy of the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asOwner(`create database ${name} template ${TEMPLATE}`);
  const pools: pg.Pool[] = [];
  const superuserUrl = databaseUrl(inject("superuserUrl"), name);
  const onlooker = new pg.Pool({ connectionString: superuserUrl, max: 1 });
  onlooker.on("error", () => undefined);
  return {
    name,
    ownerUrl: databaseUrl(inject("ownerUrl"), name),
    appUrl: databaseUrl(inject("appUrl"), name),
    superuserUrl,
    pool(role, max = 4) {
      const url = databaseUrl(inject("appUrl"), name);
      const pool = openPool({ url, role, max, statementTimeoutMs: 60_000, onIdleError: () => undefined });
      pools.push(pool);
      return pool;
    },
    async look(text, values = []) {
      return (await onlooker.query<Record<string, unknown>>(text, values)).rows;
    },
    async drop() {
      await Promise.all([...pools, onlooker].map((pool) => pool.end()));
      await asOwner(`drop database ${name} with (force)`);
    },
  };
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("ownerUrl") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
