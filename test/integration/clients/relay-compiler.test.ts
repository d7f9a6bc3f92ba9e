import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTown, type Page } from "./town.ts";

/** The compiler is a program of its own, for each system that its package has one for; it needs no network. */
const program = createRequire(import.meta.url)("relay-compiler") as string | null;
const isMissing = program === null || !existsSync(program);

const COMPONENT = `
export const query = graphql\`
  query GaragesQuery($first: Int!, $after: String) {
    ...Garages_list @arguments(first: $first, after: $after)
  }
\`;
export const list = graphql\`
  fragment Garages_list on Query
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "GaragesPaginationQuery") {
    garages(first: $first, after: $after) @connection(key: "Garages_list_garages") {
      edges { node { id name ...Garages_item } }
    }
  }
\`;
export const item = graphql\`
  fragment Garages_item on Garage @refetchable(queryName: "GarageItemQuery") {
    area { code }
    inspections(first: 1) { edges { node { result } } }
  }
\`;
`;

let town: Awaited<ReturnType<typeof openTown>>;
let folder: string;

beforeAll(async () => {
  town = await openTown();
  folder = await mkdtemp(path.join(tmpdir(), "kimberlite-relay-"));
  const headers = { authorization: `Bearer ${town.partner.token}` };
  const schema = await fetch(`${town.server.url}/schema.graphql`, { headers });
  await writeFile(path.join(folder, "schema.graphql"), await schema.text());
  await mkdir(path.join(folder, "src"));
  await mkdir(path.join(folder, "made"));
  await writeFile(
    path.join(folder, "src/Garages.ts"),
    `import { graphql } from "relay-runtime";\n${COMPONENT}`,
  );
  const config = {
    src: "./src",
    schema: "./schema.graphql",
    language: "typescript",
    artifactDirectory: "./made",
  };
  await writeFile(
    path.join(folder, "relay.config.json"),
    JSON.stringify({ ...config, eagerEsModules: true }),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await town.server.close();
});

/** The document that Relay sends at run time. */
async function documentOf(name: string): Promise<string> {
  const artifact = await readFile(path.join(folder, "made", `${name}.graphql.ts`), "utf8");
  const text = /"text": ("(?:[^"\\]|\\.)*")/.exec(artifact)?.[1];
  return JSON.parse(text ?? "null") as string;
}

describe.skipIf(isMissing)("relay-compiler", () => {
  test("compiles queries, pagination and refetching against the SDL that the server gives out", async () => {
    const { stdout, stderr } = await promisify(execFile)(program ?? "", [], { cwd: folder });
    expect(stdout + stderr).not.toMatch(/ERROR/);
    expect(await documentOf("GaragesQuery")).toContain("garages(");
    // Refetching an object goes through node(id:), which it finds only where the schema follows Relay's conventions.
    expect(await documentOf("GarageItemQuery")).toContain("node(id: $id)");
  });

  test("makes documents that the server answers", async () => {
    const reader = await town.server.partner({ scopes: ["garages:read", "inspections:read"] });
    const first = await reader.client.request<Page>(await documentOf("GaragesQuery"), { first: 2 });
    expect(first.garages.edges.map(({ node }) => node.name)).toEqual(["Alpha", "Beta"]);
    const after = first.garages.pageInfo.endCursor;
    const rest = await reader.client.request<Page>(await documentOf("GaragesPaginationQuery"), {
      first: 2,
      after,
    });
    expect(rest.garages.edges.map(({ node }) => node.name)).toEqual(["Gamma"]);
    const { id } = first.garages.edges[0]!.node;
    const again: unknown = await reader.client.request(await documentOf("GarageItemQuery"), { id });
    expect(again).toMatchObject({ node: { __typename: "Garage", area: { code: "FR-69" } } });
  });
});
