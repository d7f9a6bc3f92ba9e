import { findPartCategory } from "../../../parts/index.ts";
import { CURRENCIES, REPAIR_OPERATIONS, type CountryCode } from "../../../vocabulary/index.ts";
import type { RepairLineRecord, RepairOrderRecord } from "../../record.ts";
import { RowError } from "../../rejection.ts";
import {
  dateOf,
  listOf,
  missing,
  numberOf,
  objectOf,
  requireText,
  textOf,
  wholeNumberOf,
  within,
  wordOf,
  type Fields,
} from "../fields.ts";
import { readOdometer } from "./odometer.ts";
import { NO_POSITION, readPosition } from "./position.ts";
import { readVehicleName } from "./vehicle.ts";

/** Senders' own numbers are shorter; they are part of an index. */
const LONGEST_ID = 200;
const DEAREST = 10_000_000;
const LARGEST_MEASURE_MM = 1000;

/** @throws {RowError} naming the field that is wrong */
export function readRepairOrder(row: Fields, today: string): RepairOrderRecord {
  const sourceKey = readOwnNumber(row, "id") ?? missing("id");
  const identity = objectOf(row, "vehicle", readVehicleName) ?? missing("vehicle");
  const garage = objectOf(row, "garage", (name) => requireText(name, "externalId"));
  const closedOn = dateOf(row, "closedOn") ?? missing("closedOn");
  if (closedOn > today) throw new RowError("DATE_IN_FUTURE", "closedOn is after today");
  const reading = objectOf(row, "odometer", readOdometer);
  const lines = listOf(row, "lines") ?? missing("lines");
  return {
    identity,
    sourceKey,
    garage,
    closedOn,
    reading,
    lines: lines.map((line, at) => within(`lines[${at}].`, () => readLine(line, identity.country))),
  };
}

/** A number of the sender's own; null where it gives none. */
export function readOwnNumber(row: Fields, name: string): string | null {
  const id = textOf(row, name);
  if ((id?.length ?? 0) <= LONGEST_ID) return id;
  throw new RowError("FIELD_INVALID", `${name} is longer than ${LONGEST_ID} characters`);
}

/** @returns the category's key and family */
export function readPartCategory(row: Fields): Pick<RepairLineRecord, "partCategory" | "partFamily"> | null {
  const key = textOf(row, "partCategory");
  if (key === null) return null;
  const category = findPartCategory(key);
  if (category !== null) return { partCategory: category.key, partFamily: category.family };
  throw new RowError("FIELD_INVALID", "partCategory is no key of the part catalogue");
}

function readLine(line: Fields, country: CountryCode): RepairLineRecord {
  const category = readPartCategory(line) ?? missing("partCategory");
  const operation = wordOf(line, "operation", REPAIR_OPERATIONS) ?? missing("operation");
  const price = numberOf(line, "price", 0, DEAREST);
  const currency = wordOf(line, "currency", CURRENCIES) ?? (country === "GB" ? "GBP" : "EUR");
  return {
    operation,
    ...category,
    ...(objectOf(line, "position", readPosition) ?? NO_POSITION),
    quantity: wholeNumberOf(line, "quantity", 1000),
    priceMinor: price === null ? null : Math.round(price * 100),
    currency: price === null ? null : currency,
    measuredMm: numberOf(line, "measuredMm", 0, LARGEST_MEASURE_MM),
  };
}
