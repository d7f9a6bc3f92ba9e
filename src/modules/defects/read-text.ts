import type { Locale } from "../vocabulary/index.ts";
import type { AnnexItem } from "./annex-item.ts";
import type { ParsedDefect } from "./defect.ts";
import { findNamedPart } from "./named-part.ts";
import { parseLowerCasePosition } from "./parse-position.ts";

type TextReading = Pick<ParsedDefect, "text" | "textLocale" | "position" | "namedPart">;

const NO_TEXT: TextReading = { text: null, textLocale: null, position: null, namedPart: null };

/** What a record's text tells beside its code: where the defect is and which part it names. */
export function readText(text: string | null, locale: Locale, annexItem: AnnexItem | null): TextReading {
  if (text === null) return NO_TEXT;
  const lowerCaseText = text.toLowerCase();
  return {
    text,
    textLocale: locale,
    position: parseLowerCasePosition(lowerCaseText, locale),
    namedPart: annexItem === null ? null : findNamedPart(lowerCaseText, annexItem),
  };
}
