import { expect, test } from "vitest";
import { openWorker } from "../../../src/app/worker.ts";
import { loadConfig } from "../../../src/platform/config/config.ts";
import { openFirstConnection } from "../../../src/platform/db/first-connection.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { createLogger } from "../../../src/platform/telemetry/logger.ts";
import { createMetrics } from "../../../src/platform/telemetry/metrics.ts";
import { createTestDatabase } from "../../support/database.ts";
import { createTestServer, TEST_KEYS, TODAY } from "../../support/server.ts";
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

test("a worker that starts while the database recovers works once it is back", async () => {
  const database = await createTestDatabase();
  const link = await openWeakLink(database.appUrl);
  link.cut();
  setTimeout(() => link.restore(), 600);
  const worker = await openWorker({
    ...{ config: loadConfig({ LOG_LEVEL: "silent" }), logger: createLogger("silent") },
    ...{ metrics: createMetrics(), keys: TEST_KEYS, now: () => TODAY, embedded: null },
    ...{ ownerUrl: database.ownerUrl, appUrl: link.url, close: () => Promise.resolve() },
  });
  await worker.close();
  await link.close();
  await database.drop();
});

test("a connection that the server ends while its pool closes is no lost one", async () => {
  const database = await createTestDatabase();
  const lost: string[] = [];
  const open = async () => {
    const pool = openPool({
      ...{ url: database.appUrl, role: "kimberlite_api", max: 1, statementTimeoutMs: 1000 },
      onIdleError: ({ message }) => void lost.push(message),
    });
    const client = await pool.connect();
    client.release();
    return { pool, client };
  };
  const [used, ended] = [await open(), await open()];
  used.client.emit("error", new Error("while in use"));
  const ending = ended.pool.end();
  ended.client.emit("error", new Error("while closing"));
  expect(lost).toEqual(["while in use"]);
  await Promise.all([ending, used.pool.end()]);
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
