import { parse, type OperationDefinitionNode } from "graphql";
import { describe, expect, test } from "vitest";
import { createSchema } from "../../../src/app/schema.ts";
import { consentRules } from "../../../src/modules/consents/index.ts";
import type { Run } from "../../../src/platform/read/run.ts";
import { Planner } from "../../../src/platform/read/plan.ts";

const NOTHING_HIDDEN = { areas: false, makes: false, partFamilies: false, identity: true };
const SNAPSHOT_WITHOUT_CELLS = [
  "2026-11-01",
  "2026-11-02",
  "2026-11-01 06:00:00+00",
  ...Array<null>(7).fill(null),
];

describe("when an answer is out, what old promises of its request refer to", () => {
  test("is neither its text nor the rows that it was made of", async () => {
    const document = parse("{ demand(filter: {}, by: []) { publishedOn cells { suppressed } } }");
    const operation = document.definitions[0] as OperationDefinitionNode;
    const plan = new Planner(createSchema(), consentRules).plan(document, operation, {}, NOTHING_HIDDEN);
    const rows = [SNAPSHOT_WITHOUT_CELLS];
    const run = {
      variables: {},
      given: new Map(),
      contract: { areas: null, makes: null, partFamilies: null },
    };

    const answer = await plan.roots()?.[0]?.answer(() => Promise.resolve(rows), run as unknown as Run);
    const taken = answer?.json.take();

    expect(taken).toBe('{"publishedOn":"2026-11-01","cells":[{"suppressed":"DISCLOSURE_CONTROL"}]}');
    expect(answer?.json.text).toBe("");
    expect(rows).toEqual([]);
  });
});
