import type pg from "pg";
import { deriveHistory } from "./derive-history.ts";
import { collectChanges, noChanges, writeChanges } from "./derived-changes.ts";
import { loadHistories } from "./load-histories.ts";
import { NO_HISTORY, type HistoryVehicle, type VehicleSummary } from "./vehicle-history.ts";

/**
 * Writes what the rows of these vehicles say together: the odometer's and the due date's columns of the vehicle, which
 * inspections are retests of what, which readings to believe and which defects repeat. Whoever writes an inspection, a
 * reading or a defect calls this in the same transaction. Only rows that change are written; the vehicles are locked
 * first, so that two writers of one vehicle wait for each other.
 * @param vehicleIds unknown ones are passed over
 */
export async function refreshVehicleSummaries(
  client: pg.ClientBase,
  vehicleIds: readonly string[],
): Promise<void> {
  if (vehicleIds.length === 0) return;
  const { rows: vehicles } = await client.query<StoredVehicle>(VEHICLES, [vehicleIds]);
  const histories = await loadHistories(client, vehicleIds);
  const changes = noChanges();
  for (const vehicle of vehicles) {
    const history = histories.get(vehicle.id) ?? NO_HISTORY;
    collectChanges(changes, vehicle, history, deriveHistory(vehicle, history));
  }
  await writeChanges(client, changes);
}

type StoredVehicle = HistoryVehicle & VehicleSummary & { readonly id: string };

const VEHICLES = `
  select id, category, first_registered_on::text as "firstRegisteredOn", odometer_km as "odometerKm",
    odometer_read_on::text as "odometerReadOn", odometer_km_per_year as "odometerKmPerYear",
    odometer_verdict as "odometerVerdict", odometer_reason as "odometerReason",
    last_periodic_on::text as "lastPeriodicOn", last_periodic_result as "lastPeriodicResult",
    last_periodic_valid_until::text as "lastPeriodicValidUntil",
    last_periodic_previous_due_on::text as "lastPeriodicPreviousDueOn",
    last_periodic_cleared_on::text as "lastPeriodicClearedOn",
    last_complementary_on::text as "lastComplementaryOn", last_complementary_result as "lastComplementaryResult",
    last_complementary_valid_until::text as "lastComplementaryValidUntil"
  from vehicles where id = any ($1::uuid[]) order by id for no key update`;
