import type { Principal } from "../../platform/auth/principal.ts";
import { noteSubjects } from "../../platform/db/outer-transaction.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { done, refusal, type Outcome } from "../../platform/errors/outcome.ts";
import type { Purpose } from "../vocabulary/index.ts";
import { appendEvents } from "../events/index.ts";
import { findCurrentConsent, lockVehicle, markWithdrawn } from "./consent.repository.ts";
import {
  NO_SUCH_VEHICLE,
  VEHICLE_ERASED,
  type ConsentChange,
  type ConsentDeps,
} from "./record-consent.service.ts";

export interface WithdrawConsentInput {
  /** Null where the id that was sent is none. */
  readonly vehicleId: string | null;
  readonly purpose: Purpose;
}

/**
 * Ends what the asker recorded for a vehicle and purpose, from the next read on. Doing so again changes nothing. The
 * vehicle need not be in the asker's contract any more: a driver's withdrawal must always be taken.
 */
export async function withdrawConsent(
  deps: ConsentDeps,
  { partnerId }: Principal,
  { vehicleId, purpose }: WithdrawConsentInput,
): Promise<Outcome<ConsentChange>> {
  if (vehicleId === null) return NO_SUCH_VEHICLE;
  noteSubjects([vehicleId]);
  return inTransaction(deps.pool, async (client) => {
    const vehicle = await lockVehicle(client, vehicleId);
    if (vehicle === null) return NO_SUCH_VEHICLE;
    if (vehicle.erasedAt !== null) return VEHICLE_ERASED;
    const consent = await findCurrentConsent(client, { vehicleId, partnerId, purpose });
    if (consent === null) {
      return refusal("NOT_FOUND", "purpose", "You have recorded nothing for this vehicle and purpose.");
    }
    const change = { consentId: consent.id, vehicleId, partnerId, purpose };
    if (consent.withdrawnAt !== null) return done({ ...change, changedAt: null });
    const changedAt = deps.now();
    await markWithdrawn(client, consent.id, changedAt);
    await appendEvents(client, [
      { type: "CONSENT_WITHDRAWN", subjectId: consent.id, vehicleId, partnerId, data: { purpose } },
    ]);
    for (const listen of deps.whenWithdrawn) await listen(client, vehicleId, partnerId);
    return done({ ...change, changedAt });
  });
}
