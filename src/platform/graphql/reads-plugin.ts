import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext } from "@apollo/server";
import {
  getVariableValues,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from "graphql";
import type { Contract, Principal } from "../auth/principal.ts";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import { entityOf, readOf } from "../read/document.ts";
import { Planner, TYPE_TAG, type Plan, type ReadRows, type Root } from "../read/plan.ts";
import type { Run } from "../read/run.ts";
import { readRows, type RowScope } from "../read/scoped-pool.ts";
import type { Restrictions } from "../read/compile.ts";
import type pg from "pg";
import type { RequestContext } from "./context.ts";
import { requestFailure } from "./format-error.ts";

/** Data that is JSON text already. */
class CompiledAnswer {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Apollo's hook: the text of a compiled answer passes as it is. */
export function stringifyResult(result: { data?: unknown }): string {
  const { data, ...rest } = result;
  if (!(data instanceof CompiledAnswer)) return JSON.stringify(result);
  const others = JSON.stringify(rest).slice(1, -1);
  return `{"data":${data.text}${others === "" ? "" : `,${others}`}}`;
}

export interface ReadsDeps {
  readonly pool: pg.Pool;
  readonly now: () => Date;
}

/**
 * The gate and the reader. Every operation is planned once: its scopes are checked, its cost is weighed, and where it
 * is made of rows alone it is answered here, one statement for each root field. All else goes on to the executor,
 * whose row fields come back here one by one.
 */
export function readsPlugin(schema: GraphQLSchema, deps: ReadsDeps): ApolloServerPlugin<RequestContext> {
  const planner = new Planner(schema);
  letExecutorRead(schema, planner, deps);
  return {
    async requestDidStart() {
      let answer: string | undefined;
      return {
        async didResolveOperation(request) {
          try {
            answer = await answerRows(planner, schema, deps, request);
          } catch (error) {
            throw error instanceof AppError ? requestFailure(error) : error;
          }
        },
        async responseForOperation() {
          if (answer === undefined) return null;
          const singleResult = { data: new CompiledAnswer(answer) as never };
          return { http: { headers: new HeaderMap() }, body: { kind: "single", singleResult } };
        },
      };
    },
  };
}

async function answerRows(
  planner: Planner,
  schema: GraphQLSchema,
  deps: ReadsDeps,
  { document, operation, request, contextValue }: GraphQLRequestContext<RequestContext>,
): Promise<string | undefined> {
  if (document === undefined || operation == null) return undefined;
  const definitions = operation.variableDefinitions ?? [];
  const { coerced: variables } = getVariableValues(schema, definitions, request.variables ?? {});
  if (variables === undefined) return undefined; // the executor words what is wrong with them
  const { principal, facts } = contextValue;
  const plan = planner.plan(document, operation, variables, restrictionsOf(principal));
  requireScopes(plan, principal);
  const requested = plan.cost({ variables });
  facts.requestedCost = requested;
  if (requested > LIMITS.cost.perOperation) {
    throw new AppError(
      "QUERY_TOO_COMPLEX",
      `The operation costs ${requested}, more than ${LIMITS.cost.perOperation}. Ask for smaller pages or fewer levels.`,
      { cost: requested, max: LIMITS.cost.perOperation },
    );
  }
  const roots = plan.roots();
  if (roots === null) return undefined;
  const run = runOf(principal, variables, deps.now());
  const answers = await Promise.all(roots.map((root) => root.answer(reader(deps.pool, run), run)));
  facts.actualCost = answers.reduce((sum, { cost }) => sum + cost, 0);
  return `{${answers.map(({ text }, i) => `${JSON.stringify(roots[i]?.key)}:${text}`).join()}}`;
}

/** @throws {AppError} MISSING_SCOPE naming what is missing, what is granted and the first place that needs it */
function requireScopes(plan: Plan, principal: Principal): void {
  const missing = [...plan.scopes.keys()].filter((scope) => !principal.scopes.has(scope));
  const [first] = missing;
  if (first === undefined) return;
  const path = plan.scopes.get(first) ?? "";
  throw new AppError("MISSING_SCOPE", `${path} needs the scope ${first}, which this token does not carry.`, {
    missing,
    granted: [...principal.scopes],
    path,
  });
}

const restrictionsOf = ({ contract }: Principal): Restrictions => ({
  areas: contract.areas !== null,
  makes: contract.makes !== null,
});

function runOf(
  principal: Principal,
  variables: Readonly<Record<string, unknown>>,
  now: Date,
  forExecutor = false,
): Run {
  return {
    variables,
    viewer: { scopes: principal.scopes, today: now.toISOString().slice(0, 10) },
    ids: principal.ids,
    cursors: principal.cursors,
    ...rowScopeOf(principal.contract),
    forExecutor,
  };
}

const rowScopes = new WeakMap<Contract, RowScope>();

function rowScopeOf(contract: Contract): RowScope {
  let known = rowScopes.get(contract);
  if (known === undefined) {
    known = { areas: arrayLiteral(contract.areas), makes: arrayLiteral(contract.makes) };
    rowScopes.set(contract, known);
  }
  return known;
}

/** A PostgreSQL array literal; `*` where the contract sets no limit. */
function arrayLiteral(list: readonly string[] | null): string {
  return list === null ? "*" : `{${list.map((item) => JSON.stringify(item)).join()}}`;
}

function reader(pool: pg.Pool, scope: RowScope): ReadRows {
  return async (statement) => (await readRows(pool, statement, scope)) as never;
}

/** Row trees that the engine wrote hold values by response key, not by field name. */
const trees = new WeakSet<object>();

/** The executor's default resolver: trees by response key, all else by field name. */
export const fieldResolver: GraphQLFieldResolver<unknown, RequestContext> = (source, args, context, info) => {
  if (source === null || typeof source !== "object") return undefined;
  const key = trees.has(source) ? String(info.path.key) : info.fieldName;
  const value: unknown = (source as Record<string, unknown>)[key];
  if (typeof value !== "function") return value;
  return (value as (args: object, context: RequestContext, info: GraphQLResolveInfo) => unknown).call(
    source,
    args,
    context,
    info,
  );
};

/** Gives every row field of Query a resolver that asks the engine, and takes resolvers away from what it fills in. */
function letExecutorRead(schema: GraphQLSchema, planner: Planner, deps: ReadsDeps): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type))
      type.resolveType = (value) => String((value as Record<string, unknown>)[TYPE_TAG]);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (readOf(field) === undefined) continue;
      if (type === schema.getQueryType()) field.resolve = readRoot(planner, deps);
      else if (entityOf(type)) delete field.resolve;
    }
  }
}

function readRoot(planner: Planner, deps: ReadsDeps): GraphQLFieldResolver<unknown, RequestContext> {
  return async (_source, _args, { principal }, info) => {
    const field = info.parentType.getFields()[info.fieldName];
    if (field === undefined) throw new Error(`Query.${info.fieldName} is not in the schema`);
    const restrictions = restrictionsOf(principal);
    const root: Root = planner.root(
      field,
      info.fieldNodes,
      info.operation,
      info.fragments,
      info.variableValues,
      restrictions,
    );
    const run = runOf(principal, info.variableValues, deps.now(), true);
    const { text } = await root.answer(reader(deps.pool, run), run);
    return JSON.parse(text, (_key, value: unknown) => {
      if (value !== null && typeof value === "object") trees.add(value);
      return value;
    }) as unknown;
  };
}
