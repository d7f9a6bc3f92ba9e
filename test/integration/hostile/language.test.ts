import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countStatements } from "../../support/statements.ts";
import { openTarget, type Target } from "./target.ts";

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const times = (count: number, make: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(" ");

/** A chain of areas, each the parent of the one before: `depth` fields deep, the last a scalar. */
const chain = (depth: number) => `${"{ parent ".repeat(depth - 1)}{ code }${" }".repeat(depth - 1)}`;

describe("A: language and cost", () => {
  test("A1 101 aliases of __typename are refused", async () => {
    const reply = await target.ask(`{ ${times(101, (i) => `a${i}: __typename`)} }`);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  test("A2 5,000 aliased nodes are refused before a single statement", async () => {
    const { value, texts } = await countStatements(() =>
      target.ask(`{ ${times(5000, (i) => `a${i}: node(id: "x") { id }`)} }`),
    );
    expect(value.status).toBe(400);
    expect(texts).toEqual([]);
  });

  test("A3 one scalar 500 times in one selection is refused", async () => {
    const reply = await target.ask(`{ areas { ${"code ".repeat(500)} } }`);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  test("A5 ten unknown directives on one field are refused with at most five errors", async () => {
    const reply = await target.ask(`{ __typename ${times(10, () => "@aa")} }`);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
    expect(reply.body.errors!.length).toBeLessThanOrEqual(5);
  });

  test("A6 500 @include on one field are refused", async () => {
    const reply = await target.ask(`{ __typename ${"@include(if: true) ".repeat(500)} }`);
    expect(reply.status).toBe(400);
  });

  test("A7 a document as deep as the limit is answered, one field deeper is refused", async () => {
    const shallow = await target.ask(`{ vehicle(id: "x") { area ${chain(10)} } }`, {}, { answered: true });
    expect(shallow.status).toBe(200);
    const deep = await target.ask(`{ vehicle(id: "x") { area ${chain(11)} } }`);
    expect(deep).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  test.each([
    [
      "chained named fragments",
      `{ areas { ...A } } fragment A on Area { parent { ...B } } fragment B on Area { parent { ...C } } fragment C on Area ${chain(11)}`,
    ],
    [
      "inline fragments",
      `{ areas { ... { ... on Area { parent { ... on Area { parent ${chain(11)} } } } } } }`,
    ],
    [
      "a fragment named __schema",
      `{ areas { ...__schema } } fragment __schema on Area { parent ${chain(11)} }`,
    ],
    ["an alias __schema", `{ __schema: areas { parent ${chain(11)} } }`],
    ["an alias __type further down", `{ areas { __type: parent { parent ${chain(11)} } } }`],
  ])("A8 depth beyond the limit is refused in %s", async (_case, query) => {
    const reply = await target.ask(query);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
    expect(reply.message).toMatch(/deeper than 12/);
  });

  test("A9 fragments in a circle are refused", async () => {
    const reply = await target.ask(
      "{ areas { ...A } } fragment A on Area { parent { ...B } } fragment B on Area { parent { ...A } }",
    );
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  test("A10 18 levels of doubling fragments are refused in time", async () => {
    const levels = times(18, (i) => `fragment F${i} on Area { ...F${i + 1} ...F${i + 1} }`);
    const reply = await target.ask(`{ areas { ...F0 ...F0 } } ${levels} fragment F18 on Area { code }`);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  test("A11 3,000 nested selections are refused without a word about the call stack", async () => {
    const reply = await target.ask(`${"{ parent ".repeat(3000)}${"}".repeat(3000)}`);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_PARSE_FAILED" });
    const braces = await target.ask("{".repeat(3000));
    expect(braces.status).toBe(400);
  });

  const PAGES = (first: string) =>
    `vehicles(first: ${first}) { edges { node { inspections(first: ${first}) { edges { node { garage { inspections(first: ${first}) { edges { node { id } } } } } } } } } }`;

  test("A13 three nested lists of 100 are refused with their cost and the limit", async () => {
    const reply = await target.ask(`{ ${PAGES("100")} }`);
    expect(reply).toMatchObject({ status: 400, code: "QUERY_TOO_COMPLEX" });
    expect(reply.body.errors![0]!.extensions).toMatchObject({ cost: 1_020_100, max: 1000 });
  });

  test("A14 sizes in a variable cost the same", async () => {
    const literal = await target.ask(`{ ${PAGES("100")} }`);
    const variable = await target.ask(`query ($n: Int) { ${PAGES("$n")} }`, { n: 100 });
    const facts = ({ status, message, body }: typeof literal) => {
      const { requestId: _own, ...extensions } = body.errors![0]!.extensions;
      return { status, message, extensions };
    };
    expect(facts(variable)).toEqual(facts(literal));
  });

  test("A15 a small default does not hide a large value", async () => {
    const reply = await target.ask("query ($n: Int = 1) { vehicles(first: $n) { edges { cursor } } }", {
      n: 5000,
    });
    expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
  });

  test.each([
    ["null", "{ garages(first: null) { edges { cursor } } }", {}],
    ["absent", "{ garages { edges { cursor } } }", {}],
    ["a null variable", "query ($n: Int) { garages(first: $n) { edges { cursor } } }", { n: null }],
    ["an absent variable", "query ($n: Int) { garages(first: $n) { edges { cursor } } }", {}],
  ])("A16 first: %s costs and gives a page of the default size", async (_case, query, variables) => {
    const reply = await target.ask(query, variables, { answered: true });
    expect(reply).toMatchObject({ status: 200, body: { extensions: { cost: { requested: 25 } } } });
  });

  test.each(["first: 0", "first: -1", "first: -0", "last: -5", "first: 1, last: 1"])(
    "A17 %s is refused",
    async (args) => {
      const reply = await target.ask(`{ garages(${args}) { edges { cursor } } }`);
      expect(reply.status).toBe(400);
      // There is no argument `last`: a document that uses it is not valid.
      expect(reply.code).toBe(args.includes("last") ? "GRAPHQL_VALIDATION_FAILED" : "BAD_USER_INPUT");
    },
  );

  test("A20 first: 101 is refused with the largest size, not cut silently", async () => {
    const reply = await target.ask("{ garages(first: 101) { edges { cursor } } }");
    expect(reply).toMatchObject({ status: 400, code: "BAD_USER_INPUT" });
    expect(reply.message).toContain("100");
    expect(reply.body.errors![0]!.extensions).toMatchObject({ argument: "first", max: 100 });
  });

  test.each([101, 9000])("A21 %d ids in nodes are refused", async (count) => {
    const ids = Array.from({ length: count }, () => "V".padEnd(22, "A"));
    const { value, texts } = await countStatements(() =>
      target.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids }),
    );
    expect(value.status).toBe(400);
    expect(texts.filter((text) => text.includes("vehicles"))).toEqual([]);
  });

  test.each([
    ["500 operations", times(500, (i) => `query Q${i} { __typename }`), "Q1"],
    ["an unknown name", "query A { __typename } query B { __typename }", "C"],
    ["no name", "query A { __typename } query B { __typename }", undefined],
    ["a name for an anonymous operation", "{ __typename }", "A"],
    ["an empty document", " ", undefined],
    ["fragments alone", "fragment F on Area { code }", undefined],
  ])("A22 %s: 400", async (_case, query, operationName) => {
    const reply = await target.ask(query, {}, operationName === undefined ? {} : { operationName });
    expect(reply.status).toBe(400);
  });

  test("A22 another operation's variables do not disturb the one that runs", async () => {
    const query =
      "query A($id: ID!, $n: Int!) { vehicle(id: $id) { id } vehicles(first: $n) { edges { cursor } } } query B { __typename }";
    const reply = await target.ask(query, {}, { operationName: "B", answered: true });
    expect(reply).toMatchObject({ status: 200, body: { data: { __typename: "Query" } } });
  });

  test.each([
    ["@defer", "{ ... @defer { __typename } }"],
    ["@stream", "{ areas @stream { code } }"],
  ])("A24 %s is an unknown directive", async (_case, query) => {
    const reply = await target.ask(query);
    expect(reply).toMatchObject({ status: 400, code: "GRAPHQL_VALIDATION_FAILED" });
  });

  test("A24 who only accepts multipart/mixed is refused before anything runs", async () => {
    const { value, texts } = await countStatements(() =>
      target.ask("{ garages { edges { cursor } } }", {}, { headers: { accept: "multipart/mixed" } }),
    );
    expect(value).toMatchObject({ status: 406, code: "NOT_ACCEPTABLE" });
    expect(texts).toEqual([]);
  });

  test("A25 a subscription is refused", async () => {
    expect((await target.ask("subscription { __typename }")).status).toBe(400);
  });

  const LONG = 200_000;
  test.each([
    ["commas", `{ __typename ${",".repeat(LONG)} }`],
    ["comments", `{ __typename }\n${"#\n".repeat(LONG / 2)}`],
    ["one comment", `{ __typename } # ${"x".repeat(LONG)}`],
    ["a block string", `{ garages(filter: { namePrefix: """${"x".repeat(LONG)}""" }) { edges { cursor } } }`],
    ["a name", `{ ${"x".repeat(LONG)} }`],
    ["a number", `{ garages(first: ${"1".repeat(LONG)}) { edges { cursor } } }`],
  ])("A26 200 KB of %s: 400 or 413", async (_case, query) => {
    expect([400, 413]).toContain((await target.ask(query)).status);
  });

  test("A27 a list of operations is refused", async () => {
    const body = Array.from({ length: 10 }, () => ({ query: "{ __typename }" }));
    expect((await target.attack({ body })).status).toBe(400);
  });

  describe("A29 introspection by a client whose contract withdraws it", () => {
    test.each([
      ["plain", "{ __schema { queryType { name } } }"],
      ["after a newline", '{\n\n__type(name: "Vehicle") { name } }'],
      ["after a comment", "{ # hello\n__schema { queryType { name } } }"],
      ["in a fragment", "{ ...S } fragment S on Query { __schema { queryType { name } } }"],
      ["aliased", "{ typename: __schema { queryType { name } } }"],
      [
        "mixed with fields that it may read",
        "{ garages { edges { cursor } } __schema { queryType { name } } }",
      ],
      [
        "behind @include",
        "query ($x: Boolean = false) { __typename __schema @include(if: $x) { queryType { name } } }",
      ],
    ])("is refused, %s", async (_case, query) => {
      const blind = await target.server.partner({ scopes: ["garages:read"], introspection: false });
      const { value, texts } = await countStatements(() => target.ask(query, {}, { as: blind }));
      expect(value).toMatchObject({ status: 403, code: "FORBIDDEN" });
      expect(texts.filter((text) => text.includes("garages"))).toEqual([]);
    });

    test("leaves __typename", async () => {
      const blind = await target.server.partner({ scopes: ["garages:read"], introspection: false });
      const query = "{ __typename garages { __typename } }";
      const reply = await target.ask(query, {}, { as: blind, answered: true });
      expect(reply.body.data).toEqual({ __typename: "Query", garages: { __typename: "GarageConnection" } });
    });
  });

  test.each([
    ["a field", "{ garagess { edges { cursor } } }", {}],
    ["an argument", "{ garages(frist: 1) { edges { cursor } } }", {}],
    ["a type condition", '{ node(id: "x") { ... on Vehicel { make } } }', {}],
    ["an enum value", "{ areas(level: COUNTRI) { code } }", {}],
    ["an enum value in a variable", "query ($l: AreaLevel) { areas(level: $l) { code } }", { l: "COUNTRI" }],
    ["an input field (literal)", "{ garages(filter: { countri: FR }) { edges { cursor } } }", {}],
    [
      "an input field (variable)",
      "query ($f: GarageFilter) { garages(filter: $f) { edges { cursor } } }",
      { f: { countri: "FR" } },
    ],
    ["a directive", "{ __typename @inclued(if: true) }", {}],
    ["a fragment", "{ ...Aa } fragment Ab on Query { __typename }", {}],
    ["a variable's type", "query ($x: Strin) { __typename }", {}],
  ])("A30 one wrong letter in %s is refused without a suggestion", async (_case, query, variables) => {
    const reply = await target.ask(query, variables);
    expect(reply.status).toBe(400);
    expect(reply.text).not.toMatch(/did you mean|perhaps|suggest/i);
  });
});
