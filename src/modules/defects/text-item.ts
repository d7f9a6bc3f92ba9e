import type { AnnexItem } from "./annex-item.ts";
import { REMARK_PATTERN, TEXT_ITEM_ROWS } from "./text-items.data.ts";

/** The item a British inspector's own words are about; null where they name nothing we know. */
export function findAnnexItemInText(lowerCaseText: string): AnnexItem | null {
  for (const row of TEXT_ITEM_ROWS) {
    if (row.pattern.test(lowerCaseText)) return row.annexItem;
  }
  return null;
}

/** Whether a British text is a note about the inspection itself. Nothing has to be repaired for it. */
export function isInspectionRemark(lowerCaseText: string): boolean {
  return REMARK_PATTERN.test(lowerCaseText);
}
