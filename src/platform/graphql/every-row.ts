import {
  getArgumentValues,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { Principal, Scope } from "../auth/principal.ts";
import { AppError } from "../errors/app-error.ts";
import type { AnyField } from "../read/arguments.ts";
import { compileEveryRow } from "../read/compile.ts";
import { readOf } from "../read/document.ts";
import { entitiesOf } from "../read/plan.ts";
import { requiredScopes, scopesOfField } from "../read/scopes.ts";
import { openSnapshot } from "../read/snapshot.ts";
import { prepareRows } from "../read/write.ts";
import { readVariables } from "./read-variables.ts";
import { contractOf, restrictionsOf, runOf, type ReadsDeps } from "./run-reads.ts";

/** All rows of a list, at one moment, as one partner may see them. */
export interface EveryRow {
  /** Instant of the data, ISO 8601. */
  readonly takenAt: string;
  /** How many rows there are in all. */
  readonly rowCount: number;
  /** The next rows, a JSON object each; none at the end. */
  next(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A document of one list and nothing else: `query ($filter: F) { list(filter: $filter) { edges { node { … } } } }`. */
export interface ListDocument {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The document without the fields that these scopes do not open, and without what then selects nothing. */
export function withinScopes(
  schema: GraphQLSchema,
  document: DocumentNode,
  scopes: ReadonlySet<Scope>,
): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter() {
          const [parent, field] = [types.getParentType(), types.getFieldDef()];
          if (!parent || !field || parent === schema.getQueryType()) return undefined;
          return scopesOfField(parent, field).every((scope) => scopes.has(scope)) ? undefined : null;
        },
        leave: (node) => (node.selectionSet?.selections.length === 0 ? null : undefined),
      },
    }),
  );
}

/**
 * Checks what a list would be asked with, before anything runs.
 * @throws {AppError} MISSING_SCOPE, BAD_USER_INPUT
 */
export function requireList(schema: GraphQLSchema, principal: Principal, list: ListDocument): void {
  const { operation, field, node } = partsOf(schema, list.document);
  const variables = readVariables(schema, operation, list.variables);
  const needed = requiredScopes(schema, list.document, variables);
  const missing = [...needed.keys()].filter((scope) => !principal.scopes.has(scope));
  const [first] = missing;
  if (first !== undefined) {
    const path = needed.get(first) ?? "";
    throw new AppError(
      "MISSING_SCOPE",
      `${path} needs the scope ${first}, which this token does not carry.`,
      {
        missing,
        granted: [...principal.scopes],
        path,
      },
    );
  }
  const meta = readOf(field);
  if (meta?.kind === "root") meta.check?.(getArgumentValues(field, node, variables));
}

/**
 * Opens a list as a stream. Contract, scopes, consents and the partner's ids count as they do in a query: it is compiled
 * by the same engine from the same declarations.
 * @param deps.pool works as kimberlite_api, and lets statements run long enough
 */
export async function openEveryRow(
  schema: GraphQLSchema,
  deps: ReadsDeps,
  principal: Principal,
  list: ListDocument,
): Promise<EveryRow> {
  requireList(schema, principal, list);
  const { operation, field, node, rowNodes } = partsOf(schema, list.document);
  const variables = readVariables(schema, operation, list.variables);
  const meta = readOf(field);
  const variant =
    meta?.kind === "root" ? (meta.variant?.(getArgumentValues(field, node, variables)) ?? "") : "";
  const statement = compileEveryRow(
    {
      fragments: {},
      variables,
      restrictions: { ...restrictionsOf(principal), bulk: true },
      entities: entitiesOf(schema),
      rules: deps.identityRules,
      variant,
    },
    field,
    [node],
    rowNodes,
  );
  const run = runOf(deps, principal, variables);
  const values = statement.values.map((value) => value(run));
  const snapshot = await openSnapshot(deps.pool, { text: statement.text, values }, contractOf(principal));
  return {
    ...snapshot,
    async next() {
      const rows = await snapshot.next();
      // Each batch is a read of its own in the access log, which thereby gets to write in between.
      prepareRows(rows, statement.rows, run, deps.accessLog.witness(principal));
      return rows.map((row) => statement.writeOne(row, run));
    },
  };
}

interface Parts {
  readonly operation: OperationDefinitionNode;
  readonly field: AnyField;
  readonly node: FieldNode;
  readonly rowNodes: readonly FieldNode[];
}

function partsOf(schema: GraphQLSchema, document: DocumentNode): Parts {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== OperationTypeNode.QUERY)
    throw new Error("The document holds no query");
  const node = fieldsOf(operation)[0];
  const field = node && schema.getQueryType()?.getFields()[node.name.value];
  if (node === undefined || field === undefined) throw new Error("The document asks for no list");
  const rowNodes = fieldsOf(node)
    .filter(({ name }) => name.value === "edges")
    .flatMap(fieldsOf)
    .filter(({ name }) => name.value === "node");
  return { operation, field, node, rowNodes };
}

const fieldsOf = ({ selectionSet }: OperationDefinitionNode | FieldNode): FieldNode[] =>
  (selectionSet?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
