import type { DefectSeverity } from "../vocabulary/index.ts";
import type { DefectWarning, ParsedDefect } from "./defect.ts";
import { findNamedPart } from "./named-part.ts";
import { parseLowerCasePosition } from "./parse-position.ts";
import { findAnnexItemInText } from "./text-item.ts";
import { findUkReference, type UkReference } from "./uk-reference.ts";

/** One entry of `defects` in a record of the DVSA MOT history API. */
export interface UkDefectRecord {
  text: string | null;
  /** ADVISORY, MINOR, MAJOR, FAIL, DANGEROUS, PRS, USER ENTERED, NON SPECIFIC or SYSTEM GENERATED. */
  type: string;
  dangerous?: boolean | null;
}

const SEVERITY_OF_TYPE = new Map<string, DefectSeverity>([
  ["ADVISORY", "ADVISORY"],
  ["MINOR", "MINOR"],
  ["MAJOR", "MAJOR"],
  ["FAIL", "MAJOR"],
  ["DANGEROUS", "DANGEROUS"],
  ["PRS", "MAJOR"],
  ["USER ENTERED", "ADVISORY"],
  ["NON SPECIFIC", "ADVISORY"],
  ["SYSTEM GENERATED", "ADVISORY"],
]);

const NO_WARNINGS: readonly DefectWarning[] = [];

function warningsOf(
  reference: UkReference | null,
  annexItem: ParsedDefect["annexItem"],
  severity: DefectSeverity | undefined,
): readonly DefectWarning[] {
  const warnings: DefectWarning[] = [];
  if (reference !== null && reference.annexItem === null) warnings.push("DEFECT_CODE_UNKNOWN");
  if (annexItem === null) warnings.push("DEFECT_ITEM_UNKNOWN");
  if (severity === undefined) warnings.push("DEFECT_SEVERITY_UNKNOWN");
  return warnings.length === 0 ? NO_WARNINGS : warnings;
}

/**
 * A British defect in our words. `completedOn` is the inspection's day (YYYY-MM-DD), null where unknown: it tells the
 * manual of May 2018 from the one before.
 */
export function parseUkDefect(record: UkDefectRecord, completedOn: string | null): ParsedDefect {
  const text = record.text ?? "";
  const lowerCaseText = text.toLowerCase();
  const reference = findUkReference(text, lowerCaseText, completedOn);
  const annexItem = reference?.annexItem ?? findAnnexItemInText(lowerCaseText);
  const severity = SEVERITY_OF_TYPE.get(record.type);
  return {
    code: reference?.code ?? null,
    scheme: reference?.scheme ?? "UNSTRUCTURED",
    annexItem,
    severity: record.dangerous === true ? "DANGEROUS" : (severity ?? "ADVISORY"),
    position: parseLowerCasePosition(lowerCaseText, "EN"),
    text: record.text,
    textLocale: record.text === null ? null : "EN",
    namedPart: annexItem === null ? null : findNamedPart(lowerCaseText, annexItem),
    rectified: record.type === "PRS",
    unstructured: record.type === "USER ENTERED",
    warnings: warningsOf(reference, annexItem, severity),
  };
}
