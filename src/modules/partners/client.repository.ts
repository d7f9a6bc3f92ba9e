import { and, asc, desc, eq, getTableColumns, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { clients, clientSecrets, partners, type ClientRow, type PartnerRow } from "./partner.table.ts";

const clientColumns = getTableColumns(clients);
const partnerColumns = getTableColumns(partners);

export interface NewClient {
  readonly id: string;
  readonly partnerId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly jwks: ClientRow["jwks"];
  readonly externalId: string | null;
}

/** False where another client has this name at the external issuer. */
export async function insertClient(db: Database, client: NewClient): Promise<boolean> {
  const { id, partnerId, name, scopes, jwks, externalId } = client;
  const inserted = await db
    .insert(clients)
    .values({ id, partnerId, name, scopes: [...scopes], jwks, externalId })
    .onConflictDoNothing({ target: clients.externalId })
    .returning({ id: clients.id });
  return inserted.length === 1;
}

export interface StoredSecret {
  readonly id: string;
  readonly hash: string;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const { id, hash, expiresAt, lastUsedAt } = getTableColumns(clientSecrets);
const secretColumns = { id, hash, expiresAt, lastUsedAt };

export async function insertSecret(
  db: Database,
  secret: { readonly id: string; readonly clientId: string; readonly hash: string },
): Promise<void> {
  await db.insert(clientSecrets).values(secret);
}

const liveAt = (at: Date) => or(isNull(clientSecrets.expiresAt), gt(clientSecrets.expiresAt, at));

/** The secrets that work at this instant, newest first. */
export async function listLiveSecrets(db: Database, clientId: string, at: Date): Promise<StoredSecret[]> {
  return db
    .select(secretColumns)
    .from(clientSecrets)
    .where(and(eq(clientSecrets.clientId, clientId), liveAt(at)))
    .orderBy(desc(clientSecrets.createdAt), desc(clientSecrets.id));
}

export async function expireSecret(db: Database, id: string, at: Date): Promise<void> {
  await db.update(clientSecrets).set({ expiresAt: at }).where(eq(clientSecrets.id, id));
}

export async function deleteSecrets(db: Database, clientId: string): Promise<void> {
  await db.delete(clientSecrets).where(eq(clientSecrets.clientId, clientId));
}

/** The client, which nobody else changes until the transaction ends. */
export async function lockClient(db: Database, id: string): Promise<ClientRow | null> {
  const [row] = await db.select(clientColumns).from(clients).where(eq(clients.id, id)).for("update");
  return row ?? null;
}

/** A partner's clients, oldest first. */
export async function listClientsOf(db: Database, partnerId: string): Promise<ClientRow[]> {
  return db
    .select(clientColumns)
    .from(clients)
    .where(eq(clients.partnerId, partnerId))
    .orderBy(asc(clients.createdAt), asc(clients.id));
}

export async function findClientWithPartner(
  db: Database,
  id: string,
): Promise<{ client: ClientRow; partner: PartnerRow } | null> {
  const [row] = await db
    .select({ client: clientColumns, partner: partnerColumns })
    .from(clients)
    .innerJoin(partners, eq(partners.id, clients.partnerId))
    .where(eq(clients.id, id));
  return row ?? null;
}

/** Whether there is such a client; it stays revoked as of the first time. */
export async function markRevoked(db: Database, id: string, at: Date): Promise<boolean> {
  const marked = await db
    .update(clients)
    .set({ revokedAt: sql`coalesce(${clients.revokedAt}, ${at.toISOString()}::timestamptz)` })
    .where(eq(clients.id, id))
    .returning({ id: clients.id });
  return marked.length === 1;
}

/** Whether there is such a client; its tokens issued before `at` are refused from now on. */
export async function refuseTokensBefore(db: Database, id: string, at: Date): Promise<boolean> {
  const marked = await db
    .update(clients)
    .set({ tokensValidAfter: at })
    .where(eq(clients.id, id))
    .returning({ id: clients.id });
  return marked.length === 1;
}

export interface SignInRow {
  readonly client: ClientRow;
  readonly partner: PartnerRow;
  /** Live ones, newest first. */
  readonly secrets: readonly StoredSecret[];
}

/** Everything that the token endpoint asks about a client, in one statement, whether the client exists or not. */
export async function findForSignIn(db: Database, clientId: string, at: Date): Promise<SignInRow | null> {
  const rows = await db
    .select({ client: clientColumns, partner: partnerColumns, secret: secretColumns })
    .from(clients)
    .innerJoin(partners, eq(partners.id, clients.partnerId))
    .leftJoin(clientSecrets, and(eq(clientSecrets.clientId, clients.id), liveAt(at)))
    .where(eq(clients.id, clientId))
    .orderBy(desc(clientSecrets.createdAt), desc(clientSecrets.id));
  const [first] = rows;
  if (first === undefined) return null;
  const secrets = rows.map((row) => row.secret).filter((secret) => secret !== null);
  return { client: first.client, partner: first.partner, secrets };
}

/** Notes the use of a client and, where it showed one, of its secret; at most once a minute for each. */
export async function touchClient(
  db: Database,
  clientId: string,
  secretId: string | null,
  at: Date,
): Promise<void> {
  const before = new Date(at.getTime() - 60_000);
  await db
    .update(clients)
    .set({ lastUsedAt: at })
    .where(and(eq(clients.id, clientId), or(isNull(clients.lastUsedAt), lt(clients.lastUsedAt, before))));
  if (secretId === null) return;
  await db
    .update(clientSecrets)
    .set({ lastUsedAt: at })
    .where(
      and(
        eq(clientSecrets.id, secretId),
        or(isNull(clientSecrets.lastUsedAt), lt(clientSecrets.lastUsedAt, before)),
      ),
    );
}
