import { expect, test } from "vitest";
import { openFirstConnection } from "../../../src/platform/db/first-connection.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { createTestDatabase } from "../../support/database.ts";
import { createTestServer } from "../../support/server.ts";
import { openWeakLink } from "../oauth/weak-link.ts";

test("an API that starts beside a silent database serves once it speaks", async () => {
  const database = await createTestDatabase();
  const link = await openWeakLink(database.appUrl);
  link.freeze();
  // Longer than a request would wait for a connection.
  setTimeout(() => link.restore(), 1200);
  const server = await createTestServer({ ...database, appUrl: link.url });
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200);
  await server.close();
  await link.close();
  await database.drop();
});

test("a database that is not there is not waited for", async () => {
  const database = await createTestDatabase();
  const pool = openPool({
    url: `${database.appUrl}_gone`,
    role: "kimberlite_api",
    max: 1,
    statementTimeoutMs: 1000,
    onIdleError: () => undefined,
  });
  await expect(openFirstConnection(pool)).rejects.toMatchObject({ code: "3D000" });
  await pool.end();
  await database.drop();
});
