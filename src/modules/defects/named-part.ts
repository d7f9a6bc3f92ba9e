import { namedPartCandidates, type PartCategoryKey } from "../parts/index.ts";
import type { AnnexItem } from "./annex-item.ts";
import { NAMED_PART_WORDS } from "./named-parts.data.ts";
import { wordPattern } from "./word-pattern.ts";

const PATTERNS = new Map<PartCategoryKey, RegExp>(
  Object.entries(NAMED_PART_WORDS).map(([part, words]) => [part as PartCategoryKey, wordPattern(words)]),
);

/** The part a text names among those its item's repair may take; null where it names none of them. */
export function findNamedPart(lowerCaseText: string, annexItem: AnnexItem): PartCategoryKey | null {
  for (const part of namedPartCandidates(annexItem)) {
    if (PATTERNS.get(part)?.test(lowerCaseText) === true) return part;
  }
  return null;
}
