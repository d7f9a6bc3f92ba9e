import { areaOfPostcode } from "../../areas/index.ts";
import type { VehicleCategory } from "../../vocabulary/index.ts";
import type { ParsedRow } from "../parsed-row.ts";
import type { GarageRecord } from "../record.ts";
import { accepted, RowError, type Rejection } from "../rejection.ts";
import { requireText, textOf, type Fields } from "./fields.ts";

/*
 * gov.uk "Active MOT test stations", a table with one station a row (Open Government Licence v3.0). It has no
 * coordinates and no stations of Northern Ireland. The export ends in an empty row and a note about its filters.
 */

const KNOWN_BY = ["Site_Number", "Trading_Name", "Postcode", "Class_4"];

/**
 * MOT classes and what they test (gov.uk, "MOT test fees" and the MOT testing guide): 1 and 2 motorcycles, 3 three-wheelers
 * up to 450 kg, 4 cars, vans up to 3,000 kg, quads and heavier three-wheelers, 5 private passenger vehicles with more
 * than 12 seats, 7 goods vehicles over 3,000 and up to 3,500 kg.
 */
const CATEGORIES_OF_CLASS: readonly (readonly [column: string, categories: readonly VehicleCategory[]])[] = [
  ["Class_1", ["L1E", "L3E", "L4E"]],
  ["Class_2", ["L3E", "L4E"]],
  ["Class_3", ["L2E", "L5E"]],
  ["Class_4", ["M1", "N1", "L5E", "L6E", "L7E"]],
  ["Class_5", ["M2", "M3"]],
  ["Class_7", ["N1"]],
];

export function parseUkMotStation(row: Fields): ParsedRow {
  if (!KNOWN_BY.every((column) => column in row)) {
    throw new RowError("ROW_NOT_OF_FORMAT", `the columns ${KNOWN_BY.join(", ")} are not all there`);
  }
  const rejections: Rejection[] = [];
  const garage = accepted("garage", rejections, () => readStation(row));
  return { vehicle: null, garage, rejections };
}

function readStation(row: Fields): GarageRecord {
  const values = Object.values(row);
  if (values.every((value) => value === "")) throw new RowError("ROW_EMPTY", "no column has a value");
  const externalId = requireText(row, "Site_Number");
  const postalCode = textOf(row, "Postcode")?.replaceAll(/\s+/g, " ") ?? null;
  const lines = ["Address1", "Address2", "Address3"].flatMap((name) => textOf(row, name) ?? []);
  return {
    country: "GB",
    source: "DVSA",
    externalId,
    name: requireText(row, "Trading_Name"),
    kinds: ["INSPECTION"],
    street: lines.length === 0 ? null : lines.join("\n"),
    postalCode,
    city: textOf(row, "Town"),
    phone: textOf(row, "Phone"),
    areaCode: areaOf(postalCode),
    latitude: null,
    longitude: null,
    networks: [],
    vehicleCategories: categoriesOf(row),
    addsCategories: false,
  };
}

/** Slips are in the second half ("DE13 OBH", with a letter for the nought); the first half tells the area alone. */
function areaOf(postcode: string | null): string {
  const area = areaOfPostcode("GB", postcode);
  return area === "GB" ? areaOfPostcode("GB", postcode?.split(" ")[0] ?? null) : area;
}

/** Anything but Y is no licence to test: two stations have a 2, which no source explains. */
function categoriesOf(row: Fields): VehicleCategory[] {
  const licensed = CATEGORIES_OF_CLASS.filter(([column]) => textOf(row, column) === "Y");
  return [...new Set(licensed.flatMap(([, categories]) => categories))];
}
