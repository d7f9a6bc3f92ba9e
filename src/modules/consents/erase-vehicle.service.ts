import type pg from "pg";
import { inTransaction } from "../../platform/db/transaction.ts";
import { done, type Outcome } from "../../platform/errors/outcome.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { appendEvents } from "../events/index.ts";
import { eraseConsents, lockVehicle } from "./consent.repository.ts";
import type { ErasedIdentities } from "./erased-identities.ts";
import { NO_SUCH_VEHICLE } from "./record-consent.service.ts";

/** Takes a vehicle's identity out of one module's tables. Each module that stores any has one, and the app lists them. */
export type Eraser = (client: pg.ClientBase, vehicleId: string, at: Date) => Promise<void>;

export interface ErasureDeps {
  /** Connections as kimberlite_worker. */
  readonly pool: pg.Pool;
  readonly erasers: readonly Eraser[];
  readonly erasedIdentities: ErasedIdentities;
  readonly now: () => Date;
  readonly logger: Logger;
}

export interface VehicleErasure {
  readonly vehicleId: string;
  readonly erasedAt: Date;
  /** False where it had been erased before: then nothing was changed. */
  readonly isNew: boolean;
}

/**
 * Removes a vehicle's identity for good: its plate, its VIN and all that leads back to it, in every table. A keyed
 * tombstone keeps them from being stored again. The row stays without identity, for statistics, and nobody is shown
 * it any more.
 * @param vehicleId null where the id that was sent is none
 */
export async function eraseVehicle(
  deps: ErasureDeps,
  vehicleId: string | null,
): Promise<Outcome<VehicleErasure>> {
  if (vehicleId === null) return NO_SUCH_VEHICLE;
  const outcome = await inTransaction(deps.pool, async (client): Promise<Outcome<VehicleErasure>> => {
    await deps.erasedIdentities.lockForErasure(client);
    const vehicle = await lockVehicle(client, vehicleId);
    if (vehicle === null) return NO_SUCH_VEHICLE;
    if (vehicle.erasedAt !== null) return done({ vehicleId, erasedAt: vehicle.erasedAt, isNew: false });
    const erasedAt = deps.now();
    await deps.erasedIdentities.remember(client, vehicleId, vehicle, erasedAt);
    await eraseConsents(client, vehicleId, erasedAt);
    for (const erase of deps.erasers) await erase(client, vehicleId, erasedAt);
    const { areaCode, make } = vehicle;
    await appendEvents(client, [
      { type: "VEHICLE_ERASED", subjectId: vehicleId, vehicleId, areaCode, make, data: {} },
    ]);
    return done({ vehicleId, erasedAt, isNew: true });
  });
  if (outcome.value?.isNew === true) {
    deps.logger.info({ event: "vehicle_erased" });
    await forgetSamples(deps);
  }
  return outcome;
}

/**
 * The planner's statistics hold samples of plates and VINs; new ones no longer hold these. Autovacuum would renew them
 * one day as well, so failure is only noted.
 */
async function forgetSamples({ pool, logger }: ErasureDeps): Promise<void> {
  try {
    await pool.query("analyze vehicles (registration, vin)");
  } catch (error) {
    logger.warn({ err: error }, "statistics not renewed after an erasure");
  }
}
