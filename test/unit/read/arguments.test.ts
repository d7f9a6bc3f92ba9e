import {
  buildSchema,
  parse,
  type FieldNode,
  type GraphQLObjectType,
  type OperationDefinitionNode,
} from "graphql";
import { expect, test } from "vitest";
import { FieldArguments } from "../../../src/platform/read/arguments.ts";

const schema = buildSchema(`
  type Query { a: A, b: B }
  type A { list(first: Int = 10, area: String): Int }
  type B { list(first: Int = 20, area: String): Int }
`);
const fieldOf = (type: string) => (schema.getType(type) as GraphQLObjectType).getFields()["list"]!;

function nodeIn(text: string): FieldNode {
  const [operation] = parse(text).definitions as OperationDefinitionNode[];
  return operation!.selectionSet.selections[0] as FieldNode;
}

test("all who ask for a field's arguments in one run are given the same, and those of another run are its own", () => {
  const node = nodeIn("query ($area: String) { list(area: $area) }");
  const [one, other] = [0, 1].map(() => new FieldArguments(fieldOf("A"), node, { area: "FR-69" }));
  const run = { variables: { area: "FR-69" }, given: new Map() };
  const next = { variables: { area: "FR-75" }, given: new Map() };

  expect(one!.all(run)).toEqual({ first: 10, area: "FR-69" });
  expect(one!.all(next)).toEqual({ first: 10, area: "FR-75" });
  expect(other!.all(run)).toBe(one!.all(run));
});

test("a node that is used on two types has the arguments of each type's own field", () => {
  const node = nodeIn("query ($area: String) { list(area: $area) }");
  const run = { variables: { area: "FR-69" }, given: new Map() };
  const firstOn = (type: string) => new FieldArguments(fieldOf(type), node, run.variables).all(run)["first"];

  expect(["A", "B", "A"].map(firstOn)).toEqual([10, 20, 10]);
});

test("arguments without variables are found out once for all runs", () => {
  const args = new FieldArguments(fieldOf("A"), nodeIn('{ list(area: "FR-69") }'), {});
  const [one, other] = [0, 1].map(() => args.all({ variables: {}, given: new Map() }));

  expect(one).toEqual({ first: 10, area: "FR-69" });
  expect(other).toBe(one);
});
