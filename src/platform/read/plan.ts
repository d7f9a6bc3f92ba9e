import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isObjectType,
  typeFromAST,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from "graphql";
import type { Scope } from "../auth/principal.ts";
import { FieldArguments, type AnyField } from "./arguments.ts";
import { Compiler, type Restrictions, type Statement } from "./compile.ts";
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
  /** Null where something in it is not rows: then the executor runs it, and asks for its rows field by field. */
  readonly roots: () => readonly Root[] | null;
}

const PLANS_PER_OPERATION = 64;

/** Compiles operations once and keeps them as long as Apollo keeps their documents. */
export class Planner {
  readonly #schema: GraphQLSchema;
  readonly #entities: ReadonlyMap<string, EntityMeta>;
  readonly #plans = new WeakMap<object, Map<string, Plan>>();
  readonly #fields = new WeakMap<object, Map<string, Root>>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
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
    return `${Number(r.areas)}${Number(r.makes)}:${parts.join()}`;
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
    const compiler = () => new Compiler(fragments, variables, restrictions, this.#entities);
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
    const wanted = (run: Run): readonly unknown[] => {
      const { id, ids } = args.all(run);
      return Array.isArray(ids) ? (ids as unknown[]) : [id];
    };
    const byPrefix = new Map<string, ReturnType<typeof keyed>>();
    const keyed = (type: GraphQLObjectType, prefix: string) => {
      const compiled = compiler().byKeys(type, nodes, (run) =>
        wanted(run).flatMap((id) => run.ids.decode(prefix, id) ?? []),
      );
      return { prepared: new Prepared(compiled), compiled };
    };
    const abstract = getNamedType(field.type);
    const types = isAbstractType(abstract) ? this.#schema.getPossibleTypes(abstract) : [];
    const typeOf = new Map(
      types.flatMap((type) =>
        entityOf(type)?.prefix === undefined ? [] : [[entityOf(type)?.prefix ?? "", type]],
      ),
    );
    return {
      key,
      async answer(read, run) {
        check?.(args.all(run));
        const ids = wanted(run);
        const texts = new Map<unknown, string>();
        let cost = 0;
        for (const prefix of new Set(ids.map((id) => String(id).charAt(0)))) {
          const type = typeOf.get(prefix);
          const scope = entityOf(type)?.scope;
          // Without the entity's scope an id of it must look like any unknown one.
          if (type === undefined || (scope != null && !run.viewer.scopes.has(scope))) continue;
          let known = byPrefix.get(prefix);
          if (known === undefined) byPrefix.set(prefix, (known = keyed(type, prefix)));
          const { rows, cost: rowsCost } = await known.prepared.read(read, run);
          cost += rowsCost;
          for (const row of rows) {
            const text = known.compiled.writeOne(row, run);
            texts.set(row[known.compiled.key], run.forExecutor ? tagged(text, type.name) : text);
          }
        }
        const parts = ids.map((id) => texts.get(run.ids.decode(String(id).charAt(0), id)) ?? "null");
        return { text: args.at("ids") === undefined ? (parts[0] ?? "null") : `[${parts.join()}]`, cost };
      },
    };
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
    return { rows, cost: prepareRows(rows, plan, run.ids) };
  }
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
