import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillPlaceholders, firstIdOf } from "../../../src/explorer/examples/placeholders.ts";
import { createDemoServer, type DemoServer } from "../../support/demo.ts";
import { TODAY } from "../../support/server.ts";

const FOLDER = "schema/operations";
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".graphql"))
  .map((file) => file.replace(/\.graphql$/, ""));

/** Documents of each persona. */
const FEWEST = 4;

let server: DemoServer;
const tokens = new Map<string, string>();

beforeAll(async () => {
  server = await createDemoServer();
  for (const persona of Object.keys(server.credentials)) tokens.set(persona, await server.tokenOf(persona));
}, 60_000);
afterAll(() => server.close());

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

async function ask(persona: string, query: string, variables: unknown = {}): Promise<Result> {
  const response = await server.post(
    { query, variables },
    { authorization: `Bearer ${tokens.get(persona) ?? "of nobody"}` },
  );
  return (await response.json()) as Result;
}

function variablesOf(name: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(FOLDER, `${name}.variables.json`), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/** Rows of any list in an answer, also the mutations' results. */
function hasContent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== "object" || value === null) return value !== null;
  return Object.values(value).some(hasContent);
}

/** What any mutation of a document was refused for. */
function refusalsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "userErrors" ? (inner as unknown[]) : refusalsIn(inner),
  );
}

describe("the examples of schema/operations", () => {
  test("are at least four for every persona", () => {
    const counts = Object.fromEntries([...tokens.keys()].map((persona) => [persona, 0]));
    for (const name of NAMES) counts[name.split("-")[0]!]! += 1;
    expect(Object.entries(counts).filter(([, count]) => !(count >= FEWEST))).toEqual([]);
  });

  test.each(NAMES)(
    "%s begins with a sentence, names its operation, and answers its persona",
    async (name) => {
      const text = readFileSync(path.join(FOLDER, `${name}.graphql`), "utf8");
      const persona = name.split("-")[0]!;
      expect(text).toMatch(/^# .+[.?]\n(query|mutation) [A-Z]\w+/);
      const variables = await fillPlaceholders(variablesOf(name), TODAY, async (query) =>
        firstIdOf((await ask(persona, query)).data),
      );
      const { data, errors } = await ask(persona, text, variables);
      expect(errors).toBeUndefined();
      expect(refusalsIn(data)).toEqual([]);
      expect(hasContent(data)).toBe(true);
    },
  );
});
