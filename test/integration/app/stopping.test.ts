import { Agent, request, type IncomingHttpHeaders } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let database: TestDatabase;
let server: TestServer;
let partner: TestPartner;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  database = await createTestDatabase();
  server = await createTestServer(database);
  partner = await server.partner({ scopes: ["vehicles:read"] });
});
afterAll(() => database.drop());

function ask(): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${partner.token}`, "content-type": "application/json" };
    const asked = request(`${server.url}/graphql`, { method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => resolve({ status: response.statusCode!, headers: response.headers }));
    });
    asked.on("error", reject);
    asked.end(JSON.stringify({ query: "{ vehicles(first: 1) { edges { node { make } } } }" }));
  });
}

const WAITING =
  "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";

test("what runs when the server ends is answered, and a client that keeps its connection does not hold it up", async () => {
  expect(await ask()).toMatchObject({ status: 200, headers: { connection: "keep-alive" } });
  const locker = new pg.Client({ connectionString: database.superuserUrl });
  await locker.connect();
  await locker.query("begin; lock table vehicles in access exclusive mode");
  const under = ask();
  await vi.waitUntil(async () => (await database.look(WAITING)).length === 1);
  const closed = server.close();
  await locker.query("rollback");
  expect(await under).toMatchObject({ status: 200, headers: { connection: "close" } });
  // The connection would be kept for another 30 s.
  await closed;
  await locker.end();
}, 10_000);
