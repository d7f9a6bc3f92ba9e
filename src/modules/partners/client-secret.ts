import { createHmac, randomInt, timingSafeEqual } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** Public name of a client: `kbc_` and 24 letters or digits. */
export function newClientId(): string {
  return `kbc_${randomText(24)}`;
}

/** A secret of 256 bits: `kbs_` and 43 letters or digits. The prefix lets scanners find one that leaked. */
export function newClientSecret(): string {
  return `kbs_${randomText(43)}`;
}

export interface SecretHasher {
  /** What is stored in place of the secret: HMAC-SHA-256, base64url. Secrets are random, so no slow hash is needed. */
  hash(secret: string): string;
  /** The stored hash that belongs to the secret; null: none. Takes as long for none, one or two. */
  findMatch<T extends { readonly hash: string }>(secret: string, stored: readonly T[]): T | null;
}

/** Live secrets of a client: one, or two while one is being replaced. */
export const LIVE_SECRETS_MAX = 2;

/** @param key the installation's key for this purpose, 32 bytes */
export function secretHasher(key: Buffer): SecretHasher {
  const digest = (secret: string) => createHmac("sha256", key).update(secret).digest();
  const nothing = Buffer.alloc(32);
  return {
    hash: (secret) => digest(secret).toString("base64url"),
    findMatch(secret, stored) {
      const given = digest(secret);
      let match = null;
      for (let i = 0; i < LIVE_SECRETS_MAX; i++) {
        const candidate = stored[i];
        const bytes = candidate === undefined ? nothing : Buffer.from(candidate.hash, "base64url");
        if (timingSafeEqual(given, bytes) && candidate !== undefined) match = candidate;
      }
      return match;
    },
  };
}
