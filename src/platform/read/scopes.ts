import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import type { Scope } from "../auth/principal.ts";
import { argumentValue, type AnyField, type Variables } from "./arguments.ts";
import { entityOf, readOf, targetOf } from "./document.ts";
import type { Order } from "./entity.ts";

interface AccessFacts {
  readonly scope: Scope | null;
  readonly inherited?: boolean;
}

const accessOf = (holder: { readonly extensions: object } | undefined | null): AccessFacts | undefined =>
  (holder?.extensions as { access?: AccessFacts } | undefined)?.access;

/** Every scope that a field of a type needs: its own, its type's, and that of the entity it leads to. */
export function scopesOfField(parent: GraphQLNamedType, field: AnyField): Scope[] {
  const declared = [
    readOf(field)?.scope,
    accessOf(field)?.scope,
    entityOf(parent)?.scope,
    accessOf(parent)?.scope,
    entityOf(targetOf(field))?.scope,
  ];
  return declared.filter((scope) => scope != null);
}

/** Whether anybody said who may read a field; an undeclared one fails the build. */
export function isDeclared(parent: GraphQLNamedType, field: AnyField): boolean {
  const facts = [accessOf(field), accessOf(parent), entityOf(parent), entityOf(targetOf(field))];
  return facts.some((fact) => fact !== undefined) || readOf(field)?.scope !== undefined;
}

/**
 * Every scope that a document needs, with the first place that needs it. Reads the document and the variables, never
 * the answer: aliases, fragments, interfaces and `@skip` change nothing.
 */
export function requiredScopes(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Map<Scope, string> {
  const needed = new Map<Scope, string>();
  const note = (scope: Scope | null | undefined, path: string) => {
    if (scope != null && !needed.has(scope)) needed.set(scope, path);
  };
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const [parent, field] = [types.getParentType(), types.getFieldDef()];
        if (!parent || !field) return;
        const path = `${parent.name}.${field.name}`;
        for (const scope of scopesOfField(parent, field)) note(scope, path);
        noteArguments(field, node, variables, path, note);
      },
    }),
  );
  return needed;
}

type Note = (scope: Scope | null | undefined, path: string) => void;

function noteArguments(
  field: AnyField,
  node: FieldNode,
  variables: Variables,
  path: string,
  note: Note,
): void {
  if ((node.arguments?.length ?? 0) === 0) return;
  for (const arg of field.args) {
    // Each by itself: one that is missing, in an operation that does not run, hides nothing about the others.
    const given = node.arguments?.find(({ name }) => name.value === arg.name);
    const value = argumentValue(arg, given, variables);
    if (arg.name === "orderBy" && typeof value === "string") {
      note(orderOf(field, value)?.scope, `${path}(orderBy: ${value})`);
    }
    note(accessOf(arg)?.scope, `${path}(${arg.name}:)`);
    noteInput(arg.type, value, note);
  }
}

function orderOf(field: AnyField, name: string): Order | undefined {
  const meta = readOf(field);
  return meta?.kind === "root" ? meta.orders?.[name] : undefined;
}

/** Filter fields count when they hold a value, wherever they stand: nested, in lists, or inside a variable. */
function noteInput(type: GraphQLInputType, value: unknown, note: Note): void {
  if (value == null) return;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    for (const item of items) noteInput(nullable.ofType, item, note);
    return;
  }
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return;
  for (const field of Object.values(named.getFields())) {
    const inner = (value as Record<string, unknown>)[field.name];
    if (inner == null) continue;
    note(accessOf(field)?.scope, `${named.name}.${field.name}`);
    noteInput(field.type, inner, note);
  }
}
