import type pg from "pg";
import type { Contract, Principal } from "../auth/principal.ts";
import type { Restrictions } from "../read/compile.ts";
import type { ReadRows } from "../read/plan.ts";
import type { Run } from "../read/run.ts";
import { readRows, type RowScope } from "../read/scoped-pool.ts";

export interface ReadsDeps {
  readonly pool: pg.Pool;
  readonly now: () => Date;
}

export const restrictionsOf = ({ contract }: Principal): Restrictions => ({
  areas: contract.areas !== null,
  makes: contract.makes !== null,
});

export function runOf(
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

export function reader(pool: pg.Pool, scope: RowScope): ReadRows {
  return async (statement) => (await readRows(pool, statement, scope)) as never;
}
