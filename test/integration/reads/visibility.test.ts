import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRows } from "../../../src/platform/read/scoped-pool.ts";
import { prepareContext } from "../../../src/platform/read/scoped-pool.ts";
import { openPool } from "../../../src/platform/db/pool.ts";
import { builders } from "../../builders/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let lyon: TestPartner;
let paris: TestPartner;

const READ = ["vehicles:read", "vehicles:identify", "inspections:read", "garages:read"] as const;
const LIST = "{ vehicles(first: 100) { edges { node { id registration area { code } } } } }";

interface List {
  readonly vehicles: { readonly edges: { node: { id: string; registration: string } }[] };
}
const plates = ({ vehicles }: List) => vehicles.edges.map(({ node }) => node.registration).toSorted();

beforeAll(async () => {
  server = await createTestServer();
  const make = builders(server.database.pool("kimberlite_worker"));
  await make.vehicle({ registration: "LY001ON", areaCode: "FR-69" });
  await make.vehicle({ registration: "LY002ON", areaCode: "FR-69", make: "PEUGEOT" });
  await make.vehicle({ registration: "PA001RS", areaCode: "FR-75" });
  lyon = await server.partner({ scopes: READ, areas: ["FR-ARA"] });
  paris = await server.partner({ scopes: READ, areas: ["FR-75"] });
});
afterAll(() => server.close());

describe("a contract", () => {
  test("shows the rows of its areas and of what lies below them, and no others", async () => {
    expect(plates(await lyon.client.request<List>(LIST))).toEqual(["LY001ON", "LY002ON"]);
    expect(plates(await paris.client.request<List>(LIST))).toEqual(["PA001RS"]);
  });

  test("shows the rows of its makes alone", async () => {
    const peugeot = await server.partner({ scopes: READ, makes: ["peugeot"] });
    expect(plates(await peugeot.client.request<List>(LIST))).toEqual(["LY002ON"]);
  });

  test("answers null for a row outside it, by any way in", async () => {
    const { vehicles } = await paris.client.request<List>(LIST);
    const theirs = vehicles.edges[0]!.node.id;
    const answer = await lyon.client.request<unknown>(
      `query ($id: ID!) { vehicle(id: $id) { id } node(id: $id) { id } vehicleByRegistration(country: FR, registration: "PA001RS") { id } }`,
      { id: theirs },
    );
    expect(answer).toEqual({ vehicle: null, node: null, vehicleByRegistration: null });
  });

  test("is known by ids of its own: the same vehicle has another id for another partner", async () => {
    const everywhere = await server.partner({ scopes: READ });
    const mine = await everywhere.client.request<List>(LIST);
    const theirs = await lyon.client.request<List>(LIST);
    const ids = new Set(mine.vehicles.edges.map(({ node }) => node.id));
    expect(theirs.vehicles.edges.filter(({ node }) => ids.has(node.id))).toEqual([]);
  });
});

describe("row-level security alone", () => {
  const scope = { areas: "{FR-75}", makes: "*", partFamilies: "*", partner: "" };
  const pool = () =>
    openPool({
      url: server.database.appUrl,
      role: "kimberlite_api",
      max: 1,
      statementTimeoutMs: 1000,
      onConnect: prepareContext,
      onIdleError: () => undefined,
    });
  const statement = { text: "select registration from vehicles", values: [] };

  test("shows a statement without any predicate the contract's rows only", async () => {
    const own = pool();
    expect(await readRows(own, statement, scope)).toEqual([["PA001RS"]]);
    await own.end();
  });

  test("shows nothing to a query without a context", async () => {
    const own = pool();
    await readRows(own, statement, { areas: "*", makes: "*", partFamilies: "*", partner: "" });
    expect((await own.query(statement.text)).rows).toEqual([]);
    await own.end();
  });

  test("keeps no context after a statement that failed", async () => {
    const own = pool();
    await expect(
      readRows(
        own,
        { text: "select 1 / $1::int", values: [0] },
        { areas: "*", makes: "*", partFamilies: "*", partner: "" },
      ),
    ).rejects.toThrow();
    expect((await own.query(statement.text)).rows).toEqual([]);
    expect(await readRows(own, statement, scope)).toEqual([["PA001RS"]]);
    await own.end();
  });
});

test("the odometer is exact with vehicles:identify and rounded to 1,000 km without", async () => {
  const make = builders(server.database.pool("kimberlite_worker"));
  await make.vehicle({ model: "ROUNDED", odometerKm: 123_456, odometerReadOn: "2026-01-01" });
  const reader = await server.partner({ scopes: ["vehicles:read"] });
  const query = `{ vehicles(filter: { model: "rounded" }) { edges { node { odometer { latestKm } } } } }`;
  const km = (answer: unknown) =>
    (answer as { vehicles: { edges: { node: { odometer: { latestKm: number } } }[] } }).vehicles.edges[0]!
      .node.odometer.latestKm;
  expect(km(await lyon.client.request(query))).toBe(123_456);
  expect(km(await reader.client.request(query))).toBe(123_000);
});
