import { isPass, nationalKind, nationalResult } from "../../../schedule/index.ts";
import {
  INSPECTION_KINDS,
  INSPECTION_RESULTS,
  type CountryCode,
  type InspectionKind,
  type InspectionResult,
} from "../../../vocabulary/index.ts";
import type { DefectRecord, InspectionRecord, VehicleRecord } from "../../record.ts";
import { RowError } from "../../rejection.ts";
import {
  dateOf,
  listOf,
  missing,
  objectOf,
  requireText,
  textOf,
  within,
  wordOf,
  type Fields,
} from "../fields.ts";
import { hashKey } from "../source-key.ts";
import { readDefect } from "./defect.ts";
import { readOdometer } from "./odometer.ts";
import { readVehicleName } from "./vehicle.ts";

export function readInspection(row: Fields, today: string): VehicleRecord {
  const identity = objectOf(row, "vehicle", readVehicleName) ?? missing("vehicle");
  return {
    identity,
    facts: null,
    areaCode: identity.country,
    inspections: [readRecord(row, identity.country, today)],
  };
}

function readRecord(row: Fields, country: CountryCode, today: string): InspectionRecord {
  const { performedOn, performedAt } = readMoment(row, today);
  const kind = readKind(row, country, performedOn);
  const defects = readDefects(row, performedOn);
  const result = readResult(row, country, performedOn, defects);
  return {
    source: "PARTNER",
    sourceKey: textOf(row, "id") ?? hashKey(performedOn, performedAt?.toISOString() ?? null, kind),
    kind,
    result,
    nationalKind: textOf(row, "nationalKind"),
    nationalResult: textOf(row, "nationalResult"),
    performedOn,
    performedAt,
    validUntil: isPass(result) ? dateOf(row, "validUntil") : null,
    certificateNumber: textOf(row, "certificateNumber"),
    garage: objectOf(row, "garage", (garage) => {
      return { source: "PARTNER", externalId: requireText(garage, "externalId") };
    }),
    reading: objectOf(row, "odometer", readOdometer),
    defects,
    isFindingOnly: false,
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The day is the country's; the instant, where it is given, is for telling two inspections of a day apart. */
function readMoment(row: Fields, today: string): { performedOn: string; performedAt: Date | null } {
  const performedOn = dateOf(row, "performedOn") ?? missing("performedOn");
  if (performedOn > today) throw new RowError("DATE_IN_FUTURE", "performedOn is after today");
  const text = textOf(row, "performedAt");
  if (text === null) return { performedOn, performedAt: null };
  const performedAt = new Date(text);
  if (!INSTANT.test(text) || Number.isNaN(performedAt.getTime())) {
    throw new RowError("FIELD_INVALID", "performedAt is not an instant (YYYY-MM-DDThh:mm:ssZ)");
  }
  return { performedOn, performedAt };
}

function readKind(row: Fields, country: CountryCode, performedOn: string): InspectionKind {
  const kind = wordOf(row, "kind", INSPECTION_KINDS);
  if (kind !== null) return kind;
  const read = nationalKind(country, textOf(row, "nationalKind") ?? missing("kind"), performedOn);
  if (read.isKnown) return read.kind;
  throw new RowError(
    "UNKNOWN_KIND",
    "kind is missing, and nationalKind is none we know of that country and day",
  );
}

function readResult(
  row: Fields,
  country: CountryCode,
  performedOn: string,
  defects: readonly DefectRecord[] | null,
): InspectionResult {
  const result = wordOf(row, "result", INSPECTION_RESULTS);
  if (result !== null) return result;
  const word = textOf(row, "nationalResult") ?? missing("result");
  const severities = defects?.map(({ severity }) => severity) ?? null;
  const read = nationalResult(country, word, performedOn, { severities });
  if (read.isKnown) return read.result;
  throw new RowError(
    "UNKNOWN_RESULT",
    "result is missing, and nationalResult is none we know of that country and day",
  );
}

function readDefects(row: Fields, performedOn: string): DefectRecord[] | null {
  const list = listOf(row, "defects");
  return list?.map((defect, at) => within(`defects[${at}].`, () => readDefect(defect, performedOn))) ?? null;
}
