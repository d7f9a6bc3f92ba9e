import type { DefectScheme } from "../vocabulary/index.ts";
import type { AnnexItem } from "./annex-item.ts";
import type { DefectPosition } from "./position.ts";

/** What decides whether two defects are the same one. Stored rows have it as well as freshly parsed defects. */
export interface ComparableDefect {
  scheme: DefectScheme;
  code: string | null;
  annexItem: AnnexItem | null;
  position: DefectPosition | null;
}

type Part = keyof DefectPosition;
const EXACT_PARTS: readonly Part[] = ["axle", "spot", "axleNumber"];

/** Whether two places may be one: what one of them leaves open fits, and BOTH includes either side. */
export function positionsCompatible(a: DefectPosition | null, b: DefectPosition | null): boolean {
  if (a === null || b === null || a === b) return true;
  if (EXACT_PARTS.some((part) => a[part] !== null && b[part] !== null && a[part] !== b[part])) return false;
  return a.side === null || b.side === null || a.side === b.side || isBothAndOne(a, b);
}

function isBothAndOne(a: DefectPosition, b: DefectPosition): boolean {
  return (a.side === "BOTH" && b.side !== "CENTRE") || (b.side === "BOTH" && a.side !== "CENTRE");
}

function sameCode(a: ComparableDefect, b: ComparableDefect): boolean {
  return a.code !== null && a.code === b.code && a.scheme === b.scheme;
}

/**
 * The defect of the previous periodic inspection that this one repeats: the same code of the same list, or else the
 * same item, at a place that may be the same. Null where there is none. Severity plays no part: an advisory that
 * became a failure is what a repeat is about.
 */
export function repeatOf<Previous extends ComparableDefect>(
  defect: ComparableDefect,
  previousPeriodicDefects: readonly Previous[],
): Previous | null {
  let sameItem: Previous | null = null;
  for (const previous of previousPeriodicDefects) {
    if (!positionsCompatible(defect.position, previous.position)) continue;
    if (sameCode(defect, previous)) return previous;
    if (defect.annexItem !== null && defect.annexItem === previous.annexItem) sameItem ??= previous;
  }
  return sameItem;
}
