import { asc, eq, getTableColumns, isNull, sql, and } from "drizzle-orm";
import type { Database } from "./database.ts";
import { signingKeys } from "./partner.table.ts";

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** Any number works, so long as nothing else in the database uses it. */
const KEY_SET_LOCK = 4_611_686_018_427;

/** Until the transaction ends, nobody else changes the key set. */
export async function lockKeySet(db: Database): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${KEY_SET_LOCK})`);
}

/** Every key that was not retired, in the order in which they begin to sign. */
export async function listSigningKeys(db: Database): Promise<SigningKeyRow[]> {
  return db
    .select(getTableColumns(signingKeys))
    .from(signingKeys)
    .where(eq(signingKeys.status, "SIGN"))
    .orderBy(asc(signingKeys.signsFrom), asc(signingKeys.kid));
}

export async function insertSigningKey(
  db: Database,
  key: Pick<SigningKeyRow, "kid" | "alg" | "publicJwk" | "sealedPrivateJwk" | "signsFrom">,
): Promise<void> {
  await db.insert(signingKeys).values({ ...key, status: "SIGN" });
}

/** Every key but this one leaves the key set at this instant, if not earlier. */
export async function endOtherKeys(db: Database, kid: string, at: Date): Promise<void> {
  await db
    .update(signingKeys)
    .set({ publishedUntil: at })
    .where(and(sql`${signingKeys.kid} <> ${kid}`, isNull(signingKeys.publishedUntil)));
}

/** Whether there was such a key; from now on it neither signs nor verifies. */
export async function retireKey(db: Database, kid: string, at: Date): Promise<boolean> {
  const retired = await db
    .update(signingKeys)
    .set({ status: "RETIRED", publishedUntil: at })
    .where(eq(signingKeys.kid, kid))
    .returning({ kid: signingKeys.kid });
  return retired.length === 1;
}
