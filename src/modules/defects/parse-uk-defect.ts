import type { DefectSeverity } from "../vocabulary/index.ts";
import type { DefectWarning, ParsedDefect } from "./defect.ts";
import { readText } from "./read-text.ts";
import { findAnnexItemInText, isInspectionRemark } from "./text-item.ts";
import { findUkReference, type UkReference, type UkVehicleManual } from "./uk-reference.ts";

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
  typeKnown: boolean,
): readonly DefectWarning[] {
  if (reference?.known !== false && annexItem !== null && typeKnown) return NO_WARNINGS;
  const warnings: DefectWarning[] = [];
  if (reference?.known === false) warnings.push("DEFECT_CODE_UNKNOWN");
  if (annexItem === null) warnings.push("DEFECT_ITEM_UNKNOWN");
  if (!typeKnown) warnings.push("DEFECT_SEVERITY_UNKNOWN");
  return warnings;
}

function severityOf(record: UkDefectRecord): DefectSeverity {
  if (record.dangerous === true) return "DANGEROUS";
  return SEVERITY_OF_TYPE.get(record.type) ?? "ADVISORY";
}

/**
 * A British defect in our words. `completedOn` is the inspection's day (YYYY-MM-DD), null where unknown: it tells the
 * manual of May 2018 from the ones before. `manual` matters for references from before that day only.
 */
export function parseUkDefect(
  record: UkDefectRecord,
  completedOn: string | null,
  manual: UkVehicleManual = "CAR",
): ParsedDefect {
  const text = record.text ?? "";
  const lowerCaseText = text.toLowerCase();
  const reference = findUkReference(text, lowerCaseText, completedOn, manual);
  const annexItem = reference?.annexItem ?? findAnnexItemInText(lowerCaseText);
  return {
    code: reference === null ? null : reference.code,
    scheme: reference === null ? "UNSTRUCTURED" : reference.scheme,
    annexItem,
    severity: severityOf(record),
    ...readText(record.text, "EN", annexItem),
    rectified: record.type === "PRS",
    unstructured: record.type === "USER ENTERED",
    remark: isInspectionRemark(lowerCaseText),
    warnings: warningsOf(reference, annexItem, SEVERITY_OF_TYPE.has(record.type)),
  };
}
