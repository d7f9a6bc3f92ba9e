import { partCategoriesOf, type PartNeed } from "../parts/index.ts";
import type { ParsedDefect } from "./defect.ts";

const NO_NEEDS: readonly PartNeed[] = [];

/** What the defect's repair takes, by its item, its place and the part its text names. Empty where it takes none. */
export function partNeedsOf(
  defect: Pick<ParsedDefect, "annexItem" | "position" | "namedPart" | "remark">,
): readonly PartNeed[] {
  if (defect.annexItem === null || defect.remark) return NO_NEEDS;
  return partCategoriesOf(defect.annexItem, {
    axle: defect.position?.axle ?? null,
    side: defect.position?.side ?? null,
    namedPart: defect.namedPart,
  });
}
