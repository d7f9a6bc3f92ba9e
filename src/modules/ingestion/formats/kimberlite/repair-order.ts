import { MAX_ODOMETER_VALUE } from "../../../odometer/index.ts";
import { findPartCategory } from "../../../parts/index.ts";
import { ODOMETER_UNITS, REPAIR_OPERATIONS } from "../../../vocabulary/index.ts";
import { RowError } from "../../rejection.ts";
import {
  dateOf,
  listOf,
  missing,
  objectOf,
  requireText,
  wholeNumberOf,
  within,
  wordOf,
  type Fields,
} from "../fields.ts";
import { readVehicleName } from "./vehicle.ts";

/**
 * Whether a repair order has the form that the format asks for, so that a sender learns of mistakes before the orders are
 * stored.
 * @throws {RowError} naming the field that is wrong
 */
export function checkRepairOrder(row: Fields, today: string): void {
  requireText(row, "id");
  if (objectOf(row, "vehicle", readVehicleName) === null) missing("vehicle");
  objectOf(row, "garage", (garage) => requireText(garage, "externalId"));
  const closedOn = dateOf(row, "closedOn") ?? missing("closedOn");
  if (closedOn > today) throw new RowError("DATE_IN_FUTURE", "closedOn is after today");
  objectOf(row, "odometer", (odometer) => {
    if (wholeNumberOf(odometer, "value", MAX_ODOMETER_VALUE) === null) missing("value");
    if (wordOf(odometer, "unit", ODOMETER_UNITS) === null) missing("unit");
  });
  const lines = listOf(row, "lines") ?? missing("lines");
  lines.forEach((line, at) => within(`lines[${at}].`, () => checkLine(line)));
}

function checkLine(line: Fields): void {
  const partCategory = requireText(line, "partCategory");
  if (findPartCategory(partCategory) === null) {
    throw new RowError("FIELD_INVALID", "partCategory is no key of the part catalogue");
  }
  if (wordOf(line, "operation", REPAIR_OPERATIONS) === null) missing("operation");
  wholeNumberOf(line, "quantity", 1000);
}
