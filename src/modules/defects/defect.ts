import type { PartCategoryKey } from "../parts/index.ts";
import type { DefectScheme, DefectSeverity, Locale } from "../vocabulary/index.ts";
import type { AnnexItem } from "./annex-item.ts";
import type { DefectPosition } from "./position.ts";

/**
 * DEFECT_CODE_UNKNOWN: the code is not in its scheme's list, or has not its form. DEFECT_CODE_NOT_VALID: it is in the
 * list, but not at that date. DEFECT_ITEM_UNKNOWN: no item of the directive could be told from code or text.
 * DEFECT_SEVERITY_UNKNOWN: the source's severity is not one we know, so the mildest was taken.
 */
export const DEFECT_WARNINGS = [
  "DEFECT_CODE_UNKNOWN",
  "DEFECT_CODE_NOT_VALID",
  "DEFECT_ITEM_UNKNOWN",
  "DEFECT_SEVERITY_UNKNOWN",
] as const;
export type DefectWarning = (typeof DEFECT_WARNINGS)[number];

/** A defect in our words, whatever the country's list said. Nothing of the source's text is dropped. */
export interface ParsedDefect {
  /** The source's code in one spelling ("5.2.3(d)(ii)", "1.1.13.a.3"); null where it gave only text. */
  code: string | null;
  scheme: DefectScheme;
  /** Null where neither code nor text tells it. */
  annexItem: AnnexItem | null;
  severity: DefectSeverity;
  position: DefectPosition | null;
  /** The source's text in full; null where it gave only a code we have no text for. */
  text: string | null;
  /** The language of `text`; null where text is null or in a language we do not serve. */
  textLocale: Locale | null;
  /** The part the text names, where that decides between the parts of its item. */
  namedPart: PartCategoryKey | null;
  /** Put right at the station within the hour (UK PRS). */
  rectified: boolean;
  /** Typed in freely by the inspector rather than chosen from the list. */
  unstructured: boolean;
  /** A note about how the inspection could be done, not about the vehicle's condition: it needs no part. */
  remark: boolean;
  warnings: readonly DefectWarning[];
}
