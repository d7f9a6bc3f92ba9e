import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builders } from "../../builders/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

let server: TestServer;
let reader: TestPartner;

interface Page {
  readonly list: {
    readonly edges: { readonly cursor: string; readonly node: { readonly name: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

beforeAll(async () => {
  server = await createTestServer();
  const make = builders(server.database.pool("kimberlite_worker"));
  // Equal names: only the id tells them apart.
  for (let i = 0; i < 7; i += 1) await make.garage({ name: "Same", latitude: 45 + i / 100, longitude: 4.8 });
  for (let i = 0; i < 3; i += 1) await make.garage({ name: `Other ${i}` });
  reader = await server.partner({ scopes: ["garages:read"] });
});
afterAll(() => server.close());

async function allPages(args: string, first: number): Promise<{ names: string[]; pages: number }> {
  const names: string[] = [];
  let after: string | null = null;
  for (let pages = 1; ; pages += 1) {
    const { list }: Page = await reader.client.request<Page>(
      `query ($first: Int, $after: String) { list: garages(first: $first, after: $after ${args}) { edges { cursor node { name externalId } } pageInfo { hasNextPage endCursor } } }`,
      { first, after },
    );
    names.push(...list.edges.map(({ node }) => node.name));
    if (!list.pageInfo.hasNextPage) return { names, pages };
    after = list.pageInfo.endCursor;
  }
}

describe("pages", () => {
  test("show every row once, also where the order's values are equal", async () => {
    const { names, pages } = await allPages("", 3);
    expect(names).toEqual(["Other 0", "Other 1", "Other 2", ...Array<string>(7).fill("Same")]);
    expect(pages).toBe(4);
  });

  test("of garages near a place come nearest first and leave out those without a position", async () => {
    const near = "near: { latitude: 45.03, longitude: 4.8 }";
    expect((await allPages(near, 2)).names).toHaveLength(7);
    const answer = await reader.client.request<{ garages: { edges: { node: { distanceKm: number } }[] } }>(
      `{ garages(${near}) { edges { node { distanceKm location { latitude } } } } }`,
    );
    const distances = answer.garages.edges.map(({ node }) => node.distanceKm);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(distances[0]).toBe(0);
    // A hundredth of a degree of latitude on the mean sphere.
    expect(distances[1]).toBeCloseTo((6371.0088 * Math.PI) / 180 / 100, 2);
  });

  test("within a radius end there", async () => {
    const { names } = await allPages("near: { latitude: 45.03, longitude: 4.8, radiusKm: 1.2 }", 2);
    expect(names).toHaveLength(3);
  });

  test("can be continued with the cursor of any row", async () => {
    const query = `query ($after: String) { list: garages(first: 4, after: $after) { edges { cursor node { name } } pageInfo { hasNextPage endCursor hasPreviousPage } } }`;
    const { list } = await reader.client.request<Page>(query);
    const { list: rest } = await reader.client.request<Page>(query, { after: list.edges[1]!.cursor });
    expect(rest.edges[0]!.node.name).toBe("Other 2");
    expect(rest.pageInfo).toMatchObject({ hasPreviousPage: true });
  });

  test.each([
    ["of another filter", `{ garages(filter: { country: GB }, after: $after) { edges { cursor } } }`],
    [
      "of another list",
      `{ garages(near: { latitude: 1, longitude: 1 }, after: $after) { edges { cursor } } }`,
    ],
  ])("refuse a cursor %s", async (_case, query) => {
    const { list } = await reader.client.request<Page>(
      `{ list: garages(first: 1) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }`,
    );
    const failure = reader.client.request(`query ($after: String) ${query}`, {
      after: list.pageInfo.endCursor,
    });
    await expect(failure).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: "BAD_CURSOR" } }] },
    });
  });

  test("refuse another partner's cursor, and one with a changed bit", async () => {
    const query = `query ($after: String) { list: garages(first: 1, after: $after) { edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }`;
    const { list } = await reader.client.request<Page>(query);
    const cursor = list.pageInfo.endCursor!;
    const other = await server.partner({ scopes: ["garages:read"] });
    const changed = (cursor.startsWith("A") ? "B" : "A") + cursor.slice(1);
    for (const [partner, after] of [
      [other, cursor],
      [reader, changed],
      [reader, `${cursor}=`],
    ] as const) {
      await expect(partner.client.request(query, { after })).rejects.toMatchObject({
        response: { status: 400, errors: [{ extensions: { code: "BAD_CURSOR" } }] },
      });
    }
  });
});

test("what an answer cost, and what is left, is on every answer and in its headers", async () => {
  const spender = await server.partner({ scopes: ["garages:read"] });
  const response = await server.post(
    { query: "{ garages(first: 20) { edges { node { name } } } }" },
    { authorization: `Bearer ${spender.token}` },
  );
  const { extensions } = (await response.json()) as { extensions: { cost: { available: number } } };
  expect(extensions).toMatchObject({ cost: { requested: 20, actual: 10, restoreRate: 100 } });
  // What comes back while the answer is made counts already.
  const { available } = extensions.cost;
  expect(available).toBeGreaterThanOrEqual(1990);
  expect(available).toBeLessThanOrEqual(2000);
  expect(response.headers.get("ratelimit")).toBe(`"cost";r=${available};t=${available === 2000 ? 0 : 1}`);
});

test("a page costs the rows that it shows, not the one that tells whether there are more", async () => {
  const spender = await server.partner({ scopes: ["garages:read"] });
  for (const first of [1, 9, 10]) {
    const query = `{ garages(first: ${first}) { edges { node { name } } pageInfo { hasNextPage } } }`;
    const response = await server.post({ query }, { authorization: `Bearer ${spender.token}` });
    const { data, extensions } = (await response.json()) as {
      data: { garages: { pageInfo: { hasNextPage: boolean } } };
      extensions: { cost: { requested: number; actual: number } };
    };
    expect(data.garages.pageInfo.hasNextPage).toBe(first < 10);
    expect(extensions.cost).toMatchObject({ requested: first, actual: first });
  }
});
