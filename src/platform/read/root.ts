import { getNamedType, isAbstractType, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import { FieldArguments, type AnyField } from "./arguments.ts";
import { compileByKeys, compileRoot } from "./compile.ts";
import { entityOf, readOf, type Nodes } from "./document.ts";
import type { Columnwise } from "./entity.ts";
import { JsonText } from "./json-text.ts";
import { KeyedRows } from "./keyed-rows.ts";
import { plainWriter } from "./plain.ts";
import { plannedSize } from "./page-size.ts";
import { Prepared, type ReadRows } from "./prepared.ts";
import type { Run } from "./run.ts";
import { StatementBuilder, type CompileContext } from "./statement-builder.ts";

export interface Answer {
  readonly json: JsonText;
  readonly cost: number;
}
export interface Root {
  readonly key: string;
  answer(read: ReadRows, run: Run): Promise<Answer>;
}

/** A field of Query that reads rows, ready to answer. */
export function fieldRoot(
  schema: GraphQLSchema,
  context: CompileContext,
  key: string,
  field: AnyField,
  nodes: Nodes,
): Root {
  const [node] = nodes;
  if (node === undefined) throw new Error(`${field.name} is selected nowhere`);
  const args = new FieldArguments(field, node, context.variables);
  if (readOf(field)?.kind === "node") return nodeRoot(schema, context, key, field, nodes, args);
  if (readOf(field)?.kind === "report") return reportRoot(context, key, field, nodes, args);
  const check = checkOf(field);
  const statementOf = statements(context, field, nodes);
  return {
    key,
    async answer(read, run) {
      const given = args.all(run);
      check?.(given);
      const statement = statementOf(given);
      const { rows, cost } = await statement.read(read, run);
      return { json: new JsonText(writtenOff(rows, () => statement.compiled.write(rows, run))), cost };
    },
  };
}

/** A value made of many rows at once, written like any other part of an answer. */
function reportRoot(
  context: CompileContext,
  key: string,
  field: AnyField,
  nodes: Nodes,
  args: FieldArguments,
): Root {
  const meta = readOf(field);
  if (meta?.kind !== "report") throw new Error(`Query.${field.name} declares no report`);
  const write = plainWriter(new StatementBuilder(context), field.type, `Query.${field.name}`, nodes);
  return {
    key,
    async answer(read, run) {
      const given = args.all(run);
      meta.check?.(given);
      const rows = (await read(meta.statement(given, run))) as unknown as Columnwise[];
      const json = writtenOff(rows, () => write(meta.value(rows, given, run), run));
      return { json: new JsonText(json), cost: meta.work(given) };
    },
  };
}

/** The statement of a field, or the one that the values of its arguments ask for. */
function statements(
  context: CompileContext,
  field: AnyField,
  nodes: Nodes,
): (args: Readonly<Record<string, unknown>>) => Prepared {
  const meta = readOf(field);
  const variantOf = meta?.kind === "root" ? meta.variant : undefined;
  const isPage = field.args.some(({ name }) => name === "first");
  const known = new Map<string, Prepared>();
  return (args) => {
    const variant = variantOf?.(args) ?? "";
    const size = isPage ? { plannedSize: plannedSize(args["first"]) } : {};
    const key = `${variant} ${size.plannedSize ?? ""}`;
    const statement =
      known.get(key) ?? new Prepared(compileRoot({ ...context, variant, ...size }, field, nodes));
    known.set(key, statement);
    return statement;
  };
}

/** `node` and `nodes`: one statement for each entity that the ids speak of. */
function nodeRoot(
  schema: GraphQLSchema,
  context: CompileContext,
  key: string,
  field: AnyField,
  nodes: Nodes,
  args: FieldArguments,
): Root {
  const check = checkOf(field);
  const isList = args.at("ids") !== undefined;
  const typeOf = typesByPrefix(schema, field);
  const rowsOf = new Map<GraphQLObjectType, KeyedRows>();
  const rowsOfType = (type: GraphQLObjectType): KeyedRows => {
    const known = rowsOf.get(type) ?? new KeyedRows(type.name, compileByKeys(context, type, nodes));
    rowsOf.set(type, known);
    return known;
  };
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
        // Without the entity's scope an id of it must look like any unknown one.
        if (type === undefined || !mayRead(type, run)) continue;
        const keys = ids.flatMap((id) => run.ids.decode(prefix, id) ?? []);
        const found = await rowsOfType(type).read(read, run, keys);
        cost += found.cost;
        for (const [uuid, text] of found.texts) texts.set(prefix + uuid, text);
      }
      const textOf = (id: string) =>
        texts.get(id.charAt(0) + String(run.ids.decode(id.charAt(0), id))) ?? "null";
      const parts = ids.map(textOf);
      return { json: new JsonText(isList ? `[${parts.join()}]` : (parts[0] ?? "null")), cost };
    },
  };
}

function mayRead(type: GraphQLObjectType, run: Run): boolean {
  const scope = entityOf(type)?.scope;
  return scope == null || run.viewer.scopes.has(scope);
}

function typesByPrefix(schema: GraphQLSchema, field: AnyField): ReadonlyMap<string, GraphQLObjectType> {
  const named = getNamedType(field.type);
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [];
  return new Map(types.map((type) => [entityOf(type)?.prefix ?? "", type]));
}

/** What looks at a root field's arguments before anything runs. */
function checkOf(field: AnyField): ((args: object) => void) | undefined {
  const meta = readOf(field);
  return meta?.kind === "root" || meta?.kind === "node" ? meta.check : undefined;
}

/** Writes rows and lets go of them, for the same reason as JsonText: promises of the read still refer to the list. */
function writtenOff(rows: unknown[], write: () => string): string {
  const text = write();
  rows.length = 0;
  return text;
}
