import type { DefectSeverity } from "../vocabulary/index.ts";
import { findAnnexItem, isListedNumber, type AnnexItem } from "./annex-item.ts";
import type { DefectWarning, ParsedDefect } from "./defect.ts";
import { readText } from "./read-text.ts";

/** One defect of a French report (procès-verbal): "5.2.3.e.2. PNEUMATIQUES : L'indicateur d'usure … AVG". */
export interface FrDefectRecord {
  /** Null where the source has it at the start of the text only. */
  code: string | null;
  text: string | null;
}

/** Arrêté du 18 juin 1991 as in force since 2018-05-20, annexe I: item, letter, and 1 minor, 2 major, 3 critical. */
const CODE = /^(\d{1,2}(?:\.\d{1,2}){1,3})\.([a-z]{1,2})\.([123])\.?(?=\s|$)/i;

const SEVERITY_OF_DIGIT: Record<string, DefectSeverity> = { "1": "MINOR", "2": "MAJOR", "3": "DANGEROUS" };

// Functions 0 to 8 are the directive's. The French list goes on with fittings of taxis, ambulances, driving schools
// and breakdown lorries, where the directive's 9 is about buses.
const LAST_COMMON_FUNCTION = 8;

/** The French list has three levels only and runs the last two of the exhaust emissions' numbers together. */
const FR_OWN_ITEMS = new Map<string, AnnexItem>([
  ["8.2.11", "8.2.1.1"],
  ["8.2.12", "8.2.1.2"],
  ["8.2.21", "8.2.2.1"],
  ["8.2.22", "8.2.2.2"],
]);

const NO_WARNINGS: readonly DefectWarning[] = [];

interface FrCode {
  code: string;
  number: string;
  severity: DefectSeverity;
}

function readCode(source: string): FrCode | null {
  const parts = CODE.exec(source.trimStart());
  const [, number, letter, digit] = parts ?? [];
  if (number === undefined || letter === undefined || digit === undefined) return null;
  const severity = SEVERITY_OF_DIGIT[digit] ?? "ADVISORY";
  return { code: `${number}.${letter.toLowerCase()}.${digit}`, number, severity };
}

function annexItemOf(number: string): AnnexItem | null {
  if (Number.parseInt(number, 10) > LAST_COMMON_FUNCTION) return null;
  return FR_OWN_ITEMS.get(number) ?? findAnnexItem(number);
}

function warningsOf(read: FrCode | null, annexItem: AnnexItem | null): readonly DefectWarning[] {
  if (read === null) return ["DEFECT_CODE_UNKNOWN", "DEFECT_ITEM_UNKNOWN", "DEFECT_SEVERITY_UNKNOWN"];
  if (annexItem === null) return ["DEFECT_ITEM_UNKNOWN"];
  return FR_OWN_ITEMS.has(read.number) || isListedNumber(read.number) ? NO_WARNINGS : ["DEFECT_CODE_UNKNOWN"];
}

/**
 * A French defect in our words. Codes from before 2018-05-20 ("1.1.1.2.2") belong to another list and are kept and
 * flagged like any code we do not know.
 */
export function parseFrDefect(record: FrDefectRecord): ParsedDefect {
  const read = readCode(record.code ?? record.text ?? "");
  const annexItem = read === null ? null : annexItemOf(read.number);
  return {
    code: read === null ? (record.code?.trim() ?? null) : read.code,
    scheme: record.code === null && read === null ? "UNSTRUCTURED" : "FR_CT",
    annexItem,
    severity: read === null ? "ADVISORY" : read.severity,
    ...readText(record.text, "FR", annexItem),
    rectified: false,
    unstructured: false,
    remark: false,
    warnings: warningsOf(read, annexItem),
  };
}
