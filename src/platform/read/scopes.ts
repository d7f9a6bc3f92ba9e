import {
  getArgumentValues,
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
import type { AnyField } from "./arguments.ts";
import { entityOf, readOf, targetOf } from "./document.ts";

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

function noteArguments(field: AnyField, node: FieldNode, variables: object, path: string, note: Note): void {
  if ((node.arguments?.length ?? 0) === 0) return;
  const values = getArgumentValues(field, node, variables as Record<string, unknown>);
  const meta = readOf(field);
  if (meta?.kind === "root" && typeof values["orderBy"] === "string") {
    note(meta.orders?.[values["orderBy"]]?.scope, `${path}(orderBy: ${values["orderBy"]})`);
  }
  for (const arg of field.args) {
    note(accessOf(arg)?.scope, `${path}(${arg.name}:)`);
    noteInput(arg.type, values[arg.name], note);
  }
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
