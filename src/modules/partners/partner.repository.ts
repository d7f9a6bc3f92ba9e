import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import type { ContractTerms } from "./contract.ts";
import { partners, type PartnerRow } from "./partner.table.ts";

const columns = getTableColumns(partners);

export type PartnerStatus = PartnerRow["status"];

export interface NewPartner extends ContractTerms {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** False where the slug is taken. */
export async function insertPartner(db: Database, partner: NewPartner): Promise<boolean> {
  const inserted = await db
    .insert(partners)
    .values(ownColumns(partner))
    .onConflictDoNothing({ target: partners.slug })
    .returning({ id: partners.id });
  return inserted.length === 1;
}

// Spelt out, so that a property that an input happens to carry never becomes a column.
function ownColumns(partner: NewPartner) {
  return { id: partner.id, slug: partner.slug, name: partner.name, ...termColumns(partner) };
}

function termColumns(terms: ContractTerms) {
  return {
    scopes: [...terms.scopes],
    areas: [...terms.areas],
    makes: [...terms.makes],
    partFamilies: [...terms.partFamilies],
    purposes: [...terms.purposes],
    introspection: terms.introspection,
    validFrom: terms.validFrom,
    validUntil: terms.validUntil,
  };
}

export async function findPartnerBySlug(db: Database, slug: string): Promise<PartnerRow | null> {
  const [row] = await db.select(columns).from(partners).where(eq(partners.slug, slug));
  return row ?? null;
}

/** The partner, which nobody else changes until the transaction ends. */
export async function lockPartnerBySlug(db: Database, slug: string): Promise<PartnerRow | null> {
  const [row] = await db.select(columns).from(partners).where(eq(partners.slug, slug)).for("update");
  return row ?? null;
}

/** By slug. A few thousand at most. */
export async function listPartnerRows(db: Database): Promise<PartnerRow[]> {
  return db.select(columns).from(partners).orderBy(asc(partners.slug));
}

export async function updateContract(
  db: Database,
  id: string,
  contract: { readonly name: string; readonly status: PartnerStatus; readonly terms: ContractTerms },
  at: Date,
): Promise<void> {
  const { name, status, terms } = contract;
  await db
    .update(partners)
    .set({ name, status, ...termColumns(terms), updatedAt: at })
    .where(eq(partners.id, id));
}

/** Any number works, so long as nothing else in the database uses it. */
const DEMO_LOCK = 4_611_686_018_428;

/** Processes that make the demo's partners wait for one another until their transactions end. */
export async function lockDemoPartners(db: Database): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${DEMO_LOCK})`);
}
