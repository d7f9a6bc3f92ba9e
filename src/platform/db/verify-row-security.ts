import type pg from "pg";

/** Thrown at start-up when the database would not keep partners apart by itself. */
export class RowSecurityError extends Error {
  override readonly name = "RowSecurityError";
}

/** Tables whose rows belong to a contract or a partner: every table with these columns must be guarded. */
const GUARDED_COLUMNS = ["area_code", "make", "partner_id"];

const CHECKS = `
  select format('role %s is a superuser or may bypass row-level security', current_user) as problem
  from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)
  union all
  select format('role %s owns table %s', current_user, c.oid::regclass)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and pg_has_role(current_user, c.relowner, 'usage')
  union all
  select format('table %s does not force row-level security', c.oid::regclass)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    and not (c.relrowsecurity and c.relforcerowsecurity)
    and has_table_privilege(current_user, c.oid, 'select')
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = any ($1))
  union all
  select format('partition %s can be read past its table''s policies', c.oid::regclass)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relispartition and has_table_privilege(current_user, c.oid, 'select')
  union all
  select format('view %s would show rows with its owner''s rights', c.oid::regclass)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('v', 'm') and has_table_privilege(current_user, c.oid, 'select')`;

/**
 * Refuses to go on unless PostgreSQL enforces contracts for the reading role by itself.
 * @throws {RowSecurityError} naming everything that is wrong
 */
export async function verifyRowSecurity(readPool: pg.Pool): Promise<void> {
  const { rows } = await readPool.query<{ problem: string }>(CHECKS, [GUARDED_COLUMNS]);
  if (rows.length === 0) return;
  const problems = rows.map(({ problem }) => `- ${problem}`).join("\n");
  throw new RowSecurityError(
    `This database would not keep partners' rows apart, so nothing is served:\n${problems}\nRun \`npx kimberlite migrate\` as the owner, and connect as a role that owns nothing.`,
  );
}
