import { parseUkDefect } from "../../defects/index.ts";
import { MAX_ODOMETER_VALUE } from "../../odometer/index.ts";
import { isFailure, isPass, nationalResult } from "../../schedule/index.ts";
import type { DataSource, FuelType, InspectionResult } from "../../vocabulary/index.ts";
import type { ParsedRow } from "../parsed-row.ts";
import type { DefectRecord, InspectionRecord, VehicleFacts, VehicleRecord } from "../record.ts";
import { accepted, RowError, type Rejection } from "../rejection.ts";
import { defectRecord } from "./defect-record.ts";
import {
  dateOf,
  exactTextOf,
  listOf,
  missing,
  requireDate,
  requireText,
  textOf,
  wholeNumberOf,
  type Fields,
} from "./fields.ts";
import { readPlate } from "./identity.ts";
import { hashKey } from "./source-key.ts";

/*
 * DVSA MOT history API, bulk download: one vehicle a line with all its tests
 * (https://documentation.history.mot.api.gov.uk, "Bulk download"; Open Government Licence v3.0).
 */

/** `fuelType` of the API, lower case. The API does not tell plug-in hybrids from others. */
const FUELS: ReadonlyMap<string, FuelType> = new Map([
  ["petrol", "PETROL"],
  ["diesel", "DIESEL"],
  ["electric", "ELECTRIC"],
  ["hybrid electric (clean)", "HYBRID"],
  ["electric diesel", "HYBRID"],
  ["gas bi-fuel", "LPG"],
  ["lpg", "LPG"],
  ["cng", "CNG"],
  ["lng", "OTHER"],
  ["gas", "OTHER"],
  ["gas diesel", "OTHER"],
  ["fuel cells", "HYDROGEN"],
  ["steam", "OTHER"],
  ["other", "OTHER"],
]);

/** `dataSource` of the API. CVS is DVSA's own service for commercial vehicles. */
const SOURCES: ReadonlyMap<string, DataSource> = new Map([
  ["DVSA", "DVSA"],
  ["CVS", "DVSA"],
  ["DVA_NI", "DVA_NI"],
  ["DVA NI", "DVA_NI"],
]);

const NORTHERN_IRELAND = "GB-NIR";
const RECTIFICATION_MS = 60 * 60 * 1000;

export function parseUkMotHistory(row: Fields, today: string): ParsedRow {
  if (!("registration" in row) && !("motTests" in row)) {
    throw new RowError("ROW_NOT_OF_FORMAT", "neither registration nor motTests is there");
  }
  const rejections: Rejection[] = [];
  const vehicle = accepted("vehicle", rejections, () => readVehicle(row, today, rejections));
  return { vehicle, garage: null, rejections };
}

function readVehicle(row: Fields, today: string, rejections: Rejection[]): VehicleRecord {
  const identity = readPlate("GB", row, "registration");
  const facts = readFacts(row);
  const tests = (listOf(row, "motTests") ?? []).flatMap((test, at) => {
    const read = accepted("inspection", rejections, () => readTest(test, today), `motTests[${at}].`);
    return read === null ? [] : [read];
  });
  return {
    identity,
    facts,
    areaCode: areaOf(tests),
    inspections: tests.map((test) => inspectionOf(test, tests)),
  };
}

function readFacts(row: Fields): VehicleFacts {
  const registeredOn = dateOf(row, "registrationDate");
  const usedOn = dateOf(row, "firstUsedDate") ?? registeredOn;
  return {
    make: unlessUnknown(textOf(row, "make")),
    model: unlessUnknown(textOf(row, "model")),
    variant: null,
    colour: unlessUnknown(textOf(row, "primaryColour")),
    // Records say neither the class of the vehicle nor what it is used for.
    category: "UNKNOWN",
    usage: "UNKNOWN",
    fuel: FUELS.get(textOf(row, "fuelType")?.toLowerCase() ?? "") ?? "UNKNOWN",
    engineCapacityCc: wholeNumberOf(row, "engineSize") ?? null,
    powerKw: null,
    grossMassKg: null,
    firstRegisteredOn: usedOn,
    firstRegisteredPrecision: "DAY",
    firstAdmissionOn: registeredOn === usedOn ? null : registeredOn,
  };
}

function unlessUnknown(text: string | null): string | null {
  const upper = text?.toUpperCase() ?? null;
  return upper === "UNKNOWN" || upper === "NOT STATED" ? null : upper;
}

/** The record of a test does not name its station; that it was in Northern Ireland is all that is known of the place. */
function areaOf(tests: readonly Test[]): string {
  const last = tests.reduce<Test | null>(
    (latest, test) => (latest === null || test.performedAt > latest.performedAt ? test : latest),
    null,
  );
  return last?.source === "DVA_NI" ? NORTHERN_IRELAND : "GB";
}

