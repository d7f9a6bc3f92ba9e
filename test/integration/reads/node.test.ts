import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builders } from "../../builders/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let reader: TestPartner;
let make: ReturnType<typeof builders>;

beforeAll(async () => {
  server = await createTestServer();
  make = builders(server.database.pool("kimberlite_worker"));
  reader = await server.partner({ scopes: ["vehicles:read", "inspections:read", "garages:read"] });
});
afterAll(() => server.close());

async function idOf(model: string): Promise<string> {
  const { vehicles } = await reader.client.request<{ vehicles: { edges: { node: { id: string } }[] } }>(
    `query ($model: String) { vehicles(filter: { model: $model }) { edges { node { id } } } }`,
    { model },
  );
  return vehicles.edges[0]!.node.id;
}

describe("node", () => {
  test("answers the entity that the id belongs to, and null for any other id", async () => {
    await make.vehicle({ model: "NODE-A" });
    const id = await idOf("NODE-A");
    const forged = `V${"A".repeat(21)}A`;

    const answer = await reader.client.request<unknown>(
      `query ($id: ID!, $forged: ID!) {
        found: node(id: $id) { __typename id ... on Vehicle { model } ... on Garage { name } }
        forged: node(id: $forged) { id }
        rubbish: node(id: "?") { id }
        garage(id: $id) { id }
      }`,
      { id, forged },
    );

    expect(answer).toEqual({
      found: { __typename: "Vehicle", id, model: "NODE-A" },
      forged: null,
      rubbish: null,
      garage: null,
    });
  });

  test("is called the same by whoever finds it by its mark: the row's own id leaves in no answer", async () => {
    const row = await make.vehicle({ model: "NODE-E", registration: "NE001EE", vin: "VF1AAAAA0AA654321" });
    const id = await idOf("NODE-E");
    const { client } = await server.partner({ scopes: ["vehicles:read", "vehicles:identify"] });
    const answer = await client.request<Record<string, { id: string }>>(
      `{ mark: vehicleByRegistration(country: FR, registration: "NE001EE") { id model }
         vin: vehicleByVin(vin: "VF1AAAAA0AA654321") { id registration } }`,
    );
    expect(answer["mark"]!.id).toMatch(/^V[\w-]{22}$/);
    expect(answer["vin"]!.id).toBe(answer["mark"]!.id);
    expect([id, row.id]).not.toContain(answer["mark"]!.id);
  });

  test("keeps the order of the ids asked for in nodes, with null for each unknown one", async () => {
    await make.vehicle({ model: "NODE-B" });
    await make.vehicle({ model: "NODE-C" });
    const [b, c] = [await idOf("NODE-B"), await idOf("NODE-C")];

    const answer = await reader.client.request<unknown>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Vehicle { model } } }`,
      { ids: [c, "V?", b, c] },
    );

    expect(answer).toEqual({ nodes: [{ model: "NODE-C" }, null, { model: "NODE-B" }, { model: "NODE-C" }] });
  });

  test("reads rows beside fields that are not rows, under aliases that look like other fields", async () => {
    await make.vehicle({ model: "NODE-D", make: "PEUGEOT" });
    const id = await idOf("NODE-D");

    const answer = await reader.client.request<unknown>(
      `query ($id: ID!) {
        viewer { scopes }
        car: node(id: $id) { __typename ... on Vehicle { make: model model: make } }
      }`,
      { id },
    );

    expect(answer).toEqual({
      viewer: { scopes: ["vehicles:read", "inspections:read", "garages:read"] },
      car: { __typename: "Vehicle", make: "NODE-D", model: "PEUGEOT" },
    });
  });
});
