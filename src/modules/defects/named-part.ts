import { namedPartCandidates, type PartCategoryKey } from "../parts/index.ts";
import type { AnnexItem } from "./annex-item.ts";
import { NAMED_PART_WORDS } from "./named-parts.data.ts";

/** The part a text names among those its item's repair may take; null where it names none of them. */
export function findNamedPart(lowerCaseText: string, annexItem: AnnexItem): PartCategoryKey | null {
  for (const part of namedPartCandidates(annexItem)) {
    for (const word of NAMED_PART_WORDS[part] ?? []) {
      if (lowerCaseText.includes(word)) return part;
    }
  }
  return null;
}
