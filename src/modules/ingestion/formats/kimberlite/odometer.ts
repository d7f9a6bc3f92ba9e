import { MAX_ODOMETER_VALUE } from "../../../odometer/index.ts";
import { ODOMETER_UNITS } from "../../../vocabulary/index.ts";
import type { InspectionRecord } from "../../record.ts";
import { missing, wholeNumberOf, wordOf, type Fields } from "../fields.ts";

export function readOdometer(odometer: Fields): NonNullable<InspectionRecord["reading"]> {
  return {
    value: wholeNumberOf(odometer, "value", MAX_ODOMETER_VALUE) ?? missing("value"),
    unit: wordOf(odometer, "unit", ODOMETER_UNITS) ?? missing("unit"),
  };
}
