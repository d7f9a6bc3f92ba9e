import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { clients, partners, revokedTokens, usedAssertions } from "./partner.table.ts";

/** What a client may do, as stored at one moment. */
export interface AccessRow extends Record<string, unknown> {
  readonly client_id: string;
  readonly partner_id: string;
  readonly client_scopes: string[];
  readonly contract_scopes: string[];
  /** Every area that the contract covers; null: everywhere. */
  readonly area_codes: string[] | null;
  readonly makes: string[];
  readonly part_families: string[];
  readonly purposes: string[];
  readonly introspection: boolean;
  readonly valid_from: string;
  readonly valid_until: string | null;
  /** Milliseconds since 1970. */
  readonly tokens_valid_after: number | null;
  readonly is_active: boolean;
  readonly is_token_revoked: boolean;
  readonly stamp: string;
}

/**
 * Differs whenever anything changed that a client's access depends on. A client's own row changes with every use, so
 * its columns are named; a partner's changes only when somebody changes it, and `xmin` cannot be forgotten.
 */
const stamp = sql`concat_ws(' ', ${partners}.xmin, ${clients.scopes}, ${clients.revokedAt}, ${clients.tokensValidAfter})`;

/** @param jti null: there is none to ask about */
export async function findAccessRow(
  db: Database,
  name: { readonly clientId: string; readonly isExternal: boolean; readonly jti: string | null },
): Promise<AccessRow | null> {
  const key = name.isExternal ? clients.externalId : clients.id;
  const { rows } = await db.execute<AccessRow>(sql`
    select ${clients.id} as client_id, ${partners.id} as partner_id,
      ${clients.scopes} as client_scopes, ${partners.scopes} as contract_scopes,
      case when cardinality(${partners.areas}) = 0 then null else array(
        with recursive covered as (
          select code from areas where code = any (${partners.areas})
          union
          select areas.code from areas join covered on areas.parent_code = covered.code
        )
        select code from covered order by code
      ) end as area_codes,
      ${partners.makes} as makes, ${partners.partFamilies} as part_families, ${partners.purposes} as purposes,
      ${partners.introspection} as introspection,
      ${partners.validFrom} as valid_from, ${partners.validUntil} as valid_until,
      (extract(epoch from ${clients.tokensValidAfter}) * 1000)::float8 as tokens_valid_after,
      ${clients.revokedAt} is null and ${partners.status} = 'ACTIVE' as is_active,
      exists (select from ${revokedTokens} where ${revokedTokens.jti} = ${name.jti}) as is_token_revoked,
      ${stamp} as stamp
    from ${clients} join ${partners} on ${partners.id} = ${clients.partnerId}
    where ${key} = ${name.clientId}`);
  return rows[0] ?? null;
}

/** The stamps of these clients by client id. */
export async function listStamps(
  db: Database,
  clientIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ client_id: string; stamp: string }>(sql`
    select ${clients.id} as client_id, ${stamp} as stamp
    from ${clients} join ${partners} on ${partners.id} = ${clients.partnerId}
    where ${clients.id} = any (${sql.param([...clientIds])}::text[])`);
  return new Map(rows.map((row) => [row.client_id, row.stamp]));
}

/**
 * `jti` of the tokens revoked since an earlier question, and this question's own time by the database's clock. A
 * minute of overlap is far longer than a revocation takes to commit, so that none is missed in between.
 * @param since null: since ever
 */
export async function listRevokedSince(
  db: Database,
  since: string | null,
): Promise<{ readonly jtis: ReadonlySet<string>; readonly askedAt: string }> {
  const { rows } = await db.execute<{ jtis: string[]; asked_at: string }>(sql`
    select now() as asked_at, array(
      select ${revokedTokens.jti} from ${revokedTokens}
      where ${revokedTokens.revokedAt} > coalesce(${since}::timestamptz, '-infinity') - interval '1 minute'
    ) as jtis`);
  const [row] = rows;
  if (row === undefined) throw new Error("A question without a table has one answer.");
  return { jtis: new Set(row.jtis), askedAt: row.asked_at };
}

/** Idempotent. */
export async function insertRevokedToken(db: Database, jti: string, expiresAt: Date): Promise<void> {
  await db.insert(revokedTokens).values({ jti, expiresAt }).onConflictDoNothing();
}

/** False where the client has shown this assertion before. */
export async function insertUsedAssertion(
  db: Database,
  used: { readonly clientId: string; readonly jtiHash: string; readonly expiresAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insert(usedAssertions)
    .values(used)
    .onConflictDoNothing()
    .returning({ clientId: usedAssertions.clientId });
  return inserted.length === 1;
}
