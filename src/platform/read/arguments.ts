import {
  getArgumentValues,
  getNamedType,
  isInputObjectType,
  Kind,
  valueFromAST,
  visit,
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
} from "graphql";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";
import type { Asked, Run } from "./run.ts";

export type Variables = Readonly<Record<string, unknown>>;
export type AnyField = GraphQLField<unknown, unknown>;

type Argument = (run: Asked) => unknown;

/** Types of values that are compared by order. */
const RANGED: ReadonlySet<string> = new Set(["Int", "Float", "Date", "DateTime"]);

function isRanged({ name, type }: GraphQLInputField): boolean {
  const named = getNamedType(type);
  return RANGED.has(named.name) || isInputObjectType(named) || name.endsWith("Prefix");
}

/** The arguments of one field of a document: what is there for this shape of the variables, and how to read it. */
export class FieldArguments {
  readonly #field: AnyField;
  readonly #node: FieldNode;
  readonly #sample: Variables;
  /** All arguments, coerced, for a run. */
  readonly all: (run: Asked) => Record<string, unknown>;

  constructor(field: AnyField, node: FieldNode, sample: Variables) {
    this.#field = field;
    this.#node = node;
    this.#sample = sample;
    let always: Record<string, unknown> | undefined;
    this.all = usesVariables(node)
      ? (run) => givenTo(field, node, run)
      : (run) => (always ??= getArgumentValues(field, node, run.variables));
  }

  /** The value at a path into the arguments; undefined where it is absent or null for this shape of the variables. */
  at(...path: readonly string[]): Argument | undefined {
    const [name = "", ...inner] = path;
    const definition = this.#field.args.find((arg) => arg.name === name);
    if (definition === undefined) return undefined;
    const node = this.#node.arguments?.find((arg) => arg.name.value === name);
    const within = (whole: unknown): unknown =>
      inner.reduce((value, key) => (value as Readonly<Record<string, unknown>> | null)?.[key], whole);
    const sample = within(argumentValue(definition, node, this.#sample));
    return sample == null ? undefined : (run) => within(this.all(run)[name]);
  }

  /**
   * Whether a filter is given by a number, a point in time, a place or a prefix: it may leave any number of rows.
   * @param bounds filters that do not count, since they only say where to begin and end
   */
  narrowByRange(bounds: readonly string[]): boolean {
    const filter = this.#field.args.find(({ name }) => name === "filter");
    const type = filter && getNamedType(filter.type);
    if (!isInputObjectType(type)) return false;
    return Object.values(type.getFields()).some(
      (field) =>
        isRanged(field) && !bounds.includes(field.name) && this.at("filter", field.name) !== undefined,
    );
  }

  /** Like `at`, for what goes into a statement: a text that PostgreSQL cannot hold, or nobody means, is refused. */
  sound(...path: readonly string[]): Argument | undefined {
    const value = this.at(...path);
    return value && ((run) => soundText(value(run), path));
  }
}

function givenTo(field: AnyField, node: FieldNode, { variables, given }: Asked): Record<string, unknown> {
  const known = given.get(node);
  if (known?.field === field) return known.values;
  const values = getArgumentValues(field, node, variables);
  given.set(node, { field, values });
  return values;
}

/** @throws {AppError} BAD_USER_INPUT naming the argument */
function soundText(value: unknown, path: readonly string[]): unknown {
  if (typeof value !== "string") return value;
  const argument = path.join(".");
  if (value.length > LIMITS.textChars) {
    throw new AppError("BAD_USER_INPUT", `${argument} holds at most ${LIMITS.textChars} characters.`, {
      argument,
      max: LIMITS.textChars,
    });
  }
  // Half a surrogate pair would be replaced silently on its way, and NUL is nothing that PostgreSQL's text can hold.
  if (value.includes("\0") || !value.isWellFormed()) {
    throw new AppError("BAD_USER_INPUT", `${argument} holds a character that no text has.`, { argument });
  }
  return value;
}

/** The value of one argument; undefined where it is absent, null or not what it should be. */
export function argumentValue(
  definition: GraphQLArgument,
  node: ArgumentNode | undefined,
  variables: Variables,
): unknown {
  if (node === undefined) return definition.defaultValue;
  const { value } = node;
  if (value.kind !== Kind.VARIABLE) return valueFromAST(value, definition.type, variables);
  return value.name.value in variables ? variables[value.name.value] : definition.defaultValue;
}

function usesVariables(node: FieldNode): boolean {
  let found = false;
  for (const argument of node.arguments ?? []) visit(argument, { Variable: () => void (found = true) });
  return found;
}

/** Computes a value once for a run that asks for it many times in a row. */
export function perRun<T>(compute: (run: Run) => T): (run: Run) => T {
  let last: { run: Run; value: T } | undefined;
  return (run) => {
    if (last?.run !== run) last = { run, value: compute(run) };
    return last.value;
  };
}
