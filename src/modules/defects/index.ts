/** One language for defects: items of Directive 2014/45/EU Annex I, whichever country's list a record was written in. */
export { ANNEX_ITEMS, annexItemTitle, findAnnexItem, isAnnexItem, type AnnexItem } from "./annex-item.ts";
export { defectText } from "./defect-text.ts";
export { DEFECT_WARNINGS, type DefectWarning, type ParsedDefect } from "./defect.ts";
export { findFinnishItem, type FinnishItem } from "./finnish-item.ts";
export { parseFrDefect, type FrDefectRecord } from "./parse-fr-defect.ts";
export { parsePosition } from "./parse-position.ts";
export { findRdwCode, parseRdwDefect, validOn, type RdwCode } from "./parse-rdw-defect.ts";
export { parseUkDefect, type UkDefectRecord } from "./parse-uk-defect.ts";
export { partNeedsOf } from "./part-needs-of.ts";
export { POSITION_SPOTS, positionOf, type DefectPosition, type PositionSpot } from "./position.ts";
export { positionsCompatible, repeatOf, type ComparableDefect } from "./repeat-of.ts";
export type { UkVehicleManual } from "./uk-reference.ts";
