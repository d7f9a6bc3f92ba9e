import {
  findAnnexItem,
  parseFrDefect,
  parsePosition,
  parseRdwDefect,
  parseUkDefect,
  type ParsedDefect,
} from "../../../defects/index.ts";
import { DEFECT_SEVERITIES, LOCALES, type Locale } from "../../../vocabulary/index.ts";
import type { DefectRecord } from "../../record.ts";
import { RowError } from "../../rejection.ts";
import { defectRecord } from "../defect-record.ts";
import { exactTextOf, missing, objectOf, textOf, wordOf, type Fields } from "../fields.ts";
import { readPosition } from "./position.ts";

/** Lists of defects that a record may be written in. */
const SCHEMES = ["EU_ANNEX_I", "FR_CT", "UK_MOT", "NL_RDW", "UNSTRUCTURED"] as const;

interface Given {
  readonly code: string | null;
  readonly text: string | null;
  readonly locale: Locale | null;
}

/** What the record says itself wins over what its code and text imply. */
export function readDefect(fields: Fields, performedOn: string): DefectRecord {
  const scheme = wordOf(fields, "scheme", SCHEMES) ?? missing("scheme");
  const given: Given = {
    code: textOf(fields, "code"),
    text: exactTextOf(fields, "text"),
    locale: wordOf(fields, "locale", LOCALES),
  };
  if (given.code === null && given.text === null) {
    throw new RowError("FIELD_MISSING", "code and text are both missing");
  }
  const severity = wordOf(fields, "severity", DEFECT_SEVERITIES);
  const parsed = parsedDefect(scheme, given, performedOn, severity);
  return defectRecord({
    ...parsed,
    severity: severity ?? parsed.severity,
    position: objectOf(fields, "position", readPosition) ?? parsed.position,
    rectified: fields["rectified"] === true || parsed.rectified,
  });
}

function parsedDefect(
  scheme: (typeof SCHEMES)[number],
  given: Given,
  performedOn: string,
  severity: string | null,
): ParsedDefect {
  const { code, text } = given;
  switch (scheme) {
    case "FR_CT":
      return parseFrDefect({ code, text });
    case "NL_RDW":
      return parseRdwDefect(code ?? missing("code"), performedOn, text);
    case "UK_MOT": {
      // British records have the reference at the end of their text.
      const written = code === null ? text : `${text ?? ""} (${code})`;
      const read = parseUkDefect({ text: written, type: severity ?? missing("severity") }, performedOn);
      return { ...read, text, textLocale: text === null ? null : read.textLocale };
    }
    case "EU_ANNEX_I":
    case "UNSTRUCTURED":
      if (severity === null) missing("severity");
      return plainDefect(scheme, given);
  }
}

/** Neither list implies a severity: the caller's is put in. */
function plainDefect(scheme: "EU_ANNEX_I" | "UNSTRUCTURED", { code, text, locale }: Given): ParsedDefect {
  const annexItem = scheme === "EU_ANNEX_I" && code !== null ? findAnnexItem(code) : null;
  return {
    code,
    scheme,
    annexItem,
    severity: "ADVISORY",
    position: text === null || locale === null ? null : parsePosition(text, locale),
    text,
    textLocale: text === null ? null : locale,
    namedPart: null,
    rectified: false,
    unstructured: scheme === "UNSTRUCTURED",
    remark: false,
    warnings: scheme === "EU_ANNEX_I" && annexItem === null ? ["DEFECT_CODE_UNKNOWN"] : [],
  };
}
