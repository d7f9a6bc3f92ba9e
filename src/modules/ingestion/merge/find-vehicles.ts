import type pg from "pg";
import type { VehicleIdentity } from "../record.ts";
import type { StoredVehicle, VehicleState } from "./vehicle-state.ts";

const COLUMNS = `
  v.id, v.country, v.registration, v.vin, v.make, v.model, v.variant, v.colour, v.category, v.usage, v.fuel,
  v.engine_capacity_cc as "engineCapacityCc", v.power_kw as "powerKw", v.gross_mass_kg as "grossMassKg",
  v.first_registered_on::text as "firstRegisteredOn", v.first_registered_precision as "firstRegisteredPrecision",
  v.first_admission_on::text as "firstAdmissionOn", v.area_code as "areaCode",
  v.odometer_km as "odometerKm", v.odometer_read_on::text as "odometerReadOn",
  v.odometer_km_per_year as "odometerKmPerYear", v.odometer_verdict as "odometerVerdict",
  v.odometer_reason as "odometerReason", v.last_periodic_on::text as "lastPeriodicOn",
  v.last_periodic_result as "lastPeriodicResult", v.last_periodic_valid_until::text as "lastPeriodicValidUntil",
  v.last_periodic_previous_due_on::text as "lastPeriodicPreviousDueOn",
  v.last_periodic_cleared_on::text as "lastPeriodicClearedOn",
  v.last_complementary_on::text as "lastComplementaryOn", v.last_complementary_result as "lastComplementaryResult",
  v.last_complementary_valid_until::text as "lastComplementaryValidUntil"`;

// The rows are locked in the order of their ids, so that two runs that share vehicles wait and do not deadlock.
const BY_REGISTRATION = `
  select ${COLUMNS} from vehicles v
  join unnest($1::text[], $2::text[]) as given(country, registration)
    on v.country = given.country and v.registration = given.registration
  where v.registration is not null
  order by v.id for no key update of v`;

const BY_VIN = `
  select ${COLUMNS} from vehicles v
  where v.vin = any ($1::text[]) and v.vin is not null
  order by v.id for no key update of v`;

/** A vehicle as it is stored. */
export interface FoundVehicle {
  readonly row: StoredVehicle;
}

/** First half of the two-part advisory lock under which vehicles are looked up by VIN; any number of our own. */
const VIN_LOCK = 1_263_881_555;

/**
 * Reads and locks every vehicle that one of the records may speak of. VINs are not unique in the table, so nothing there
 * would stop two writers that find none from each making one: they take turns.
 */
export async function loadVehicles(
  client: pg.ClientBase,
  records: readonly { readonly identity: VehicleIdentity }[],
): Promise<StoredVehicle[]> {
  const plated = new Map<string, { country: string; registration: string }>();
  for (const { identity } of records) {
    const { country, registration } = identity;
    if (registration !== null) plated.set(`${country} ${registration}`, { country, registration });
  }
  const vins = records.flatMap(({ identity: { vin } }) => (isWorldwide(vin) ? [vin] : []));
  const found: StoredVehicle[] = [];
  if (vins.length > 0) await client.query("select pg_advisory_xact_lock($1, 0)", [VIN_LOCK]);
  if (plated.size > 0) {
    const given = [...plated.values()];
    const values = [given.map(({ country }) => country), given.map(({ registration }) => registration)];
    found.push(...(await client.query<StoredVehicle>(BY_REGISTRATION, values)).rows);
  }
  if (vins.length > 0) {
    found.push(...(await client.query<StoredVehicle>(BY_VIN, [[...new Set(vins)]])).rows);
  }
  return [...new Map(found.map((row) => [row.id, row])).values()];
}

/** A VIN of 17 characters is one vehicle's in the whole world; an older chassis number is unique within its maker only. */
export function isWorldwide(vin: string | null): vin is string {
  return vin?.length === 17;
}

/** An old chassis number proves nothing, so it contradicts nothing. */
export function isSameVin(known: string | null, said: string | null): boolean {
  return !isWorldwide(known) || !isWorldwide(said) || known === said;
}

/** The vehicles of a batch by what they are called, new ones included. */
export class VehicleDirectory<Vehicle extends { readonly row: VehicleIdentity } = VehicleState> {
  readonly #byPlate = new Map<string, Vehicle>();
  readonly #byVin = new Map<string, Vehicle>();

  /** Call again when a plate or VIN was added. */
  add(state: Vehicle): void {
    const { country, registration, vin } = state.row;
    if (registration !== null) this.#byPlate.set(`${country} ${registration}`, state);
    // Registers of two countries may each know the car; of two rows in one country the older one answers.
    const key = isWorldwide(vin) ? `${country} ${vin}` : null;
    if (key !== null && !this.#byVin.has(key)) this.#byVin.set(key, state);
  }

  find({ country, registration, vin }: VehicleIdentity): Vehicle | null {
    const byPlate = registration === null ? undefined : this.#byPlate.get(`${country} ${registration}`);
    if (byPlate !== undefined) return byPlate;
    return isWorldwide(vin) ? (this.#byVin.get(`${country} ${vin}`) ?? null) : null;
  }
}
