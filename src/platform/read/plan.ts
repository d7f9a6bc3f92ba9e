import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isObjectType,
  typeFromAST,
  visit,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from "graphql";
import type { Scope } from "../auth/principal.ts";
import { FieldArguments, type AnyField } from "./arguments.ts";
import { Compiler, type KeyedStatement, type Restrictions, type Statement } from "./compile.ts";
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
import type { IdentityRules } from "./identity.ts";
import type { Run } from "./run.ts";
import type { ReadStatement } from "./scoped-pool.ts";
import { requiredScopes } from "./scopes.ts";
import { prepareRows, type Values } from "./write.ts";

export type ReadRows = (statement: ReadStatement) => Promise<Values[]>;
export interface Answer {
  /** JSON. */
  readonly text: string;
  readonly cost: number;
}
export interface Root {
  readonly key: string;
  answer(read: ReadRows, run: Run): Promise<Answer>;
}

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
    return `${Number(r.areas)}${Number(r.makes)}${Number(r.identity)}:${parts.join()}`;
  }

  #roots(
    operation: OperationDefinitionNode,
    fragments: Fragments,
    variables: Readonly<Record<string, unknown>>,
    restrictions: Restrictions,
  ): readonly Root[] | null {
    const query = this.#schema.getQueryType();
    if (query == null || operation.operation !== "query") return null;
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
    const compiler = () => new Compiler(fragments, variables, restrictions, this.#entities, this.#rules);
    if (readOf(field)?.kind === "node") return this.#nodeRoot(key, field, nodes, variables, compiler);
    const check = checkOf(field);
    const args = nodes[0] && new FieldArguments(field, nodes[0], variables);
    const statement = new Prepared(compiler().root(field, nodes));
    return {
      key,
      async answer(read, run) {
        if (args) check?.(args.all(run));
        const { rows, cost } = await statement.read(read, run);
        return { text: statement.compiled.write(rows, run), cost };
      },
    };
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
      const compiler = new Compiler(fragments, variables, restrictions, this.#entities, this.#rules);
      return new KeyedRows(type.name, compiler.byKeys(type, nodes));
    });
  }

  /** `node` and `nodes`: one statement for each entity that the ids speak of. */
  #nodeRoot(
    key: string,
    field: AnyField,
    nodes: Nodes,
    variables: Readonly<Record<string, unknown>>,
    compiler: () => Compiler,
  ): Root {
    const args = new FieldArguments(field, nodes[0] as Nodes[number], variables);
    const check = checkOf(field);
    const isList = args.at("ids") !== undefined;
    const typeOf = this.#typesByPrefix(field);
    const rowsOf = new Map<GraphQLObjectType, KeyedRows>();
    return {
      key,
      async answer(read, run) {
        const given = args.all(run);
        check?.(given);
        const ids = (isList ? given["ids"] : [given["id"]]) as readonly string[];
        const texts = new Map<string, string>();
        let cost = 0;
        for (const prefix of new Set(ids.map((id) => id.charAt(0)))) {
          const type = typeOf.get(prefix);
          const scope = entityOf(type)?.scope;
          // Without the entity's scope an id of it must look like any unknown one.
          if (type === undefined || (scope != null && !run.viewer.scopes.has(scope))) continue;
          let known = rowsOf.get(type);
          if (known === undefined)
            rowsOf.set(type, (known = new KeyedRows(type.name, compiler().byKeys(type, nodes))));
          const keys = ids.flatMap((id) => run.ids.decode(prefix, id) ?? []);
          const found = await known.read(read, run, keys);
          cost += found.cost;
          for (const [uuid, text] of found.texts) texts.set(prefix + uuid, text);
        }
        const parts = ids.map(
          (id) => texts.get(id.charAt(0) + String(run.ids.decode(id.charAt(0), id))) ?? "null",
        );
        return { text: isList ? `[${parts.join()}]` : (parts[0] ?? "null"), cost };
      },
    };
  }

  #typesByPrefix(field: AnyField): ReadonlyMap<string, GraphQLObjectType> {
    const named = getNamedType(field.type);
    const types = isAbstractType(named) ? this.#schema.getPossibleTypes(named) : [];
    return new Map(types.map((type) => [entityOf(type)?.prefix ?? "", type]));
  }
}

/** Rows of one entity that are picked out by their keys. */
export class KeyedRows {
  readonly #type: string;
  readonly #statement: KeyedStatement;
  readonly #prepared: Prepared;

  constructor(type: string, statement: KeyedStatement) {
    this.#type = type;
    this.#statement = statement;
    this.#prepared = new Prepared(statement);
  }

  /** JSON of each row that is there and visible, by UUID. */
  async read(
    read: ReadRows,
    run: Run,
    keys: readonly string[],
  ): Promise<{ texts: Map<string, string>; cost: number }> {
    const texts = new Map<string, string>();
    if (keys.length === 0) return { texts, cost: 0 };
    const { rows, cost } = await this.#prepared.read(read, { ...run, keys });
    for (const row of rows) {
      const text = this.#statement.writeOne(row, run);
      texts.set(String(row[this.#statement.key]), run.forExecutor ? tagged(text, this.#type) : text);
    }
    return { texts, cost };
  }
}

/** Key under which the executor finds what type a node has. */
export const TYPE_TAG = "\u0000type";

function tagged(text: string, type: string): string {
  const tag = `{${JSON.stringify(TYPE_TAG)}:${JSON.stringify(type)}`;
  return text === "{}" ? `${tag}}` : `${tag},${text.slice(1)}`;
}

const NAMED_STATEMENTS = 1000;
let namedStatements = 0;

/** A compiled statement that gets a name, and so is prepared on the connection, once it is seen a second time. */
class Prepared {
  readonly compiled: Statement;
  #uses = 0;
  #isNamed = false;

  constructor(compiled: Statement) {
    this.compiled = compiled;
  }

  async read(read: ReadRows, run: Run): Promise<{ rows: Values[]; cost: number }> {
    const { name, text, values, rows: plan } = this.compiled;
    this.#uses += 1;
    if (this.#uses === 2 && namedStatements < NAMED_STATEMENTS) {
      namedStatements += 1;
      this.#isNamed = true;
    }
    const rows = await read({
      ...(this.#isNamed && { name }),
      text,
      values: values.map((value) => value(run)),
    });
    return { rows, cost: prepareRows(rows, plan, run.ids, run.witness) };
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

/** What looks at a root field's arguments before anything runs. */
function checkOf(field: AnyField): ((args: object) => void) | undefined {
  const meta = readOf(field);
  return meta?.kind === "root" || meta?.kind === "node" ? meta.check : undefined;
}

function typename(key: string, query: GraphQLObjectType): Root {
  const text = JSON.stringify(query.name);
  return { key, answer: () => Promise.resolve({ text, cost: 0 }) };
}

function entitiesOf(schema: GraphQLSchema): ReadonlyMap<string, EntityMeta> {
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
