import { getIntrospectionQuery, OperationTypeNode, parse, Kind, executeSync } from "graphql";
import { describe, expect, test } from "vitest";
import { createSchema } from "../../../src/app/schema.ts";
import { LIMITS } from "../../../src/platform/limits.ts";
import { compileCost } from "../../../src/platform/read/cost.ts";
import { fragmentsOf } from "../../../src/platform/read/document.ts";

const schema = createSchema();

function costOf(text: string): number {
  const document = parse(text);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.QUERY) throw new Error("The test's document is no query.");
  return compileCost(schema, operation, fragmentsOf(document), {})({ variables: {}, given: new Map() });
}

/** Every value of an answer: objects, and what is not. */
function countValues(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countValues(item), 0);
  if (typeof value !== "object" || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, item) => sum + countValues(item), 0);
}

describe("introspectionCost", () => {
  test("leaves room for the query that every tool sends, while the schema grows by half", () => {
    expect(costOf(getIntrospectionQuery())).toBeLessThan(LIMITS.cost.perOperation / 1.5);
    expect(
      costOf(
        getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true }),
      ),
    ).toBeLessThan(LIMITS.cost.perOperation);
  });

  test("charges no less than a hundredth of the values that are written", () => {
    const query = `{ __schema { types { name fields { name args { name } type { name kind } } enumValues { name } } } }`;
    const { data } = executeSync({ schema, document: parse(query) });
    expect(costOf(query)).toBeGreaterThan(countValues(data) / 100);
  });

  test("grows with each level on which types lead to types", () => {
    const nested = (depth: number): string =>
      depth === 0 ? "name" : `fields { type { ${nested(depth - 1)} } }`;
    const cost = (depth: number) => costOf(`{ __schema { types { ${nested(depth)} } } }`);
    for (const depth of [2, 3, 4]) expect(cost(depth)).toBeGreaterThan(3 * cost(depth - 1));
  });
});
