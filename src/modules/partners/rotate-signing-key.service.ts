import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { ACCESS_TOKEN_LIFETIME_S, CLOCK_TOLERANCE_S } from "../../platform/auth/access-token.ts";
import type { Sealing } from "../../platform/auth/sealing.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import type { Database } from "./database.ts";
import { done, notFound, type Outcome } from "./outcome.ts";
import {
  endOtherKeys,
  insertSigningKey,
  listSigningKeys,
  lockKeySet,
  retireKey,
} from "./signing-key.repository.ts";

export interface SigningKeyDeps {
  readonly db: Database;
  readonly sealing: Sealing;
  /** Milliseconds since 1970. */
  clock(): number;
  readonly logger: Logger;
}

/** A new key is published this long before it signs: longer than partners and instances keep an old key set. */
export const PUBLISHED_AHEAD_MS = 60_000;
/** The old key is published until its last token has ended, also on an instance whose clock is behind. */
const PUBLISHED_AFTER_MS = (ACCESS_TOKEN_LIFETIME_S + 2 * CLOCK_TOLERANCE_S) * 1000 + PUBLISHED_AHEAD_MS;

/** Makes the first key, unless there is one. Instances that start together agree on it. */
export async function ensureSigningKey(deps: SigningKeyDeps): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockKeySet(tx);
    const now = deps.clock();
    const keys = await listSigningKeys(tx);
    const lasting = keys.filter((key) => key.publishedUntil === null);
    if (lasting.length === 0) await addKey({ ...deps, db: tx }, new Date(now));
  });
}

export interface RotatedKey {
  readonly kid: string;
  readonly signsFrom: Date;
}

/** Adds a key that signs from a minute on; the one before stays published until its last token has ended. */
export async function rotateSigningKey(deps: SigningKeyDeps): Promise<RotatedKey> {
  return deps.db.transaction(async (tx) => {
    await lockKeySet(tx);
    return replaceKeys({ ...deps, db: tx });
  });
}

/** How long a key signs, where nobody rotates it earlier. */
export const SIGNING_KEY_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

/** Rotates where the newest key has signed for long enough; null: it has not. Once, whoever else asks meanwhile. */
export async function rotateOldSigningKey(deps: SigningKeyDeps): Promise<RotatedKey | null> {
  return deps.db.transaction(async (tx) => {
    await lockKeySet(tx);
    const newest = (await listSigningKeys(tx)).at(-1);
    const isYoung =
      newest !== undefined && deps.clock() - newest.signsFrom.getTime() < SIGNING_KEY_LIFETIME_MS;
    return isYoung ? null : replaceKeys({ ...deps, db: tx });
  });
}

/** Needs the key set's lock. */
async function replaceKeys(deps: SigningKeyDeps): Promise<RotatedKey> {
  const signsFrom = new Date(deps.clock() + PUBLISHED_AHEAD_MS);
  const kid = await addKey(deps, signsFrom);
  await endOtherKeys(deps.db, kid, new Date(signsFrom.getTime() + PUBLISHED_AFTER_MS));
  deps.logger.info({ event: "signing_key_rotated", kid });
  return { kid, signsFrom };
}

/**
 * Ends a key that leaked: every token that it signed is refused, on other instances once they have read the key set
 * again. Where no other key is left, a new one signs at once.
 */
export async function retireSigningKey(
  deps: SigningKeyDeps,
  kid: string,
): Promise<Outcome<{ readonly kid: string }>> {
  const wasThere = await deps.db.transaction(async (tx) => {
    await lockKeySet(tx);
    if (!(await retireKey(tx, kid, new Date(deps.clock())))) return false;
    const now = deps.clock();
    const signing = (await listSigningKeys(tx)).filter((key) => key.signsFrom.getTime() <= now);
    if (signing.length === 0) await addKey({ ...deps, db: tx }, new Date(now));
    return true;
  });
  if (!wasThere) return notFound("kid", "There is no such key.");
  deps.logger.warn({ event: "signing_key_retired", kid });
  return done({ kid });
}

async function addKey(deps: SigningKeyDeps, signsFrom: Date): Promise<string> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const publicJwk = { ...(await exportJWK(pair.publicKey)) };
  const kid = await calculateJwkThumbprint(publicJwk);
  const sealedPrivateJwk = deps.sealing.seal(JSON.stringify(await exportJWK(pair.privateKey)), kid);
  await insertSigningKey(deps.db, { kid, alg: "ES256", publicJwk, sealedPrivateJwk, signsFrom });
  return kid;
}
