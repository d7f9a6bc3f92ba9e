import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { migrate } from "../../../src/app/migrate.ts";
import { openEmbeddedPostgres, type EmbeddedPostgres } from "../../../src/platform/postgres/index.ts";
import type { TestDatabase } from "../../support/database.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";
import { QUICK } from "../postgres/servers.ts";
import { openStandby, type Standby } from "./standby.ts";

let dataDir: string;
let primary: EmbeddedPostgres;
let standby: Standby;
/** Two instances on the same databases. */
let one: TestServer;
let two: TestServer;
let writer: TestPartner;
let reader: TestPartner;
let elsewhere: TestPartner;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "kimberlite-primary-"));
  await chmod(dataDir, 0o711);
  primary = await openEmbeddedPostgres({ dataDir, settings: QUICK });
  await migrate(primary.ownerUrl);
  standby = await openStandby(dataDir, primary.superuserUrl);
  const database = { ...primary, name: "replicas" } as unknown as TestDatabase;
  one = await createTestServer(database, null, undefined, [standby.appUrl]);
  two = await createTestServer(database, null, undefined, [standby.appUrl]);
  writer = await one.partner({
    scopes: ["vehicles:read", "vehicles:write", "vehicles:identify"],
    areas: ["FR-69"],
  });
  reader = await one.partner({ scopes: ["vehicles:read"], areas: ["FR-69"] });
  elsewhere = await one.partner({ scopes: ["vehicles:read"], areas: ["FR-13"] });
}, 60_000);
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await standby.remove();
  await primary.close();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

async function modelsSeenBy({ token }: TestPartner, server: TestServer): Promise<string[]> {
  const query = "{ vehicles(first: 20) { edges { node { model } } } }";
  const response = await server.post({ query }, { authorization: `Bearer ${token}` });
  const { data } = (await response.json()) as {
    data: { vehicles: { edges: { node: { model: string } }[] } };
  };
  return data.vehicles.edges.map(({ node }) => node.model).toSorted();
}

async function write(model: string, registration: string): Promise<void> {
  const query = `mutation ($model: String!, $registration: String!) { upsertVehicles(input: { items: [
    { country: FR, make: "Renault", model: $model, postalCode: "69003", registration: $registration }] }) { results { result } } }`;
  const answer: unknown = await writer.client.request(query, { model, registration });
  expect(answer).toEqual({ upsertVehicles: { results: [{ result: "CREATED" }] } });
}

/** How many statements of the API the standby has answered on the connections that read rows. */
const isAsked = async () =>
  (
    await standby.look(
      "select from pg_stat_activity where application_name = 'kimberlite_api' and query like '%vehicles%'",
    )
  ).length > 0;

test("a client that may change nothing is answered by the replica, under the same contract", async () => {
  await write("CLIO", "RR-101-RR");
  await vi.waitUntil(async () => (await modelsSeenBy(reader, one)).length === 1 && (await isAsked()), {
    timeout: 10_000,
    interval: 100,
  });
  expect(await modelsSeenBy(elsewhere, one)).toEqual([]);
  const bare = new pg.Client({ connectionString: standby.appUrl, options: "-c role=kimberlite_api" });
  await bare.connect();
  expect((await bare.query("select from vehicles")).rowCount).toBe(0);
  await bare.end();
});

test("who has just written sees it at every instance, however far behind the replica is; others see it within seconds", async () => {
  await standby.look("select pg_wal_replay_pause()");
  await write("MEGANE", "RR-102-RR");
  expect(await modelsSeenBy(writer, one)).toEqual(["CLIO", "MEGANE"]);
  expect(await modelsSeenBy(writer, two)).toEqual(["CLIO", "MEGANE"]);
  // The replica is not too far behind yet, and does not know.
  expect(await modelsSeenBy(reader, one)).toEqual(["CLIO"]);
  // Then it is, and is asked no longer.
  await expect
    .poll(() => modelsSeenBy(reader, one), { timeout: 8000, interval: 200 })
    .toEqual(["CLIO", "MEGANE"]);
  expect(await standby.look("select pg_is_wal_replay_paused() as paused")).toEqual([{ paused: true }]);
  await standby.look("select pg_wal_replay_resume()");
}, 15_000);

test("without the replica the primary answers, and no request fails", async () => {
  await vi.waitUntil(async () => (await modelsSeenBy(reader, one)).length === 2);
  await standby.stop();
  const seen = await Promise.all(
    Array.from({ length: 20 }, (_, n) => modelsSeenBy(reader, n % 2 === 0 ? one : two)),
  );
  expect(new Set(seen.map((models) => models.join()))).toEqual(new Set(["CLIO,MEGANE"]));
});
