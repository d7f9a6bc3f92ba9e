import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { EntityMeta, ReadMeta } from "./entity.ts";
import type { AnyField } from "./arguments.ts";

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
export type Nodes = readonly FieldNode[];

export const readOf = (field: AnyField): ReadMeta | undefined =>
  field.extensions["read"] as ReadMeta | undefined;

export const entityOf = (type: unknown): EntityMeta | undefined =>
  isObjectType(type) ? (type.extensions["entity"] as EntityMeta | undefined) : undefined;

export const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));

export function fragmentsOf(document: DocumentNode): Fragments {
  return Object.fromEntries(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])),
  );
}

/** The entity type that a field leads to, directly or through a connection; undefined where it leads to none. */
export function targetOf(field: AnyField): GraphQLObjectType | undefined {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return undefined;
  if (entityOf(type) !== undefined) return type;
  const edges = type.getFields()["edges"];
  const node = edges && getNamedType(edges.type);
  const target = isObjectType(node) ? getNamedType(node.getFields()["node"]?.type) : undefined;
  return isObjectType(target) && entityOf(target) !== undefined ? target : undefined;
}

type Variables = Readonly<Record<string, unknown>>;

/** Fields by response key, through fragments and directives; selections of the same key come together. */
export function collectFields(
  type: GraphQLObjectType,
  nodes: readonly { readonly selectionSet?: SelectionSetNode | undefined }[],
  fragments: Fragments,
  variables: Variables,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const addField = (node: FieldNode): void => {
    const key = (node.alias ?? node.name).value;
    fields.set(key, [...(fields.get(key) ?? []), node]);
  };
  const add = (set: SelectionSetNode | undefined): void => {
    for (const node of set?.selections ?? []) {
      if (!isIncluded(node, variables)) continue;
      const inner = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
      if (inner?.kind === Kind.FIELD) addField(inner);
      else if (inner && appliesTo(type, inner.typeCondition?.name.value)) add(inner.selectionSet);
    }
  };
  for (const node of nodes) add(node.selectionSet);
  return fields;
}

function isIncluded(node: SelectionNode, variables: Variables): boolean {
  if ((node.directives?.length ?? 0) === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.["if"] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.["if"] !== false;
}

function appliesTo(type: GraphQLObjectType, condition: string | undefined): boolean {
  return (
    condition === undefined ||
    condition === type.name ||
    type.getInterfaces().some(({ name }) => name === condition)
  );
}

/**
 * What a compiled operation depends on besides its document: which variables are there, and the values of booleans
 * and of enums (an order is another statement). Numbers, texts and the length of lists stay parameters.
 */
export function shapeOf(value: unknown, isEnum = false): string {
  if (value == null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return isEnum ? value : "+";
  // What items hold may need a scope of its own, so it counts; how many there are does not.
  if (Array.isArray(value)) return `[${[...new Set(value.map((item) => shapeOf(item)))].sort().join()}]`;
  if (!isInputObject(value)) return "+";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${key}:${shapeOf(inner)}`).join()}}`;
}

function isInputObject(value: unknown): value is object {
  return typeof value === "object" && !(value instanceof Date);
}
