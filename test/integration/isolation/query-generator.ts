import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import type { Scope } from "../../../src/platform/auth/principal.ts";
import { scopesOfField } from "../../../src/platform/read/scopes.ts";
import type { Random } from "./random.ts";

/** A document with variables; `values` makes new ones for each time that it is sent. */
export interface Generated {
  readonly query: string;
  readonly values: () => Record<string, unknown>;
}

/** Makes values for arguments and input fields that only a caller knows: ids, plates, cursors. Null: any of the type. */
export type Suggest = (name: string, type: string, random: Random) => unknown;

/** Out of scope now and then, so that the gate is tried too. */
const BEYOND_SCOPE = 0.01;
const ALIASES = 0.12;
const FRAGMENTS = 0.15;
const VARIABLES = 0.5;
const DEEPEST = 8;

type Field = GraphQLField<unknown, unknown>;

/** Random documents over a schema: selections, aliases, fragments, interfaces, filters, orders, pages, directives. */
export class QueryGenerator {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #scopes: ReadonlySet<Scope>;
  readonly #suggest: Suggest;
  readonly #leftOut: ReadonlySet<string>;
  #fragments: string[] = [];
  #variables: { name: string; type: string; make: () => unknown }[] = [];
  #aliases = 0;
  #budget = 0;

  /** @param leftOut names of fields that are never asked for */
  constructor(
    schema: GraphQLSchema,
    random: Random,
    scopes: ReadonlySet<Scope>,
    suggest: Suggest,
    leftOut: readonly string[] = [],
  ) {
    this.#schema = schema;
    this.#random = random;
    this.#scopes = scopes;
    this.#suggest = suggest;
    this.#leftOut = new Set(leftOut);
  }

  next(operation: "query" | "mutation" = "query"): Generated {
    this.#fragments = [];
    this.#variables = [];
    this.#aliases = 0;
    this.#budget = this.#random.integer(4, 20);
    const root = operation === "query" ? this.#schema.getQueryType()! : this.#schema.getMutationType()!;
    const roots = this.#random.some(this.#fieldsOf(root), 0.1).slice(0, 3);
    const selected = roots.map((field) => this.#field(field, 1)).filter((text) => text !== "");
    const body = selected.length === 0 ? "__typename" : selected.join(" ");
    const variables = this.#variables;
    const header =
      variables.length === 0 ? "" : `(${variables.map(({ name, type }) => `$${name}: ${type}`).join(", ")})`;
    return {
      query: `${operation} ${header} { ${body} } ${this.#fragments.join(" ")}`,
      values: () => Object.fromEntries(variables.map(({ name, make }) => [name, make()])),
    };
  }

  #fieldsOf(type: GraphQLNamedType): Field[] {
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    const fields = Object.values(type.getFields()) as Field[];
    return fields.filter(
      (field) =>
        !this.#leftOut.has(field.name) &&
        (scopesOfField(type, field).every((scope) => this.#scopes.has(scope)) ||
          this.#random.chance(BEYOND_SCOPE)),
    );
  }

  #field(field: Field, depth: number): string {
    const type = getNamedType(field.type);
    const inner = isLeafType(type) ? "" : this.#selection(type, depth + 1);
    if (!isLeafType(type) && inner === "") return "";
    this.#budget -= 1;
    const isAliased = this.#aliases < 25 && this.#random.chance(ALIASES);
    if (isAliased) this.#aliases += 1;
    // Arguments that differ ask for an alias, or the selection does not merge.
    const needsAlias = field.args.length > 0 && this.#aliases < 28 && depth > 1;
    if (needsAlias) this.#aliases += 1;
    const name = isAliased || needsAlias ? `x${this.#aliases}: ${field.name}` : field.name;
    return `${name}${this.#arguments(field)}${this.#directive()} ${inner}`;
  }

  #directive(): string {
    if (!this.#random.chance(0.02)) return "";
    const name = `d${this.#variables.length}`;
    this.#variables.push({ name, type: "Boolean!", make: () => this.#random.chance(0.5) });
    return this.#random.chance(0.5) ? ` @include(if: $${name})` : ` @skip(if: $${name})`;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    if (depth > DEEPEST) return "";
    const parts: string[] = this.#random.chance(0.2) ? ["__typename"] : [];
    for (const field of this.#chosen(type)) {
      const text = this.#field(field, depth);
      if (text !== "") parts.push(text);
    }
    if (isInterfaceType(type)) {
      for (const possible of this.#random.some(this.#schema.getPossibleTypes(type), 0.6)) {
        const text = this.#selection(possible, depth);
        if (text !== "") parts.push(`... on ${possible.name} ${text}`);
      }
    }
    if (parts.length === 0) return "";
    return this.#wrapped(type, parts.join(" "));
  }

  /** Connections lead on to their rows; of rows and other objects, some fields, most often with the id. */
  #chosen(type: GraphQLNamedType): Field[] {
    const fields = this.#fieldsOf(type);
    const byName = (name: string) => fields.filter((field) => field.name === name);
    if (/Connection$|Edge$/.test(type.name)) {
      const others = fields.filter(
        ({ name }) => name !== "edges" && name !== "node" && this.#random.chance(0.4),
      );
      return [...byName("edges"), ...byName("node"), ...others];
    }
    const share = this.#budget > 0 ? Math.min(0.5, 6 / Math.max(1, fields.length)) : 0.1;
    const some = this.#random.some(fields, share).filter(({ name }) => name !== "id");
    return this.#random.chance(0.7) ? [...byName("id"), ...some] : some;
  }

