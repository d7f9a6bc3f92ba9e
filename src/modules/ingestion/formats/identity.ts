import { normaliseRegistration, normaliseVin } from "../../identifiers/index.ts";
import type { CountryCode } from "../../vocabulary/index.ts";
import type { VehicleIdentity } from "../record.ts";
import { RowError } from "../rejection.ts";

/** What a row calls its vehicle, normalised. `names` are the fields' own, for the reason. */
export function readIdentity(
  country: CountryCode,
  given: { readonly registration: string | null; readonly vin: string | null },
  names: { readonly registration: string; readonly vin: string },
): VehicleIdentity {
  if (given.registration === null && given.vin === null) {
    throw new RowError("FIELD_MISSING", `${names.registration} and ${names.vin} are both missing`);
  }
  return {
    country,
    registration: readRegistration(country, given.registration, names.registration),
    vin: readVin(given.vin, names.vin),
  };
}

function readRegistration(country: CountryCode, text: string | null, name: string): string | null {
  if (text === null) return null;
  const read = normaliseRegistration(country, text);
  if (!read.ok) throw new RowError(read.code, `${name} ${read.reason}`);
  return read.registration;
}

function readVin(text: string | null, name: string): string | null {
  if (text === null) return null;
  const read = normaliseVin(text);
  if (!read.ok) throw new RowError(read.code, `${name} ${read.reason}`);
  return read.vin;
}
