import { ClientError, GraphQLClient } from "graphql-request";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORBIDDEN, namesOf, openTown, PAGE, type Page } from "./town.ts";

let town: Awaited<ReturnType<typeof openTown>>;
let client: GraphQLClient;

beforeAll(async () => {
  town = await openTown();
  client = new GraphQLClient(town.endpoint, { headers: { authorization: `Bearer ${town.partner.token}` } });
});
afterAll(() => town.server.close());

describe("graphql-request", () => {
  test("reads page after page", async () => {
    const first = await client.request<Page>(PAGE, { first: 2 });
    expect(namesOf(first)).toEqual(["Alpha", "Beta"]);
    const second = await client.request<Page>(PAGE, { first: 2, after: first.garages.pageInfo.endCursor });
    expect(namesOf(second)).toEqual(["Gamma"]);
  });

  test("tells errors by our codes", async () => {
    const failure: unknown = await client.request(FORBIDDEN).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClientError);
    expect(failure).toMatchObject({
      response: { status: 403, errors: [{ extensions: { code: "MISSING_SCOPE" } }] },
    });
  });
});
