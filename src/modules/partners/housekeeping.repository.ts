import { lt } from "drizzle-orm";
import type { Database } from "./database.ts";
import { clientSecrets, revokedTokens, signingKeys, usedAssertions } from "./partner.table.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Ended secrets and keys stay for a while, for whoever looks into what happened. */
const KEPT_MS = 30 * DAY_MS;

/** Deletes what has ended and counts for nothing any more. */
export async function deleteEnded(db: Database, now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - KEPT_MS);
  await db.delete(revokedTokens).where(lt(revokedTokens.expiresAt, now));
  await db.delete(usedAssertions).where(lt(usedAssertions.expiresAt, now));
  await db.delete(clientSecrets).where(lt(clientSecrets.expiresAt, longAgo));
  await db.delete(signingKeys).where(lt(signingKeys.publishedUntil, longAgo));
}
