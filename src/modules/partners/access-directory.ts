import { withDeadline } from "../../platform/deadline.ts";
import type { AccessDirectory, AccessQuestion, ClientAccess } from "../../platform/auth/authenticator.ts";
import type { InstallationKeys } from "../../platform/auth/installation-keys.ts";
import { isScope, type Contract } from "../../platform/auth/principal.ts";
import { CursorCodec } from "../../platform/read/cursor.ts";
import { IdCodec } from "../../platform/read/ids.ts";
import { findAccessRow, listRevokedSince, listStamps, type AccessRow } from "./access.repository.ts";
import { dayOf, isRunning, type ContractPeriod } from "./contract.ts";
import type { Database } from "./database.ts";

export interface AccessDirectoryDeps {
  readonly db: Database;
  readonly keys: InstallationKeys;
  /** Told of clients whose tokens are another server's: nobody signs in here as them. */
  noteUse(clientId: string): Promise<void>;
  /** The domain's today, which contracts run by. */
  now(): Date;
  /** Milliseconds of a clock that only goes forward. */
  uptimeMs(): number;
}

/**
 * How old the last news of changes may be before nothing is answered from memory. With it, a revocation counts within
 * five seconds also on an instance that has lost the database: such an instance refuses instead of trusting.
 */
export const STALE_AFTER_MS = 4_000;
/** A frozen database must not keep later questions from being asked. */
const ASK_WITHIN_MS = 1_500;
/** Clients remembered; the one that was learnt first leaves. */
const REMEMBERED_CLIENTS = 10_000;

interface Entry {
  readonly access: ClientAccess;
  readonly stamp: string;
  readonly period: ContractPeriod;
}

/** What clients may do, as last read. An access that leaves says so to whoever still holds it. */
class AccessMemory {
  readonly #entries = new Map<string, Entry>();

  clientIds(): string[] {
    return [...this.#entries.keys()];
  }

  /** Tokens of one client share one access, as long as it is the same. */
  put(row: AccessRow, codecs: (partnerId: string) => Codecs): ClientAccess {
    const known = this.#entries.get(row.client_id);
    if (known?.stamp === row.stamp) return known.access;
    this.#forget(row.client_id);
    const access = accessOf(row, codecs);
    this.#entries.set(row.client_id, { access, stamp: row.stamp, period: periodOf(row) });
    if (this.#entries.size > REMEMBERED_CLIENTS) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.#forget(oldest.value);
    }
    return access;
  }

  /** Forgets every client whose stamp is another one now, or none, or whose contract does not run today. */
  compare(stamps: ReadonlyMap<string, string>, today: string): void {
    for (const [clientId, { stamp, period }] of this.#entries) {
      if (stamps.get(clientId) !== stamp || !isRunning(period, today)) this.#forget(clientId);
    }
  }

  #forget(clientId: string): void {
    const entry = this.#entries.get(clientId);
    if (entry !== undefined) entry.access.isCurrent = false;
    this.#entries.delete(clientId);
  }
}

/**
 * Remembers what clients may do and hears of changes by asking for the stamps of those it remembers. Asking beats
 * LISTEN here: a notification is lost without a trace when its connection is, and a connection pooler carries none.
 */
export function createAccessDirectory(deps: AccessDirectoryDeps): AccessDirectory {
  const memory = new AccessMemory();
  const codecs = partnerCodecs(deps.keys);
  const listeners: ((jtis: ReadonlySet<string>) => void)[] = [];
  let heardAtMs = deps.uptimeMs();
  let revokedSince: string | null = null;
  let refreshing: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const askedAtMs = deps.uptimeMs();
    memory.compare(await listStamps(deps.db, memory.clientIds()), dayOf(deps.now()));
    const revoked = await listRevokedSince(deps.db, revokedSince);
    if (revoked.jtis.size > 0) listeners.forEach((listener) => listener(revoked.jtis));
    revokedSince = revoked.askedAt;
    heardAtMs = Math.max(heardAtMs, askedAtMs);
  }

  return {
    async findAccess(question: AccessQuestion) {
      const row = await findAccessRow(deps.db, question);
      if (row === null || !mayAct(row, dayOf(deps.now()))) return null;
      if (question.isExternal) await deps.noteUse(row.client_id);
      return memory.put(row, codecs);
    },
    isFresh: () => deps.uptimeMs() - heardAtMs < STALE_AFTER_MS,
    refresh() {
      refreshing ??= withDeadline(ask(), ASK_WITHIN_MS).finally(() => (refreshing = null));
      return refreshing;
    },
    onTokensRevoked: (listener) => void listeners.push(listener),
  };
}

function periodOf(row: AccessRow): ContractPeriod {
  return { validFrom: row.valid_from, validUntil: row.valid_until };
}

function mayAct(row: AccessRow, today: string): boolean {
  return row.is_active && !row.is_token_revoked && isRunning(periodOf(row), today);
}

interface Codecs {
  readonly ids: IdCodec;
  readonly cursors: CursorCodec;
}

/** One pair for each partner, for good: its ids do not change with its contract. */
export function partnerCodecs(keys: InstallationKeys): (partnerId: string) => Codecs {
  const made = new Map<string, Codecs>();
  return (partnerId) => {
    const known = made.get(partnerId);
    if (known !== undefined) return known;
    const codecs = {
      ids: new IdCodec(keys.derive(`ids:${partnerId}`, 16)),
      cursors: new CursorCodec(keys.derive(`cursors:${partnerId}`, 16)),
    };
    made.set(partnerId, codecs);
    return codecs;
  };
}

function accessOf(row: AccessRow, codecs: (partnerId: string) => Codecs): ClientAccess {
  const contractScopes = new Set(row.contract_scopes);
  const unlimited = (list: readonly string[]) => (list.length === 0 ? null : list);
  const contract: Contract = {
    areas: row.area_codes,
    makes: unlimited(row.makes),
    partFamilies: unlimited(row.part_families),
    purposes: row.purposes,
    introspection: row.introspection,
  };
  return {
    partnerId: row.partner_id,
    clientId: row.client_id,
    scopes: new Set(row.client_scopes.filter(isScope).filter((scope) => contractScopes.has(scope))),
    contract,
    ...codecs(row.partner_id),
    tokensValidAfterMs: row.tokens_valid_after,
    isCurrent: true,
  };
}
