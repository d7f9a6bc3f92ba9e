import type { ClientBase } from "pg";
import pg from "pg";
import { outerTransaction } from "../db/outer-transaction.ts";
import { asOverload, onConnection } from "../db/overload.ts";

/** What the reading role may see, as PostgreSQL array literals; `*` is everything. */
export interface RowScope {
  readonly areas: string;
  readonly makes: string;
  readonly partFamilies: string;
  /** The partner's UUID, for rows that belong to one. */
  readonly partner: string;
}

export interface ReadStatement {
  /** Named statements are prepared once on each connection. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether one plan is good for whatever values it is bound to: then it is not planned again for each of them. */
  readonly hasOnePlan?: boolean;
}

const asIs = (value: unknown): unknown => value;
const CONTEXT = {
  name: "kimberlite_context",
  text: "select where set_config('kimberlite.areas', $1, true) is null or set_config('kimberlite.makes', $2, true) is null or set_config('kimberlite.partner', $3, true) is null or set_config('kimberlite.part_families', $4, true) is null or set_config('plan_cache_mode', $5, true) is null",
};

interface Wire {
  readonly submittedNamedStatements: Record<string, string>;
  parse(message: object): void;
  bind(message: object): void;
  execute(message: object): void;
  sync(): void;
}

// Methods of pg.Query that its types do not show (`callback` is in `db/trace-statements.ts`). `pg` is pinned, and tests
// watch what is built on them.
declare module "pg" {
  interface Query {
    name: string | undefined;
    values: unknown[] | undefined;
    queryMode: string;
    hasBeenParsed(wire: never): boolean;
    prepare(wire: never): void;
    handleCommandComplete(message: never, wire: never): void;
    handleDataRow(message: { readonly fields: unknown[] }): void;
  }
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

/**
 * A query behind the partner's settings. Both executions share one Sync, so PostgreSQL runs them as one implicit
 * transaction: the settings end with it whatever happens, without BEGIN and COMMIT and in a single round trip. Values of
 * rows stay the text that PostgreSQL sends, so it is not asked for a description of them.
 */
class ScopedQuery extends pg.Query {
  readonly #statement: ReadStatement;
  readonly #scope: RowScope;
  readonly #rows: unknown[][] = [];

  constructor(
    statement: ReadStatement,
    scope: RowScope,
    done: (error: Error | null, rows: unknown[][]) => void,
  ) {
    super(statement.text);
    this.name = statement.name;
    this.queryMode = "extended";
    this.callback = (error) => {
      done(error ?? null, this.#rows);
    };
    this.#statement = statement;
    this.#scope = scope;
    this.values = statement.values.map((value) => prepareValue(value));
  }

  override prepare(wire: Wire): void {
    const { name, text, hasOnePlan = false } = this.#statement;
    const { areas, makes, partner, partFamilies } = this.#scope;
    // Left to itself, PostgreSQL takes the plan that it knows least of as soon as its guess makes it look cheap.
    const planMode = hasOnePlan && name !== undefined ? "force_generic_plan" : "force_custom_plan";
    const settings = [areas, makes, partner, partFamilies, planMode];
    wire.bind({ statement: CONTEXT.name, values: settings, valueMapper: asIs });
    wire.execute({});
    if (!this.hasBeenParsed(wire as never)) {
      wire.parse({ text, name });
      if (name !== undefined) wire.submittedNamedStatements[name] = text;
    }
    wire.bind({ statement: name, values: this.values, valueMapper: asIs });
    wire.execute({});
    wire.sync();
  }

  override handleDataRow({ fields }: { readonly fields: unknown[] }): void {
    this.#rows.push(fields);
  }

  override handleCommandComplete(): void {
    // How many rows came is known.
  }
}

/** Has the settings' statement ready on every connection; a pool option. */
export async function prepareContext(client: ClientBase): Promise<void> {
  await client.query({ ...CONTEXT, values: ["{}", "{}", "", "{}", "auto"] });
}

/**
 * Reads rows as text arrays under a row scope. There is no other way to read with this role. Inside an outer transaction
 * its connection reads, so that what was just written is seen.
 */
export async function readRows(
  pool: pg.Pool,
  statement: ReadStatement,
  scope: RowScope,
): Promise<unknown[][]> {
  const outer = outerTransaction.getStore();
  if (outer?.client != null) return outer.inTurn((client) => readAsReader(client, statement, scope));
  return onConnection(pool, (client) => readWith(client, statement, scope));
}

/** Within a writer's transaction. Where it fails, the whole transaction has failed. */
async function readAsReader(
  client: pg.PoolClient,
  statement: ReadStatement,
  scope: RowScope,
): Promise<unknown[][]> {
  try {
    await client.query("set local role kimberlite_api");
    const rows = await readWith(client, statement, scope);
    await client.query("set local role kimberlite_worker");
    return rows;
  } catch (error) {
    throw asOverload(error as Error);
  }
}

function readWith(client: ClientBase, statement: ReadStatement, scope: RowScope): Promise<unknown[][]> {
  return new Promise<unknown[][]>((resolve, reject) => {
    client.query(
      new ScopedQuery(statement, scope, (error, rows) => {
        if (error) reject(error);
        else resolve(rows);
      }),
    );
  });
}
