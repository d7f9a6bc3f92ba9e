import type { ParsedRow } from "../../parsed-row.ts";
import type { RecordKind } from "../../record.ts";
import { accepted, RowError, type Rejection } from "../../rejection.ts";
import { textOf, type Fields } from "../fields.ts";
import { readGarage } from "./garage.ts";
import { readInspection } from "./inspection.ts";
import { readRepairOrder } from "./repair-order.ts";
import { readVehicle } from "./vehicle.ts";

/*
 * Our own format, described field by field in docs/ingestion.md: one JSON object a line, whose `type` says what it is.
 * Words are those of the GraphQL schema.
 */

const KIND_OF_TYPE: ReadonlyMap<string | null, RecordKind> = new Map<string, RecordKind>([
  ["vehicle", "vehicle"],
  ["inspection", "inspection"],
  ["garage", "garage"],
  ["repairOrder", "repairOrder"],
]);

export function parseKimberlite(row: Fields, today: string): ParsedRow {
  const kind = KIND_OF_TYPE.get(textOf(row, "type"));
  if (kind === undefined) {
    throw new RowError("ROW_NOT_OF_FORMAT", "type is none of vehicle, inspection, garage, repairOrder");
  }
  const rejections: Rejection[] = [];
  const parsed = accepted(kind, rejections, () => readRecord(kind, row, today));
  return { vehicle: null, garage: null, ...parsed, rejections };
}

function readRecord(
  kind: RecordKind,
  row: Fields,
  today: string,
): Partial<Pick<ParsedRow, "vehicle" | "garage" | "repairOrder">> {
  switch (kind) {
    case "vehicle":
      return { vehicle: readVehicle(row) };
    case "inspection":
      return { vehicle: readInspection(row, today) };
    case "garage":
      return { garage: readGarage(row) };
    case "repairOrder":
      return { repairOrder: readRepairOrder(row, today) };
  }
}
