/** One language for defects: items of Directive 2014/45/EU Annex I, whichever country's list a record was written in. */
export { ANNEX_ITEMS, annexItemTitle, findAnnexItem, isAnnexItem, type AnnexItem } from "./annex-item.ts";
export { DEFECT_WARNINGS, type DefectWarning, type ParsedDefect } from "./defect.ts";
export { parsePosition } from "./parse-position.ts";
export { parseUkDefect, type UkDefectRecord } from "./parse-uk-defect.ts";
export { POSITION_SPOTS, positionOf, type DefectPosition, type PositionSpot } from "./position.ts";
