import {
  ApolloClient,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
  type TypedDocumentNode,
} from "@apollo/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORBIDDEN, namesOf, openTown, PAGE, type Page } from "./town.ts";

const page: TypedDocumentNode<Page, { first: number; after?: string | null }> = gql(PAGE);
const one: TypedDocumentNode<{ node: { name: string } }, { id: string }> = gql`
  query One($id: ID!) {
    node(id: $id) {
      id
      ... on Garage {
        name
      }
    }
  }
`;

let town: Awaited<ReturnType<typeof openTown>>;
let client: ApolloClient;

beforeAll(async () => {
  town = await openTown();
  client = new ApolloClient({
    link: new HttpLink({
      uri: town.endpoint,
      headers: { authorization: `Bearer ${town.partner.token}` },
    }),
    cache: new InMemoryCache(),
  });
});
afterAll(async () => {
  client.stop();
  await town.server.close();
});

describe("Apollo Client", () => {
  test("reads page after page", async () => {
    const first = await client.query({ query: page, variables: { first: 2 } });
    expect(namesOf(first.data)).toEqual(["Alpha", "Beta"]);
    const after = first.data!.garages.pageInfo.endCursor;
    const second = await client.query({ query: page, variables: { first: 2, after } });
    expect(namesOf(second.data)).toEqual(["Gamma"]);
    expect(second.data!.garages.pageInfo.hasNextPage).toBe(false);
  });

  test("finds what it read before in its cache, by the ids that we gave", async () => {
    const { data } = await client.query({ query: page, variables: { first: 1 } });
    const { id } = data!.garages.edges[0]!.node;
    const answer = await client.query({ query: one, variables: { id } });
    expect(answer.data?.node.name).toBe("Alpha");
    expect(client.cache.extract()).toMatchObject({ [`Garage:${id}`]: { name: "Alpha" } });
  });

  test("tells errors by our codes", async () => {
    const failure: unknown = await client.query({ query: gql(FORBIDDEN) }).catch((error: unknown) => error);
    expect(CombinedGraphQLErrors.is(failure)).toBe(true);
    expect(failure).toMatchObject({
      errors: [{ extensions: { code: "MISSING_SCOPE", missing: ["vehicles:read"] } }],
    });
  });
});
