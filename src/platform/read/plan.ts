import {
  getNullableType,
  isEnumType,
  isObjectType,
  OperationTypeNode,
  typeFromAST,
  visit,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from "graphql";
import type { Scope } from "../auth/principal.ts";
import type { AnyField } from "./arguments.ts";
import { compileByKeys } from "./compile.ts";
import { compileCost, type Cost } from "./cost.ts";
import {
  collectFields,
  entityOf,
  fragmentsOf,
  readOf,
  shapeOf,
  type Fragments,
  type Nodes,
} from "./document.ts";
import type { EntityMeta } from "./entity.ts";
import type { Restrictions } from "./guard.ts";
import type { IdentityRules } from "./identity.ts";
import { JsonText } from "./json-text.ts";
import { KeyedRows } from "./keyed-rows.ts";
import { fieldRoot, type Root } from "./root.ts";
import { requiredScopes } from "./scopes.ts";

/** One operation for one shape of its variables: who may run it, what it costs, and how it is read. */
export interface Plan {
  readonly scopes: ReadonlyMap<Scope, string>;
  readonly cost: Cost;
  /** Whether it asks for the schema itself. */
  readonly introspects: boolean;
  /** Null where something in it is not rows: then the executor runs it, and asks for its rows field by field. */
  readonly roots: () => readonly Root[] | null;
}

const PLANS_PER_OPERATION = 64;

/** Compiles operations once and keeps them as long as Apollo keeps their documents. */
export class Planner {
  readonly #schema: GraphQLSchema;
  readonly #entities: ReadonlyMap<string, EntityMeta>;
  readonly #rules: IdentityRules;
  readonly #plans = new WeakMap<object, Map<string, Plan>>();
  readonly #fields = new WeakMap<object, Map<string, Root>>();
  readonly #keyed = new WeakMap<object, Map<string, KeyedRows>>();

  constructor(schema: GraphQLSchema, rules: IdentityRules) {
    this.#schema = schema;
    this.#rules = rules;
    this.#entities = entitiesOf(schema);
  }

  plan(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
  ): Plan {
    const shape = this.#shape(operation, variables, restrictions);
    return remembered(this.#plans, operation, shape, () => {
      const fragments = fragmentsOf(document);
      let roots: readonly Root[] | null | undefined;
      return {
        scopes: requiredScopes(this.#schema, document, variables),
        cost: compileCost(this.#schema, operation, fragments, variables),
        introspects: introspects(document),
        roots: () => (roots ??= this.#roots(operation, fragments, variables, restrictions)),
      };
    });
  }

  /** One root field by itself, for operations that the executor runs. */
  root(
    field: AnyField,
    nodes: Nodes,
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
  ): Root {
    const shape = this.#shape(operation, variables, restrictions);
    return remembered(this.#fields, nodes[0] ?? operation, shape, () =>
      this.#root("", field, nodes, fragments, variables, restrictions),
    );
  }

  #shape(
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    r: Restrictions,
  ): string {
    const parts = (operation.variableDefinitions ?? []).map(({ variable, type }) => {
      const named = typeFromAST(this.#schema, type as NamedTypeNode);
      return shapeOf(variables[variable.name.value], isEnumType(getNullableType(named)));
    });
    return `${Number(r.areas)}${Number(r.makes)}${Number(r.partFamilies)}${Number(r.identity)}:${parts.join()}`;
  }

  #roots(
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
  ): readonly Root[] | null {
    const query = this.#schema.getQueryType();
    if (query == null || operation.operation !== OperationTypeNode.QUERY) return null;
    const roots: Root[] = [];
    for (const [key, nodes] of collectFields(query, [operation], fragments, variables)) {
      const name = nodes[0]?.name.value ?? "";
      const field = query.getFields()[name];
      const isRead = field !== undefined && readOf(field) !== undefined;
      if (!isRead && name !== "__typename") return null;
      roots.push(
        isRead ? this.#root(key, field, nodes, fragments, variables, restrictions) : typename(key, query),
      );
    }
    return roots;
  }

  #root(
    key: string,
    field: AnyField,
    nodes: Nodes,
    fragments: Fragments,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
  ): Root {
    const context = { fragments, variables, restrictions, entities: this.#entities, rules: this.#rules };
    return fieldRoot(this.#schema, context, key, field, nodes);
  }

  /** Rows of one entity by key, for what the executor answers with: the vehicle that a mutation changed. */
  keyed(
    type: GraphQLObjectType,
    nodes: Nodes,
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
  ): KeyedRows {
    const shape = `${type.name} ${this.#shape(operation, variables, restrictions)}`;
    return remembered(this.#keyed, nodes[0] ?? operation, shape, () => {
      const context = { fragments, variables, restrictions, entities: this.#entities, rules: this.#rules };
      return new KeyedRows(type.name, compileByKeys(context, type, nodes));
    });
  }
}

/** Introspection has no rows, but is work all the same, and contracts may exclude it. */
function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= name.value === "__schema" || name.value === "__type";
    },
  });
  return found;
}

function typename(key: string, query: GraphQLObjectType): Root {
  const text = JSON.stringify(query.name);
  return { key, answer: () => Promise.resolve({ json: new JsonText(text), cost: 0 }) };
}

export function entitiesOf(schema: GraphQLSchema): ReadonlyMap<string, EntityMeta> {
  const entities = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) ? (entityOf(type) ?? []) : [],
  );
  return new Map(entities.map((entity) => [entity.name, entity]));
}

function remembered<T>(
  memory: WeakMap<object, Map<string, T>>,
  holder: object,
  shape: string,
  make: () => T,
): T {
  let shapes = memory.get(holder);
  if (shapes === undefined) memory.set(holder, (shapes = new Map<string, T>()));
  let known = shapes.get(shape);
  if (known === undefined) {
    // A client that varies the shape of its variables without end must not fill the memory.
    if (shapes.size >= PLANS_PER_OPERATION) shapes.clear();
    shapes.set(shape, (known = make()));
  }
  return known;
}
