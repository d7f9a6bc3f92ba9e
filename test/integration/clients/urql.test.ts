import { cacheExchange, createClient, fetchExchange, type Client } from "@urql/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORBIDDEN, namesOf, openTown, PAGE, type Page } from "./town.ts";

let town: Awaited<ReturnType<typeof openTown>>;
let client: Client;

beforeAll(async () => {
  town = await openTown();
  client = createClient({
    url: town.endpoint,
    exchanges: [cacheExchange, fetchExchange],
    // Its default sends short queries by GET, where they would end in logs.
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${town.partner.token}` } },
  });
});
afterAll(() => town.server.close());

describe("urql", () => {
  test("reads page after page", async () => {
    const first = await client.query<Page>(PAGE, { first: 2 });
    expect(first.error).toBeUndefined();
    expect(namesOf(first.data)).toEqual(["Alpha", "Beta"]);
    const second = await client.query<Page>(PAGE, {
      first: 2,
      after: first.data!.garages.pageInfo.endCursor,
    });
    expect(namesOf(second.data)).toEqual(["Gamma"]);
  });

  test("tells errors by our codes", async () => {
    const { error } = await client.query(FORBIDDEN, {});
    expect(error?.graphQLErrors.map(({ extensions }) => extensions["code"])).toEqual(["MISSING_SCOPE"]);
    expect((error?.response as Response).status).toBe(403);
  });
});