interface Test {
  readonly source: DataSource;
  readonly number: string | null;
  readonly performedOn: string;
  readonly performedAt: Date;
  readonly nationalResult: string;
  /** Before it is known whether a failure was put right at the station. */
  readonly result: InspectionResult;
  readonly expiryOn: string | null;
  readonly reading: InspectionRecord["reading"];
  readonly defects: readonly DefectRecord[] | null;
}

function readTest(fields: Fields, today: string): Test {
  const performedAt = readInstant(requireText(fields, "completedDate"));
  const performedOn = performedAt.toISOString().slice(0, 10);
  if (performedOn > today) throw new RowError("DATE_IN_FUTURE", "completedDate is after today");
  const defects = listOf(fields, "defects")?.map((defect) => readDefect(defect, performedOn)) ?? null;
  const word = requireText(fields, "testResult");
  const severities = defects?.map(({ severity }) => severity) ?? null;
  const read = nationalResult("GB", word, performedOn, { severities });
  if (!read.isKnown) throw new RowError("UNKNOWN_RESULT", "testResult is neither PASSED nor FAILED");
  return {
    source: sourceOf(textOf(fields, "dataSource")),
    number: textOf(fields, "motTestNumber"),
    performedOn,
    performedAt,
    nationalResult: word,
    result: read.result,
    expiryOn: dateOf(fields, "expiryDate"),
    reading: readOdometer(fields),
    defects,
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

function readInstant(text: string): Date {
  const form = "YYYY-MM-DDThh:mm:ssZ";
  requireDate(text.slice(0, 10), "completedDate", form);
  const instant = new Date(text);
  if (INSTANT.test(text) && !Number.isNaN(instant.getTime())) return instant;
  throw new RowError("FIELD_INVALID", `completedDate is not an instant (${form})`);
}

function sourceOf(name: string | null): DataSource {
  const source = SOURCES.get(name ?? "DVSA");
  if (source === undefined) throw new RowError("FIELD_INVALID", "dataSource is none of DVSA, DVA_NI, CVS");
  return source;
}

function readDefect(fields: Fields, performedOn: string): DefectRecord {
  const text = exactTextOf(fields, "text");
  const type = requireText(fields, "type");
  return defectRecord(parseUkDefect({ text, type, dangerous: fields["dangerous"] === true }, performedOn));
}

/** `odometerResultType` is READ, UNREADABLE or NO_ODOMETER; null in Northern Ireland, where the value counts alone. */
function readOdometer(fields: Fields): InspectionRecord["reading"] {
  const resultType = textOf(fields, "odometerResultType");
  if (resultType === "UNREADABLE" || resultType === "NO_ODOMETER") return null;
  const value = wholeNumberOf(fields, "odometerValue", MAX_ODOMETER_VALUE);
  if (value === null) return null;
  const unit = textOf(fields, "odometerUnit")?.toUpperCase() ?? missing("odometerUnit");
  if (unit !== "MI" && unit !== "KM")
    throw new RowError("FIELD_INVALID", "odometerUnit is neither MI nor KM");
  return { value, unit };
}

function inspectionOf(test: Test, tests: readonly Test[]): InspectionRecord {
  const passed = isPass(test.result);
  const isRectified = passed && tests.some((failed) => isRectifiedBy(failed, test));
  return {
    source: test.source,
    sourceKey: test.number ?? hashKey(test.performedAt.toISOString(), test.nationalResult),
    kind: "PERIODIC",
    result: isRectified ? "PASS_AFTER_RECTIFICATION" : test.result,
    nationalKind: null,
    nationalResult: test.nationalResult,
    performedOn: test.performedOn,
    performedAt: test.performedAt,
    // A Northern Irish failure repeats the earlier certificate's last day, or has 1900-01-01 for none.
    validUntil: passed && test.expiryOn !== null && test.expiryOn >= test.performedOn ? test.expiryOn : null,
    certificateNumber: test.number,
    garage: null,
    reading: test.reading,
    defects: test.defects,
    isFindingOnly: false,
  };
}

/**
 * Whether the pass is the second half of a rectification at the station (PRS): it is within the hour after a failure
 * whose failing defects were all put right there. The register writes the two a second apart, or in the same one.
 */
function isRectifiedBy(failed: Test, pass: Test): boolean {
  const waitedMs = pass.performedAt.getTime() - failed.performedAt.getTime();
  if (!isFailure(failed.result) || waitedMs < 0 || waitedMs > RECTIFICATION_MS) return false;
  const failing =
    failed.defects?.filter(({ severity }) => severity === "MAJOR" || severity === "DANGEROUS") ?? [];
  return failing.length > 0 && failing.every(({ rectified }) => rectified);
}
