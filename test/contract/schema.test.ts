import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { createSchema, printContract } from "../../src/app/schema.ts";
import { entityOf, readOf } from "../../src/platform/read/document.ts";
import { isDeclared } from "../../src/platform/read/scopes.ts";

const schema = createSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith("__"));
const BUILT_IN = new Set(["String", "Int", "Float", "Boolean", "ID"]);

/** Every field that an answer can hold, with its type. */
const fields = types.flatMap((type) =>
  isObjectType(type) || isInterfaceType(type)
    ? Object.values(type.getFields()).map((field): [GraphQLNamedType, GraphQLField<unknown, unknown>] => [
        type,
        field,
      ])
    : [],
);

describe("the schema", () => {
  test("is what schema/schema.graphql says (npm run schema:write)", async () => {
    await expect(printContract(schema)).toMatchFileSnapshot("../../schema/schema.graphql");
  });

  test("breaks nothing that main promised, unless schema/CHANGELOG.md says so under Pending, Breaking", () => {
    const published = publishedContract();
    const breaking = published === null ? [] : findBreakingChanges(buildSchema(published), schema);
    const pending =
      /## Pending([\s\S]*?)(?=\n## |$)/.exec(readFileSync("schema/CHANGELOG.md", "utf8"))?.[1] ?? "";
    const announced = /### Breaking([\s\S]*?)(?=\n### |$)/.exec(pending)?.[1] ?? "";
    expect(
      breaking.map(({ description }) => description).filter((text) => !announced.includes(text)),
    ).toEqual([]);
  });

  test("D74 declares who may see each field, by scope or as open", () => {
    const undeclared = fields.filter(([type, field]) => !isDeclared(type, field));
    expect(undeclared.map(([type, field]) => `${type.name}.${field.name}`)).toEqual([]);
  });

  test("D74 declares who may filter by each input field of a query", () => {
    const filters = types.filter(isInputObjectType).filter((type) => /Filter$|^NearInput$/.test(type.name));
    const undeclared = filters.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => field.extensions["access"] === undefined)
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(filters.length).toBeGreaterThan(2);
    expect(undeclared).toEqual([]);
  });

  test("D74 lets no type be laxer than the interface it implements", () => {
    const laxer = types.filter(isObjectType).flatMap((type) =>
      type.getInterfaces().flatMap((parent) =>
        Object.keys(parent.getFields())
          .filter((name) => {
            const ours = type.getFields()[name];
            const theirs = parent.getFields()[name];
            const asked = (theirs?.extensions["access"] as { scope?: string } | undefined)?.scope;
            return asked != null && entityOf(type)?.scope !== asked && readOf(ours as never)?.scope !== asked;
          })
          .map((name) => `${type.name}.${name}`),
      ),
    );
    expect(laxer).toEqual([]);
  });

  test("says how every field of an entity is read", () => {
    const unread = fields.filter(([type, field]) => entityOf(type) && readOf(field) === undefined);
    expect(unread.map(([type, field]) => `${type.name}.${field.name}`)).toEqual([]);
  });

  test("describes every type, field, argument and enum value, in more than its name", () => {
    expect(undescribed()).toEqual([]);
  });
});

/** The contract as main has it; null before the first landing and outside a checkout. */
function publishedContract(): string | null {
  try {
    return execFileSync("git", ["show", "HEAD:schema/schema.graphql"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return null;
  }
}

/** Words that say nothing by themselves. */
const FILLERS = new Set([
  "a",
  "an",
  "the",
  "its",
  "their",
  "of",
  "this",
  "that",
  "it",
  "for",
  "is",
  "which",
  "what",
]);

/** `partCategories` and "The part categories." are the same words. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "" && !FILLERS.has(word))
    .map((word) => word.replace(/ies$/, "y").replace(/s$/, ""));
}

function undescribed(): string[] {
  const lacking: string[] = [];
  const check = (place: string, name: string, description: string | null | undefined) => {
    const said = new Set(wordsOf(name));
    if (!description || wordsOf(description).every((word) => said.has(word))) lacking.push(place);
  };
  for (const type of types.filter(
    ({ name }) => !BUILT_IN.has(name) && name !== "Query" && name !== "Mutation",
  )) {
    check(type.name, type.name, type.description);
    if (isEnumType(type)) {
      for (const { name, description } of type.getValues()) check(`${type.name}.${name}`, name, description);
    }
    if (isInputObjectType(type)) {
      for (const { name, description } of Object.values(type.getFields()))
        check(`${type.name}.${name}`, name, description);
    }
  }
  for (const [type, field] of fields) {
    check(`${type.name}.${field.name}`, field.name, field.description);
    for (const arg of field.args)
      check(`${type.name}.${field.name}(${arg.name}:)`, arg.name, arg.description);
  }
  return lacking;
}
