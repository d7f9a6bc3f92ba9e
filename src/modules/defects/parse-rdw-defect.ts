import type { PartCategoryKey } from "../parts/index.ts";
import type { AnnexItem } from "./annex-item.ts";
import type { DefectWarning, ParsedDefect } from "./defect.ts";
import { readText } from "./read-text.ts";
import { RDW_ADVICE_CODES, RDW_CODE_ROWS, RDW_REMARK_CODES, RDW_VALIDITY_ROWS } from "./rdw-codes.data.ts";

/** A code of RDW's defect list. */
export interface RdwCode {
  code: string;
  annexItem: AnnexItem | null;
  namedPart: PartCategoryKey | null;
  /** Point of rejection, point of advice, or a remark about the inspection itself. */
  kind: "REJECTION" | "ADVICE" | "REMARK";
  /** First and last day (YYYY-MM-DD), both included; null where the list leaves them open. */
  validFrom: string | null;
  validTo: string | null;
}

const USUAL_VALIDITY = { validFrom: "2017-04-01", validTo: null };
const NO_WARNINGS: readonly DefectWarning[] = [];

function codeList(): ReadonlyMap<string, RdwCode> {
  const advice = new Set(RDW_ADVICE_CODES.split(" "));
  const remarks = new Set(RDW_REMARK_CODES.split(" "));
  const kindOf = (code: string): RdwCode["kind"] =>
    advice.has(code) ? "ADVICE" : remarks.has(code) ? "REMARK" : "REJECTION";
  const validity = new Map(
    RDW_VALIDITY_ROWS.flatMap(({ codes, ...row }) => codes.split(" ").map((code) => [code, row] as const)),
  );
  return new Map(
    RDW_CODE_ROWS.flatMap(({ codes, annexItem, namedPart = null }) =>
      codes.split(" ").map((code) => {
        const { validFrom, validTo } = validity.get(code) ?? USUAL_VALIDITY;
        return [code, { code, annexItem, namedPart, kind: kindOf(code), validFrom, validTo }] as const;
      }),
    ),
  );
}

const CODES = codeList();

/** The code as RDW's list of May 2018 has it; null where it is not in that list. */
export function findRdwCode(code: string): RdwCode | null {
  return CODES.get(code.trim().toUpperCase()) ?? null;
}

/** Whether the code was in force on that day (YYYY-MM-DD). The old and the new list overlap by two days in 2017. */
export function validOn(code: RdwCode, day: string): boolean {
  return (code.validFrom === null || code.validFrom <= day) && (code.validTo === null || day <= code.validTo);
}

function warningsOf(found: RdwCode | null, foundOn: string | null): readonly DefectWarning[] {
  if (found === null) return ["DEFECT_CODE_UNKNOWN", "DEFECT_ITEM_UNKNOWN"];
  const warnings: DefectWarning[] = [];
  if (foundOn !== null && !validOn(found, foundOn)) warnings.push("DEFECT_CODE_NOT_VALID");
  if (found.annexItem === null) warnings.push("DEFECT_ITEM_UNKNOWN");
  return warnings.length === 0 ? NO_WARNINGS : warnings;
}

/**
 * A Dutch defect in our words. RDW's rows have only the code; `text` is the list's description where the caller has
 * it. `foundOn` is the day of the inspection, null where unknown: the code's validity is then not judged.
 */
export function parseRdwDefect(
  code: string,
  foundOn: string | null,
  text: string | null = null,
): ParsedDefect {
  const found = findRdwCode(code);
  const annexItem = found?.annexItem ?? null;
  const reading = readText(text, "NL", annexItem);
  return {
    code: found?.code ?? code.trim(),
    scheme: "NL_RDW",
    annexItem,
    severity: found === null || found.kind === "REJECTION" ? "MAJOR" : "ADVISORY",
    ...reading,
    namedPart: found?.namedPart ?? reading.namedPart,
    rectified: false,
    unstructured: false,
    remark: found?.kind === "REMARK",
    warnings: warningsOf(found, foundOn),
  };
}
