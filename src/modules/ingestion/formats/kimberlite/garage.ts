import { areaOfPostcode } from "../../../areas/index.ts";
import { GARAGE_KINDS, VEHICLE_CATEGORIES } from "../../../vocabulary/index.ts";
import type { GarageRecord } from "../../record.ts";
import { RowError } from "../../rejection.ts";
import { missing, numberOf, objectOf, requireText, textOf, wordsOf, type Fields } from "../fields.ts";
import { readCountry } from "./vehicle.ts";

export function readGarage(row: Fields): GarageRecord {
  const country = readCountry(row);
  const address = objectOf(row, "address", readAddress) ?? { street: null, postalCode: null, city: null };
  const kinds = wordsOf(row, "kinds", GARAGE_KINDS);
  if (kinds.length === 0) missing("kinds");
  return {
    country,
    source: "PARTNER",
    externalId: requireText(row, "externalId"),
    name: requireText(row, "name"),
    kinds,
    ...address,
    phone: textOf(row, "phone"),
    areaCode: areaOfPostcode(country, address.postalCode),
    ...(objectOf(row, "location", readLocation) ?? { latitude: null, longitude: null }),
    networks: networksOf(row),
    vehicleCategories: wordsOf(row, "vehicleCategories", VEHICLE_CATEGORIES),
    addsCategories: false,
  };
}

function readAddress(address: Fields): Pick<GarageRecord, "street" | "postalCode" | "city"> {
  return {
    street: textOf(address, "street"),
    postalCode: textOf(address, "postalCode"),
    city: textOf(address, "city"),
  };
}

function readLocation(location: Fields): Pick<GarageRecord, "latitude" | "longitude"> {
  const latitude = numberOf(location, "latitude", -90, 90) ?? missing("latitude");
  const longitude = numberOf(location, "longitude", -180, 180) ?? missing("longitude");
  return { latitude, longitude };
}

function networksOf(row: Fields): string[] {
  const value = row["networks"];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new RowError("FIELD_INVALID", "networks is not a list of names");
  return value.map((network: unknown) => requireText({ "networks[]": network }, "networks[]"));
}
