import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillPlaceholders } from "../../../src/explorer/examples/placeholders.ts";
import { linkTo, sharedBy } from "../../../src/explorer/share/link.ts";
import { SNIPPETS } from "../../../src/explorer/share/snippets.ts";
import { SCOPE_MEANINGS } from "../../../src/explorer/session/scopes.data.ts";
import { PERSONAS as PERSONA_TEXTS } from "../../../src/explorer/session/personas.data.ts";
import { PERSONAS } from "../../../src/modules/partners/index.ts";
import { SCOPES } from "../../../src/platform/auth/principal.ts";

describe("a link to a question", () => {
  test("gives back the question, whatever its letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (query, variables) => {
        const link = linkTo("http://127.0.0.1:4000/explorer#old", { query, variables });
        expect(sharedBy(new URL(link).hash)).toEqual({ query, variables });
      }),
    );
  });

  test.each(["", "#", "#ask=", "#ask=!!", "#ask=eyJ9", "#other"])(
    "is none where the address ends in %j",
    (hash) => {
      expect(sharedBy(hash)).toBeNull();
    },
  );
});

describe("snippets", () => {
  test.each(SNIPPETS)("as $name take credentials from the environment", ({ write }) => {
    const text = write("http://127.0.0.1:4000", {
      query: "{ viewer { clientId } }",
      variables: { a: "it's" },
    });
    expect(text).toContain("CLIENT_ID");
    expect(text).toContain("CLIENT_SECRET");
    expect(text).toContain("http://127.0.0.1:4000");
    expect(text).toContain("viewer");
  });
});

test("placeholders become days and ids, deep inside, and everything else stays", async () => {
  const asked: string[] = [];
  const filled = await fillPlaceholders(
    {
      input: [{ id: "first:garages(filter: { kind: REPAIR })", from: "today-10" }],
      plate: "first:vehicles.registration",
      on: "today",
      n: 3,
      text: "first",
    },
    new Date("2026-06-15T23:00:00Z"),
    (query) => {
      asked.push(query);
      return Promise.resolve("G1");
    },
  );
  expect(filled).toEqual({
    input: [{ id: "G1", from: "2026-06-05" }],
    plate: "G1",
    on: "2026-06-15",
    n: 3,
    text: "first",
  });
  expect(asked.toSorted()).toEqual([
    "{ garages(first: 1, filter: { kind: REPAIR }) { edges { node { id } } } }",
    "{ vehicles(first: 1) { edges { node { id: registration } } } }",
  ]);
});

test("every scope and every persona of the demo is explained", () => {
  expect(Object.keys(SCOPE_MEANINGS).toSorted()).toEqual([...SCOPES].toSorted());
  expect(Object.keys(PERSONA_TEXTS).toSorted()).toEqual([...PERSONAS].toSorted());
});
