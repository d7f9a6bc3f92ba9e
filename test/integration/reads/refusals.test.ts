import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let garage: TestPartner;
let distributor: TestPartner;

beforeAll(async () => {
  server = await createTestServer();
  garage = await server.partner({
    scopes: ["vehicles:read", "vehicles:identify", "inspections:read", "garages:read"],
  });
  distributor = await server.partner({ scopes: ["demand:read", "garages:read"] });
});
afterAll(() => server.close());

interface Refusal {
  readonly status: number;
  readonly code: unknown;
  readonly extensions: Record<string, unknown>;
  readonly text: string;
}

async function ask(partner: TestPartner | null, query: string, variables: object = {}): Promise<Refusal> {
  const headers: Record<string, string> = { accept: "application/graphql-response+json" };
  if (partner !== null) headers["authorization"] = `Bearer ${partner.token}`;
  const response = await server.post({ query, variables }, headers);
  const text = await response.text();
  const { errors } = JSON.parse(text) as { errors?: { extensions: Record<string, unknown> }[] };
  const extensions = errors?.[0]?.extensions ?? {};
  return { status: response.status, code: extensions["code"], extensions, text };
}

describe("a refused operation", () => {
  test.each([
    ["without a token", () => ask(null, "{ __typename }"), 401, "UNAUTHENTICATED"],
    ["that is not GraphQL", () => ask(garage, "{ vehicle("), 400, "GRAPHQL_PARSE_FAILED"],
    [
      "with an unknown field",
      () => ask(garage, '{ vehicle(id: "x") { plate } }'),
      400,
      "GRAPHQL_VALIDATION_FAILED",
    ],
    [
      "with first: 0",
      () => ask(garage, "{ vehicles(first: 0) { edges { cursor } } }"),
      400,
      "BAD_USER_INPUT",
    ],
    [
      "with first: 101",
      () => ask(garage, "{ vehicles(first: 101) { edges { cursor } } }"),
      400,
      "BAD_USER_INPUT",
    ],
    [
      "with $first: -1",
      () => ask(garage, "query ($n: Int) { vehicles(first: $n) { edges { cursor } } }", { n: -1 }),
      400,
      "BAD_USER_INPUT",
    ],
    [
      "with a cursor of nobody's",
      () => ask(garage, '{ vehicles(after: "abc") { edges { cursor } } }'),
      400,
      "BAD_CURSOR",
    ],
    [
      "with a malformed plate",
      () => ask(garage, '{ vehicleByRegistration(country: FR, registration: "AB\\u0000") { id } }'),
      400,
      "BAD_USER_INPUT",
    ],
    ["with a malformed VIN", () => ask(garage, '{ vehicleByVin(vin: "IOQ") { id } }'), 400, "BAD_USER_INPUT"],
    [
      "with a place off the Earth",
      () => ask(garage, "{ garages(near: { latitude: 91, longitude: 0 }) { edges { cursor } } }"),
      400,
      "BAD_USER_INPUT",
    ],
    [
      "with a day that does not exist",
      () =>
        ask(garage, "query ($d: Date) { inspections(filter: { performedFrom: $d }) { edges { cursor } } }", {
          d: "2026-02-30",
        }),
      400,
      "BAD_USER_INPUT",
    ],
    [
      "that costs too much",
      () =>
        ask(
          garage,
          "{ vehicles(first: 100) { edges { node { inspections(first: 100) { edges { node { id } } } } } } }",
        ),
      400,
      "QUERY_TOO_COMPLEX",
    ],
    ["beyond its scopes", () => ask(distributor, "{ vehicles { edges { cursor } } }"), 403, "MISSING_SCOPE"],
  ])("%s says so with its code and status, and nothing of our insides", async (_case, run, status, code) => {
    const refusal = await run();
    expect(refusal).toMatchObject({ status, code });
    expect(refusal.extensions["requestId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(refusal.text).not.toMatch(/select |postgres|node_modules|\.[jt]s:\d+|Did you mean/i);
  });

  test("names the scope that is missing, what is granted, and the first place that needs it", async () => {
    const { extensions } = await ask(
      distributor,
      "{ garages { edges { node { inspections(first: 1) { edges { node { id } } } } } } }",
    );
    expect(extensions).toMatchObject({
      missing: ["inspections:read"],
      granted: ["demand:read", "garages:read"],
      path: "Garage.inspections",
    });
  });

  test("by a forbidden filter is refused the same inside a variable, and runs nothing", async () => {
    const reader = await server.partner({ scopes: ["vehicles:read"] });
    const { status, extensions } = await ask(
      reader,
      "query ($f: VehicleFilter) { vehicles(filter: $f) { edges { cursor } } }",
      { f: { registration: "ZZ001ZZ" } },
    );
    expect(status).toBe(403);
    expect(extensions).toMatchObject({ missing: ["vehicles:identify"], path: "VehicleFilter.registration" });
  });
});

test("unknown, forged and foreign ids are answered alike", async () => {
  const forged = `V${"A".repeat(21)}A`;
  for (const id of ["", "x", forged, `G${forged.slice(1)}`]) {
    const { status, text } = await ask(garage, "query ($id: ID!) { vehicle(id: $id) { id } }", { id });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ data: { vehicle: null } });
  }
});

test("a caller without a token is told how to get one", async () => {
  const response = await server.post({ query: "{ __typename }" });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
});
