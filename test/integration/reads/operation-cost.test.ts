import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let distributor: TestPartner;

beforeAll(async () => {
  server = await createTestServer();
  distributor = await server.partner({ scopes: ["garages:read"] });
});
afterAll(() => server.close());

interface Weighed {
  readonly operationCost: {
    readonly requested: number | null;
    readonly requiredScopes: string[];
    readonly missingScopes: string[];
    readonly maskedFields: string[];
    readonly errors: string[];
  };
}

async function weigh(
  document: string,
  variables?: object,
  { client }: TestPartner = distributor,
): Promise<Weighed["operationCost"]> {
  const { operationCost } = await client.request<Weighed>(
    `query ($document: String!, $variables: String) {
      operationCost(document: $document, variables: $variables) { requested requiredScopes missingScopes maskedFields errors }
    }`,
    { document, variables: variables && JSON.stringify(variables) },
  );
  return operationCost;
}

describe("operationCost", () => {
  test("answers the number that sending the document would be charged", async () => {
    const document = "query ($n: Int) { garages(first: $n) { edges { node { name area { name } } } } }";
    const { requested } = await weigh(document, { n: 7 });
    const response = await server.post(
      { query: document, variables: { n: 7 } },
      { authorization: `Bearer ${distributor.token}` },
    );
    const { extensions } = (await response.json()) as { extensions: { cost: { requested: number } } };
    expect(requested).toBe(14);
    expect(extensions.cost.requested).toBe(14);
  });

  test.each([
    ['{ vehicle(id: "x") { id } }', 1],
    ["{ garages { edges { node { id } } } }", 25],
    ["{ garages(first: null) { pageInfo { hasNextPage } } }", 25],
    [
      "{ vehicles(first: 2) { edges { node { inspections(first: 3) { edges { node { defects { severity } garage { name } } } } } } } }",
      2 * (1 + 3 * (1 + 10 + 1)),
    ],
    ["{ __typename }", 0],
  ])("weighs %s as %d", async (document, cost) => {
    expect((await weigh(document)).requested).toBe(cost);
  });

  test("names the scopes that this token lacks for it", async () => {
    expect(await weigh("{ vehicles { edges { node { registration } } } }")).toMatchObject({
      requiredScopes: ["vehicles:read", "vehicles:identify"],
      missingScopes: ["vehicles:read", "vehicles:identify"],
      errors: [],
    });
  });

  test("names what this token gets hidden or rounded, and nothing where it may know identities", async () => {
    const document = `{ vehicles { edges { node { registration make odometer { latestKm } nextInspection { dueOn }
      odometerReadings { km readOn } inspections { edges { node { certificateNumber performedOn } } } } } } }`;
    const scopes = ["vehicles:read", "vehicles:identify", "inspections:read"] as const;
    const reader = await server.partner({ scopes: ["vehicles:read", "inspections:read"] });
    const withoutPurpose = await server.partner({ scopes, purposes: [] });
    const identifier = await server.partner({ scopes });
    const masked = async (partner: TestPartner) => (await weigh(document, {}, partner)).maskedFields;
    expect(await masked(reader)).toEqual([
      "Vehicle.registration",
      "Vehicle.odometer",
      "OdometerReading.km",
      "Inspection.certificateNumber",
    ]);
    expect(await masked(withoutPurpose)).toEqual(await masked(reader));
    expect(await masked(identifier)).toEqual([]);
  });

  test("says what is wrong with a document instead of a number", async () => {
    expect(await weigh("{ garage }")).toMatchObject({
      requested: null,
      errors: [expect.stringContaining("garage"), expect.any(String)],
    });
    expect(await weigh("{ garages(first: 500) { edges { cursor } } }")).toMatchObject({
      requested: null,
      errors: ["first must be between 1 and 100."],
    });
  });
});

test("a client that spends faster than its budget refills is told when to come back, on any instance", async () => {
  const other = await createTestServer(server.database);
  const spender = await server.partner({ scopes: ["garages:read"] });
  const query =
    "{ a: garages(first: 100) { pageInfo { hasNextPage } } b: garages(first: 100) { pageInfo { hasNextPage } } }";
  const headers = { authorization: `Bearer ${spender.token}` };
  let spent = 0;
  let refusal: Response | null = null;
  for (let i = 0; i < 40 && refusal === null; i += 1) {
    const response = await (i % 2 === 0 ? server : other).post({ query }, headers);
    const { extensions } = (await response.clone().json()) as { extensions?: { cost: { actual: number } } };
    if (response.status === 429) refusal = response;
    else spent += extensions!.cost.actual;
  }
  // Empty lists cost nothing in the end, so nothing but what was charged first can run out.
  expect(spent).toBe(0);
  expect(refusal).toBeNull();

  const dear = Array.from(
    { length: 9 },
    (_, i) => `v${i}: garages(first: 100) { pageInfo { hasNextPage } }`,
  ).join(" ");
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      (i % 2 === 0 ? server : other).post({ query: `{ ${dear} }` }, headers),
    ),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(4);
  expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
  await other.close();
});

test("the limits that everybody is held to are read out, each with its unit", async () => {
  const limits = {
    ...{ pageSizeMax: 100, pageSizeDefault: 25, nodes: 100, batchItems: 250, bodyBytes: 256 * 1024 },
    ...{ operationCost: 1000, bucketSize: 2000, restorePerSecond: 100, concurrentOperations: 20 },
    ...{ depth: 12, aliases: 30, tokens: 2000, directives: 50 },
    ...{ statementTimeoutMs: 5000, requestTimeoutMs: 10_000, tokenRequestsPerMinute: 30 },
    ...{ webhookEndpoints: 20, openExports: 5, aggregateVehiclesMin: 11 },
    ...{ eventsKeptDays: 30, exportsKeptDays: 7, idempotencyKeysKeptHours: 24 },
  };
  const query = `{ __type(name: "ViewerLimits") { fields { name } } viewer { limits { ${Object.keys(limits).join(" ")} } } }`;
  const answer = await distributor.client.request<{ __type: { fields: { name: string }[] } }>(query);
  expect(answer).toMatchObject({ viewer: { limits } });
  expect(answer.__type.fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(limits).toSorted());
});
