import { execFile } from "node:child_process";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFirstConnection } from "../../../src/platform/db/first-connection.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { databaseUrl } from "../../support/global-setup.ts";

let database: TestDatabase;
const OLDER =
  "This database has not been brought up to this version. Run `npx kimberlite migrate` as its owner";

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** What a command says that cannot start. */
async function refusalOf(command: "serve" | "worker", url: string): Promise<string> {
  const env = {
    DATABASE_URL: url,
    KIMBERLITE_SECRET: "b".repeat(64),
    PUBLIC_URL: "http://localhost:4000",
    PORT: "0",
  };
  try {
    await promisify(execFile)(process.execPath, ["src/app/kimberlite.mjs", command], {
      env,
      timeout: 60_000,
    });
  } catch (error) {
    const { stderr, code } = error as { stderr: string; code: number };
    expect(code).toBe(1);
    expect(stderr).not.toContain("    at ");
    return stderr;
  }
  throw new Error("It started.");
}

describe("a process that cannot start says what to do, and not where in the program it was", () => {
  test("on a database that `migrate` has never seen", async () => {
    const empty = `${database.name}_empty`;
    const owner = new pg.Client({ connectionString: database.superuserUrl });
    await owner.connect();
    try {
      await owner.query(`create database ${empty}`);
      expect(await refusalOf("serve", databaseUrl(database.appUrl, empty))).toContain(OLDER);
    } finally {
      await owner.query(`drop database ${empty} with (force)`);
      await owner.end();
    }
  });

  test("on one that is a migration behind", async () => {
    await database.look(
      "delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)",
    );
    const refusals = await Promise.all([
      refusalOf("serve", database.appUrl),
      refusalOf("worker", database.appUrl),
    ]);
    for (const refusal of refusals) expect(refusal).toContain(OLDER);
  });

  test("where there is no such database", async () => {
    const url = databaseUrl(database.appUrl, "no_such_database");
    expect(await refusalOf("serve", url)).toContain(
      "PostgreSQL has no database of the name that DATABASE_URL has.",
    );
  });

  test("where the server has not even the roles", async () => {
    const pool = openPool({
      url: database.appUrl,
      role: "kimberlite_nobody" as never,
      max: 1,
      statementTimeoutMs: 1_000,
      onIdleError: () => undefined,
    });
    await expect(openFirstConnection(pool)).rejects.toThrow(OLDER);
    await pool.end();
  });
});
