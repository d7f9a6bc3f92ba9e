import { findPartCategory, partCategoriesOf, type PartCategoryKey, type PartNeed } from "../parts/index.ts";
import type { Axle, PartFamily, RepairOperation, Side, Spot } from "../vocabulary/index.ts";
import type { DefectFact } from "./facts.ts";

/** Where a part sits, as far as it matters for that part: pads are sold by the axle, tyres by the wheel. */
export interface Place {
  readonly axle: Axle | null;
  readonly side: Side | null;
  readonly spot: Spot | null;
  readonly axleNumber: number | null;
}

/** A part that a defect's repair takes. */
export interface Need extends Place {
  /** The same for defects that one repair puts right. */
  readonly key: string;
  readonly partCategory: PartCategoryKey;
  readonly partFamily: PartFamily;
  readonly operation: RepairOperation;
  readonly quantity: number;
}

const NOWHERE: Place = { axle: null, side: null, spot: null, axleNumber: null };

/** Items, places and parts are few, defects are many: each combination is worked out once. */
const known = new Map<string, readonly Need[]>();
const MOST_KNOWN = 50_000;

/** What the repair of a stored defect takes; empty where no part follows from it. */
export function needsOf(defect: DefectFact): readonly Need[] {
  const { annexItem, axle, side, spot, axleNumber, partCategories } = defect;
  if (annexItem === null || partCategories.length === 0) return [];
  const combination = `${annexItem}|${axle}|${side}|${spot}|${axleNumber}|${partCategories.join()}`;
  let needs = known.get(combination);
  if (needs === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    needs = partCategories.flatMap((part) => needOf(annexItem, part, defect) ?? []);
    known.set(combination, needs);
  }
  return needs;
}

function needOf(annexItem: string, part: string, defect: DefectFact): Need | null {
  const category = findPartCategory(part);
  if (category === null) return null;
  const { key: partCategory, family: partFamily } = category;
  const usual = findNeed(annexItem, partCategory, defect);
  // Of a stored part that the item's row no longer expects, nothing is said but that it is to be looked at.
  const { operation, quantity } = usual ?? { operation: "CHECK", quantity: 0 };
  const place = placeOf(category.unit, defect);
  const key = needKey(partCategory, place);
  return { key, partCategory, partFamily, operation, quantity, ...place };
}

/** The crosswalk's need of a part: among the item's usual ones, or as the one that the record named. */
function findNeed(annexItem: string, part: PartCategoryKey, defect: DefectFact): PartNeed | undefined {
  const { axle, side } = defect;
  const find = (needs: readonly PartNeed[]) => needs.find(({ partCategory }) => partCategory === part);
  return (
    find(partCategoriesOf(annexItem, { axle, side })) ??
    find(partCategoriesOf(annexItem, { axle, side, namedPart: part }))
  );
}

function placeOf(unit: string, { axle, side, spot, axleNumber }: DefectFact): Place {
  if (unit === "SIDE") return { axle, side, spot, axleNumber };
  return unit === "SINGLE" ? NOWHERE : { ...NOWHERE, axle, axleNumber };
}

/** Names a need within one vehicle. */
export function needKey(partCategory: string, { axle, side, spot, axleNumber }: Place): string {
  return `${partCategory}|${axle ?? ""}|${side ?? ""}|${spot ?? ""}|${axleNumber ?? ""}`;
}

/** A need with the defects that ask for it. */
export interface GroupedNeed extends Need {
  readonly defects: readonly DefectFact[];
}

/** The needs of some defects, each once, in the order in which they first appear. */
export function groupNeeds(
  defects: readonly DefectFact[],
  wanted: (need: Need) => boolean = () => true,
): Map<string, GroupedNeed> {
  const groups = new Map<string, GroupedNeed & { defects: DefectFact[] }>();
  for (const defect of defects) {
    for (const need of needsOf(defect)) {
      if (!wanted(need)) continue;
      const group = groups.get(need.key);
      if (group === undefined) groups.set(need.key, { ...need, defects: [defect] });
      else {
        group.defects.push(defect);
        if (need.quantity > group.quantity) groups.set(need.key, { ...group, quantity: need.quantity });
      }
    }
  }
  return groups;
}