  /** A selection as it is, in an inline fragment, or in a named one. */
  #wrapped(type: GraphQLNamedType, body: string): string {
    if (!this.#random.chance(FRAGMENTS)) return `{ ${body} }`;
    if (this.#random.chance(0.5)) return `{ ... on ${type.name} { ${body} } }`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type.name} { ${body} }`);
    return `{ ...${name} }`;
  }

  #arguments(field: Field): string {
    const given = field.args
      .filter((arg) => isNonNullType(arg.type) || this.#random.chance(0.35))
      .map((arg) => `${arg.name}: ${this.#argument(arg)}`);
    return given.length === 0 ? "" : `(${given.join(", ")})`;
  }

  #argument(arg: GraphQLArgument): string {
    if (this.#random.chance(VARIABLES)) {
      const name = `v${this.#variables.length}`;
      this.#variables.push({ name, type: String(arg.type), make: () => this.#value(arg.name, arg.type) });
      return `$${name}`;
    }
    return literal(this.#value(arg.name, arg.type), arg.type);
  }

  #value(name: string, type: GraphQLInputType): unknown {
    const nullable = getNullableType(type);
    if (nullable === type && this.#random.chance(0.02)) return null;
    if (isListType(nullable)) {
      const items = this.#random.integer(1, 4);
      return Array.from({ length: items }, () => this.#value(name, nullable.ofType));
    }
    if (isEnumType(nullable)) return this.#random.pick(nullable.getValues()).name;
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields());
      const some = fields.filter((field) => isNonNullType(field.type) || this.#random.chance(0.15));
      return Object.fromEntries(some.map((field) => [field.name, this.#value(field.name, field.type)]));
    }
    return this.#suggest(name, nullable.name, this.#random);
  }
}

/** A value as a document writes it: enums without quotes. */
function literal(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null || value === undefined) return "null";
  if (isListType(nullable)) {
    return `[${(value as unknown[]).map((item) => literal(item, nullable.ofType)).join(", ")}]`;
  }
  if (isInputObjectType(nullable)) {
    const fields = nullable.getFields();
    const parts = Object.entries(value).map(
      ([name, inner]) => `${name}: ${literal(inner, fields[name]!.type)}`,
    );
    return `{ ${parts.join(", ")} }`;
  }
  return isEnumType(nullable) ? (value as string) : JSON.stringify(value);
}
