import { areaOfPostcode, findArea } from "../../../areas/index.ts";
import {
  COUNTRY_CODES,
  FUEL_TYPES,
  VEHICLE_CATEGORIES,
  VEHICLE_USAGES,
  type CountryCode,
  type DatePrecision,
} from "../../../vocabulary/index.ts";
import type { VehicleIdentity, VehicleRecord } from "../../record.ts";
import { RowError } from "../../rejection.ts";
import {
  dateOf,
  numberOf,
  requireDate,
  requireText,
  textOf,
  wholeNumberOf,
  wordOf,
  type Fields,
} from "../fields.ts";
import { readIdentity } from "../identity.ts";

export function readVehicle(row: Fields): VehicleRecord {
  const identity = readVehicleName(row);
  return {
    identity,
    areaCode: areaOf(row, identity.country),
    facts: {
      make: requireText(row, "make").toUpperCase(),
      model: requireText(row, "model").toUpperCase(),
      variant: textOf(row, "variant"),
      colour: textOf(row, "colour")?.toUpperCase() ?? null,
      category: wordOf(row, "category", VEHICLE_CATEGORIES) ?? "UNKNOWN",
      usage: wordOf(row, "usage", VEHICLE_USAGES) ?? "UNKNOWN",
      fuel: wordOf(row, "fuel", FUEL_TYPES) ?? "UNKNOWN",
      engineCapacityCc: wholeNumberOf(row, "engineCapacityCc", 100_000),
      powerKw: numberOf(row, "powerKw", 0, 10_000),
      grossMassKg: wholeNumberOf(row, "grossMassKg", 1_000_000),
      ...firstRegistrationOf(row),
      firstAdmissionOn: dateOf(row, "firstAdmissionOn"),
    },
    inspections: [],
  };
}

/** Country with plate or VIN or both: how every record names its vehicle. */
export function readVehicleName(row: Fields): VehicleIdentity {
  return readIdentity(readCountry(row), row, { registration: "registration", vin: "vin" });
}

export function readCountry(row: Fields): CountryCode {
  const text = requireText(row, "country");
  const country = COUNTRY_CODES.find((code) => code === text);
  if (country !== undefined) return country;
  throw new RowError("UNSUPPORTED_COUNTRY", `country is none of ${COUNTRY_CODES.join(", ")}`);
}

/** A year, a month or a day: the text is as long as what is known. */
function firstRegistrationOf(row: Fields): {
  readonly firstRegisteredOn: string | null;
  readonly firstRegisteredPrecision: DatePrecision;
} {
  const text = textOf(row, "firstRegisteredOn");
  const name = "firstRegisteredOn";
  if (text === null) return { firstRegisteredOn: null, firstRegisteredPrecision: "DAY" };
  const firstRegisteredPrecision = text.length === 4 ? "YEAR" : text.length === 7 ? "MONTH" : "DAY";
  const day = `${text}-01-01`.slice(0, Math.max(10, text.length));
  return {
    firstRegisteredOn: requireDate(day, name, "YYYY, YYYY-MM or YYYY-MM-DD"),
    firstRegisteredPrecision,
  };
}

/** The area by its code, or the one that a postcode is in, or else the country. */
function areaOf(row: Fields, country: CountryCode): string {
  const code = textOf(row, "area");
  if (code === null) return areaOfPostcode(country, textOf(row, "postalCode"));
  if (findArea(code)?.country === country) return code;
  throw new RowError("FIELD_INVALID", "area is no area of the country");
}
