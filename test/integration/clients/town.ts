import { builders } from "../../builders/index.ts";
import { createTestServer, type TestPartner, type TestServer } from "../../support/server.ts";

/** A server with a few garages, and a partner that may read them: what each client program is tried with. */
export async function openTown(): Promise<{ server: TestServer; partner: TestPartner; endpoint: string }> {
  const server = await createTestServer();
  const make = builders(server.database.pool("kimberlite_worker"));
  for (const name of ["Alpha", "Beta", "Gamma"]) await make.garage({ name });
  const partner = await server.partner({ scopes: ["garages:read"] });
  return { server, partner, endpoint: `${server.url}/graphql` };
}

/** Two pages of garages, as any client asks for them. */
export const PAGE = `query Page($first: Int, $after: String) {
  garages(first: $first, after: $after) {
    edges { cursor node { __typename id name area { code name } } }
    pageInfo { endCursor hasNextPage }
  }
}`;

export interface Page {
  readonly garages: {
    readonly edges: { readonly node: { readonly id: string; readonly name: string } }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

export const namesOf = (page: Page | null | undefined) => page?.garages.edges.map(({ node }) => node.name);

/** Needs a scope that the partner has not got. */
export const FORBIDDEN = "query Forbidden { vehicles { edges { cursor } } }";
