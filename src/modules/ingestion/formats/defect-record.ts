import { partNeedsOf, type ParsedDefect } from "../../defects/index.ts";
import type { DefectRecord } from "../record.ts";

/** A defect in the columns it is stored in, with the part categories that its repair takes. */
export function defectRecord(defect: ParsedDefect): DefectRecord {
  const { position } = defect;
  return {
    severity: defect.severity,
    code: defect.code,
    scheme: defect.scheme,
    annexItem: defect.annexItem,
    text: defect.text,
    textLocale: defect.textLocale,
    axle: position?.axle ?? null,
    side: position?.side ?? null,
    spot: position?.spot ?? null,
    axleNumber: position?.axleNumber ?? null,
    partCategories: [...new Set(partNeedsOf(defect).map(({ partCategory }) => partCategory))],
    rectified: defect.rectified,
    unstructured: defect.unstructured,
    codeUnknown: defect.warnings.includes("DEFECT_CODE_UNKNOWN"),
  };
}
