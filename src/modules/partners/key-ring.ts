import { importJWK, type CryptoKey, type JWK } from "jose";
import type { SigningKey } from "../../platform/auth/access-token.ts";
import { withDeadline } from "../../platform/deadline.ts";
import type { Sealing } from "../../platform/auth/sealing.ts";
import type { Database } from "./database.ts";
import { listSigningKeys, type SigningKeyRow } from "./signing-key.repository.ts";

/** The keys that sign and verify access tokens, as this instance last read them. */
export interface KeyRing {
  /** The key that signs now. */
  signingKey(): SigningKey;
  /** The public half of a published key; null: there is none. Reads again for an unknown name, once a second at most. */
  findPublicKey(kid: string): Promise<CryptoKey | null>;
  isPublished(kid: string): boolean;
  /** The key set as partners see it, with the key that is to sign next. */
  publicJwks(): { readonly keys: readonly JWK[] };
  reload(): Promise<void>;
}

export interface KeyRingDeps {
  readonly db: Database;
  readonly sealing: Sealing;
  /** Milliseconds since 1970. */
  clock(): number;
  /** Milliseconds of a clock that only goes forward. */
  uptimeMs(): number;
}

/** Between two readings for unknown names, so that made-up ones cost nothing. */
const RELOAD_PAUSE_MS = 1_000;
/** A frozen database must not keep later readings from being tried. */
const READ_WITHIN_MS = 1_500;

interface RingKey extends SigningKey {
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly signsFromMs: number;
  readonly publishedUntilMs: number;
}

/** Opens the key ring; the key set needs at least one key by then. */
export async function openKeyRing(deps: KeyRingDeps): Promise<KeyRing> {
  let keys = new Map<string, RingKey>();
  let readAtMs = -Infinity;
  let reading: Promise<void> | null = null;

  const isOut = (key: RingKey) => key.publishedUntilMs > deps.clock();

  async function read(): Promise<void> {
    readAtMs = deps.uptimeMs();
    const rows = await listSigningKeys(deps.db);
    const opened = await Promise.all(
      rows.map(async (row) => keys.get(row.kid) ?? openKey(deps.sealing, row)),
    );
    keys = new Map(opened.map((key, i) => [key.kid, { ...key, ...timesOf(rows[i]) }]));
  }

  function reload(): Promise<void> {
    reading ??= withDeadline(read(), READ_WITHIN_MS).finally(() => (reading = null));
    return reading;
  }

  function published(kid: string): RingKey | null {
    const key = keys.get(kid);
    return key !== undefined && isOut(key) ? key : null;
  }

  await reload();
  return {
    signingKey() {
      const now = deps.clock();
      const key = [...keys.values()].findLast(
        (candidate) => candidate.signsFromMs <= now && isOut(candidate),
      );
      if (key === undefined) throw new Error("No signing key is in force.");
      return key;
    },
    async findPublicKey(kid) {
      const mayRead = reading !== null || deps.uptimeMs() - readAtMs >= RELOAD_PAUSE_MS;
      if (!keys.has(kid) && mayRead) await reload();
      return published(kid)?.publicKey ?? null;
    },
    isPublished: (kid) => published(kid) !== null,
    publicJwks: () => ({ keys: [...keys.values()].filter(isOut).map((key) => key.publicJwk) }),
    reload,
  };
}

function timesOf(row: SigningKeyRow | undefined) {
  return {
    signsFromMs: row?.signsFrom.getTime() ?? Infinity,
    publishedUntilMs: row?.publishedUntil?.getTime() ?? Infinity,
  };
}

async function openKey(sealing: Sealing, row: SigningKeyRow): Promise<RingKey> {
  const text = sealing.open(row.sealedPrivateJwk, row.kid);
  if (text === null) {
    throw new Error(
      "The signing keys in the database were sealed under another secret. Set KIMBERLITE_SECRET, or the `secret` " +
        "file of the data folder, to the one that this database was used with.",
    );
  }
  const publicJwk: JWK = { ...row.publicJwk, kid: row.kid, alg: row.alg, use: "sig" };
  return {
    kid: row.kid,
    privateKey: await importKey(JSON.parse(text) as JWK, row.alg),
    publicKey: await importKey(publicJwk, row.alg),
    publicJwk,
    ...timesOf(row),
  };
}

async function importKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError("A signing key is a key pair.");
  return key;
}
