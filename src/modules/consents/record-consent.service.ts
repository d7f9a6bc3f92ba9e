import type pg from "pg";
import type { Principal } from "../../platform/auth/principal.ts";
import { noteSubjects } from "../../platform/db/outer-transaction.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { uuidV7 } from "../../platform/db/uuid-v7.ts";
import { done, refusal, refused, type Outcome } from "../../platform/errors/outcome.ts";
import type { ContactChannel, LawfulBasis, Purpose } from "../vocabulary/index.ts";
import { checkConsent } from "./check-consent.ts";
import { lockVehicle, replaceConsent } from "./consent.repository.ts";

export interface ConsentDeps {
  /** Connections as kimberlite_worker. */
  readonly pool: pg.Pool;
  /** Which of these vehicles the asker's contract shows it now. */
  readonly visibleVehicles: (asker: Principal, ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly now: () => Date;
  /** What else a withdrawal changes, in its transaction. */
  readonly whenWithdrawn: readonly WithdrawalListener[];
}

/** Hears that a partner's record of a vehicle was withdrawn. */
export type WithdrawalListener = (
  client: pg.ClientBase,
  vehicleId: string,
  partnerId: string,
) => Promise<void>;

export interface RecordConsentInput {
  /** Null where the id that was sent is none. */
  readonly vehicleId: string | null;
  readonly purpose: Purpose;
  readonly lawfulBasis: LawfulBasis;
  readonly channels: readonly ContactChannel[];
  /** Left out: now. */
  readonly grantedAt?: Date;
  readonly expiresAt?: Date;
  readonly proofHash?: string;
  readonly sourceText?: string;
}

/** What became of a partner's consent for a vehicle and purpose. */
export interface ConsentChange {
  readonly consentId: string;
  readonly vehicleId: string;
  readonly partnerId: string;
  readonly purpose: Purpose;
  /** When it happened; null where nothing did, because it was so already. */
  readonly changedAt: Date | null;
}

export const NO_SUCH_VEHICLE = refusal(
  "NOT_FOUND",
  "vehicleId",
  "There is no such vehicle, or it is outside your contract.",
);
export const VEHICLE_ERASED = refusal("ERASED", "vehicleId", "This vehicle's identity was erased.");

/**
 * Records why the asker may use a vehicle's identity for a purpose, in place of what it recorded before. It counts
 * from the next read on.
 */
export async function recordConsent(
  deps: ConsentDeps,
  asker: Principal,
  input: RecordConsentInput,
): Promise<Outcome<ConsentChange>> {
  const recordedAt = deps.now();
  const { vehicleId, purpose, lawfulBasis } = input;
  const terms = {
    grantedAt: input.grantedAt ?? recordedAt,
    expiresAt: input.expiresAt ?? null,
    proofHash: input.proofHash ?? null,
    sourceText: input.sourceText ?? null,
  };
  const [first, ...rest] = checkConsent(terms, recordedAt);
  if (first !== undefined) return refused(first, ...rest);
  if (vehicleId === null) return NO_SUCH_VEHICLE;
  noteSubjects([vehicleId]);
  const visible = await deps.visibleVehicles(asker, [vehicleId]);
  return inTransaction(deps.pool, async (client) => {
    const vehicle = await lockVehicle(client, vehicleId);
    // An id is a permutation under a key: who holds one of a vehicle was shown it, and so may learn that it was erased.
    if (vehicle?.erasedAt != null) return VEHICLE_ERASED;
    if (vehicle === null || !visible.has(vehicleId)) return NO_SUCH_VEHICLE;
    const { partnerId, clientId } = asker;
    const channels = [...new Set(input.channels)];
    const id = uuidV7();
    const key = { id, vehicleId, partnerId, clientId, purpose };
    await replaceConsent(client, { ...key, ...terms, lawfulBasis, channels, recordedAt });
    return done({ consentId: id, vehicleId, partnerId, purpose, changedAt: recordedAt });
  });
}
