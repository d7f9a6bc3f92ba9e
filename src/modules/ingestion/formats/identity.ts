import { normaliseRegistration, normaliseVin } from "../../identifiers/index.ts";
import type { CountryCode } from "../../vocabulary/index.ts";
import type { VehicleIdentity } from "../record.ts";
import { RowError } from "../rejection.ts";
import { requireText, textOf, type Fields } from "./fields.ts";

/** What a row calls its vehicle, normalised. `names` are those of its fields, for reading and for the reason. */
export function readIdentity(
  country: CountryCode,
  row: Fields,
  names: { readonly registration: string; readonly vin: string },
): VehicleIdentity {
  const registration = readRegistration(country, textOf(row, names.registration), names.registration);
  const vin = readVin(textOf(row, names.vin), names.vin);
  if (registration !== null || vin?.length === VIN_LENGTH) return { country, registration, vin };
  if (vin === null) {
    throw new RowError("FIELD_MISSING", `${names.registration} and ${names.vin} are both missing`);
  }
  throw new RowError(
    "INVALID_VIN",
    `${names.vin} is shorter than ${VIN_LENGTH} characters, which without ${names.registration} names no vehicle`,
  );
}

/** The same for a source that knows plates alone. */
export function readPlate(country: CountryCode, row: Fields, name: string): VehicleIdentity {
  const registration = readRegistration(country, requireText(row, name), name);
  return { country, registration, vin: null };
}

/** Older chassis numbers are unique within their maker only. */
const VIN_LENGTH = 17;

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
