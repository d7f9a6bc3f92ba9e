import { createHash, createHmac } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { InstallationKeys } from "../auth/installation-keys.ts";
import { sealingWith } from "../auth/sealing.ts";
import { OuterTransaction, outerTransaction } from "../db/outer-transaction.ts";
import { asOverload, connect, isConnectionLoss } from "../db/overload.ts";
import { AppError } from "../errors/app-error.ts";
import { LIMITS } from "../limits.ts";

const KEY = /^[\x21-\x7e]{1,255}$/;

/** How long a twin waits for the first one to end. */
const PATIENCE_MS = 3000;
const LOOK_AGAIN_MS = 25;

export interface IdempotencyDeps {
  /** Connections as kimberlite_worker, which can also read (`prepareContext`). */
  readonly pool: pg.Pool;
  readonly keys: InstallationKeys;
}

/** What an operation answered, as far as it is kept. */
export interface KeptAnswer {
  /** JSON text of `data`; null where the operation failed: then nothing is kept, and nothing was done. */
  readonly data: string | null;
}

/**
 * One mutation under a key of its sender's. All that it does is one transaction, and the row of the key is written in
 * it: so there is no moment in which the one is done and the other is not, whoever is killed when. Twins take turns by
 * a lock of the transaction, which ends with its connection.
 */
export class KeyedOperation {
  readonly outer = new OuterTransaction();
  readonly #deps: IdempotencyDeps;
  readonly #clientId: string;
  readonly #key: string;
  #fingerprint = "";

  /** @throws {AppError} BAD_USER_INPUT for a key that is none */
  constructor(deps: IdempotencyDeps, clientId: string, key: string) {
    if (!KEY.test(key)) {
      throw new AppError("BAD_USER_INPUT", "Idempotency-Key has 1 to 255 visible ASCII characters.", {
        argument: "Idempotency-Key",
      });
    }
    this.#deps = deps;
    this.#clientId = clientId;
    this.#key = key;
  }

  /**
   * Runs the operation, which calls `begin` before it does anything, and keeps its answer with what it did.
   * @param kept what of the outcome is to be answered again
   */
  async around<T>(operation: () => Promise<T>, kept: (outcome: T) => KeptAnswer): Promise<T> {
    try {
      const outcome = await outerTransaction.run(this.outer, operation);
      const { data } = kept(outcome);
      if (data !== null) await this.#finish(data);
      return outcome;
    } finally {
      const client = this.outer.close();
      if (client !== null) await abandon(client);
    }
  }

  /**
   * Opens the transaction, unless the operation was done before.
   * @param content what makes it the same operation
   * @returns JSON text of the data that was answered then; undefined where it is to be done now
   * @throws {AppError} IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_IN_PROGRESS, ERASED, OVERLOADED
   */
  async begin(content: unknown): Promise<string | undefined> {
    this.#fingerprint = createHash("sha256").update(canonical(content)).digest("base64url");
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const client = await connect(this.#deps.pool);
      const known = await this.#claim(client);
      if (known === "BUSY") {
        if (Date.now() > deadline) throw inProgress();
        await delay(LOOK_AGAIN_MS * (1 + Math.random()));
        continue;
      }
      if (known === null) return undefined;
      return this.#replay(known);
    }
  }

  /** The connection stays open where the operation is to be done on it; otherwise it has gone back. */
  async #claim(client: pg.PoolClient): Promise<StoredAnswer | "BUSY" | null> {
    let isKept = false;
    try {
      await client.query("begin");
      const lock = await client.query<{ isMine: boolean }>(LOCK, [`${this.#clientId} ${this.#keyHash}`]);
      if (lock.rows[0]?.isMine !== true) return "BUSY";
      const { rows } = await client.query<StoredAnswer>(FIND, [
        this.#clientId,
        this.#keyHash,
        LIMITS.idempotencyKeysKeptHours,
      ]);
      const known = rows[0] ?? null;
      if (known !== null) return known;
      this.outer.open(client);
      isKept = true;
      return null;
    } catch (error) {
      throw asOverload(error as Error);
    } finally {
      if (!isKept) await abandon(client);
    }
  }

  #replay({ fingerprint, answer }: StoredAnswer): string {
    if (fingerprint !== this.#fingerprint) {
      throw new AppError(
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another operation or other variables. Take a new one.",
      );
    }
    const data = answer === null ? null : this.#sealing.open(answer, this.#fingerprint);
    if (data !== null) return data;
    throw new AppError(
      "ERASED",
      "This operation was done. Its answer was about a vehicle that has been erased since, and is gone.",
    );
  }

  async #finish(data: string): Promise<void> {
    const { client } = this.outer;
    if (client === null) return;
    const answer = this.#sealing.seal(data, this.#fingerprint);
    const subjects = [...this.outer.subjects];
    try {
      await client.query(KEEP, [this.#clientId, this.#keyHash, this.#fingerprint, answer, subjects]);
      await client.query("commit");
    } catch (error) {
      throw asOverload(error as Error);
    }
    this.outer.close();
    client.release();
  }

  get #keyHash(): string {
    return createHash("sha256").update(this.#key).digest("base64url");
  }

  /** Neither the database nor this installation opens an answer without the sender's key: it may hold a secret. */
  get #sealing() {
    const base = this.#deps.keys.derive("idempotency-answers", 32);
    return sealingWith(createHmac("sha256", base).update(`${this.#clientId} ${this.#key}`).digest());
  }
}

interface StoredAnswer {
  readonly fingerprint: string;
  readonly answer: string | null;
}

const LOCK = `select pg_try_advisory_xact_lock(hashtextextended('idempotency ' || $1, 0)) as "isMine"`;

const FIND = `
  select fingerprint, answer from idempotency_keys
  where client_id = $1 and key_hash = $2 and created_at > now() - make_interval(hours => $3)`;

// One that is over may still be there.
const KEEP = `
  insert into idempotency_keys (client_id, key_hash, fingerprint, answer, subject_ids) values ($1, $2, $3, $4, $5)
  on conflict (client_id, key_hash) do update set fingerprint = excluded.fingerprint, answer = excluded.answer,
    subject_ids = excluded.subject_ids, created_at = now()`;

async function abandon(client: pg.PoolClient): Promise<void> {
  let isLost = false;
  await client.query("rollback").catch((error: unknown) => {
    isLost = isConnectionLoss(error as Error);
  });
  client.release(isLost);
}

function inProgress(): AppError {
  return new AppError(
    "IDEMPOTENCY_KEY_IN_PROGRESS",
    "The first request with this Idempotency-Key is still running. Send the same request again shortly.",
    { retryAfterMs: 1000 },
  );
}

/** JSON in which the order of an object's fields makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
