import type pg from "pg";
import type { AccessLog } from "../access-log/access-log.ts";
import type { Contract, Principal } from "../auth/principal.ts";
import { isoInstant } from "../iso-instant.ts";
import type { Restrictions } from "../read/guard.ts";
import type { IdentityRules } from "../read/identity.ts";
import type { ReadRows } from "../read/prepared.ts";
import type { Run } from "../read/run.ts";
import type { Replicas } from "../read/replicas.ts";
import { readRows, type RowScope } from "../read/scoped-pool.ts";

export interface ReadsDeps {
  readonly pool: pg.Pool;
  /** Where those who never write may read as well; absent: only the pool. */
  readonly replicas?: Replicas;
  readonly now: () => Date;
  readonly identityRules: IdentityRules;
  readonly accessLog: AccessLog;
}

/** What rows somebody may see depends on. */
export type Reader = Pick<Principal, "partnerId" | "scopes" | "contract">;

/** Whoever lacks the scope, or has no purpose to use personal data for, may know nobody's identity. */
export const restrictionsOf = ({ contract, scopes }: Omit<Reader, "partnerId">): Restrictions => ({
  areas: contract.areas !== null,
  makes: contract.makes !== null,
  partFamilies: contract.partFamilies !== null,
  identity: scopes.has("vehicles:identify") && contract.purposes.length > 0,
});

export function runOf(
  deps: ReadsDeps,
  principal: Principal,
  variables: Readonly<Record<string, unknown>>,
  forExecutor = false,
): Run {
  const now = isoInstant(deps.now().getTime());
  return {
    variables,
    given: new Map(),
    viewer: { scopes: principal.scopes, now, today: now.slice(0, 10) },
    ids: principal.ids,
    cursors: principal.cursors,
    witness: deps.accessLog.witness(principal),
    contract: principal.contract,
    ...contractOf(principal),
    forExecutor,
  };
}

const contracts = new WeakMap<Contract, RowScope & { readonly purposes: string }>();

/** A partner's contract as PostgreSQL takes it. Made once for each contract. */
export function contractOf({
  contract,
  partnerId,
}: Omit<Reader, "scopes">): RowScope & { readonly purposes: string } {
  let known = contracts.get(contract);
  if (known === undefined) {
    known = {
      areas: arrayLiteral(contract.areas),
      makes: arrayLiteral(contract.makes),
      partFamilies: arrayLiteral(contract.partFamilies),
      purposes: arrayLiteral(contract.purposes),
      partner: partnerId,
    };
    contracts.set(contract, known);
  }
  return known;
}

/** A PostgreSQL array literal; `*` where the contract sets no limit. */
function arrayLiteral(list: readonly string[] | null): string {
  return list === null ? "*" : `{${list.map((item) => JSON.stringify(item)).join()}}`;
}

/**
 * Reads a query's rows. Who may write reads where writing is done, and so sees its own writes, at whichever instance it
 * asks; who never writes is answered by a replica.
 */
export function queryReader({ pool, replicas }: ReadsDeps, principal: Principal, scope: RowScope): ReadRows {
  if (replicas === undefined || principal.mayWrite) return reader(pool, scope);
  return async (statement) => await replicas.read(principal.clientId, statement, scope);
}

export function reader(pool: pg.Pool, scope: RowScope): ReadRows {
  return async (statement) => await readRows(pool, statement, scope);
}
