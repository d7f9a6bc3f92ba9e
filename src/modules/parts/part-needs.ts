import type { Axle, RepairOperation, Side } from "../vocabulary/index.ts";
import { CROSSWALK_ROWS, type CrosswalkRow } from "./crosswalk.data.ts";
import { PART_CATEGORY_ROWS } from "./part-categories.data.ts";
import type { PartCategoryKey } from "./part-category.ts";

/** One part category a defect's repair takes. */
export interface PartNeed {
  partCategory: PartCategoryKey;
  operation: RepairOperation;
  /** Pieces or sets (see PartUnit). 0 for ADJUST, CLEAN and CHECK: work on the part, without a new one. */
  quantity: number;
}

/** What a record says beyond its item. Unknown things are null or left out. */
export interface DefectDetail {
  axle?: Axle | null;
  side?: Side | null;
  /** The part the record's own words name. It counts only where the item's crosswalk row expects it. */
  namedPart?: PartCategoryKey | null;
}

type NeedsByPlace = readonly (readonly PartNeed[])[];

interface ItemNeeds {
  unnamed: NeedsByPlace;
  named: ReadonlyMap<PartCategoryKey, NeedsByPlace>;
}

const NO_NEEDS: readonly PartNeed[] = [];
const NO_CANDIDATES: readonly PartCategoryKey[] = [];

// Quantities depend on two questions only, so every answer is made once, at start, and shared by all records.
const PLACES = [
  { bothSides: false, rear: false },
  { bothSides: true, rear: false },
  { bothSides: false, rear: true },
  { bothSides: true, rear: true },
] as const;

function placeIndex(detail: DefectDetail | undefined): number {
  return (detail?.side === "BOTH" ? 1 : 0) + (detail?.axle === "REAR" ? 2 : 0);
}

function quantityOf(partCategory: PartCategoryKey, place: (typeof PLACES)[number]): number {
  switch (PART_CATEGORY_ROWS[partCategory].unit) {
    case "AXLE_PAIR":
      return 2;
    case "SIDE":
      return place.bothSides ? 2 : 1;
    case "FRONT_PAIR":
      return place.rear ? 1 : 2;
    case "AXLE_SET":
    case "SINGLE":
      return 1;
  }
}

function needOf(
  partCategory: PartCategoryKey,
  operation: RepairOperation,
  place: (typeof PLACES)[number],
): PartNeed {
  const takesPart = operation === "REPLACE" || operation === "REPAIR";
  return { partCategory, operation, quantity: takesPart ? quantityOf(partCategory, place) : 0 };
}

function itemNeeds(row: CrosswalkRow): ItemNeeds {
  const byPlace = (parts: readonly PartCategoryKey[]): NeedsByPlace =>
    PLACES.map((place) => parts.map((part) => needOf(part, row.operation, place)));
  return {
    unnamed: byPlace(row.parts),
    named: new Map(row.whenNamed.map((part) => [part, byPlace([part])])),
  };
}

const NEEDS_BY_ITEM = new Map(CROSSWALK_ROWS.map((row) => [row.annexItem, itemNeeds(row)]));
const ROW_BY_ITEM = new Map(CROSSWALK_ROWS.map((row) => [row.annexItem, row]));

/** The value of the item or of its nearest ancestor: "1.1.13.a" → "1.1.13" → "1.1" → "1". */
function nearest<Value>(values: ReadonlyMap<string, Value>, annexItem: string): Value | undefined {
  let key = annexItem;
  for (;;) {
    const found = values.get(key);
    if (found !== undefined) return found;
    const cut = key.lastIndexOf(".");
    if (cut < 0) return undefined;
    key = key.slice(0, cut);
  }
}

/**
 * What the repair of a defect takes, in the order of the crosswalk row. Empty where the item needs no part (an
 * unreadable document) or is unknown. Side unknown counts as one side: the least the defect can need.
 */
export function partCategoriesOf(annexItem: string, detail?: DefectDetail): readonly PartNeed[] {
  const needs = nearest(NEEDS_BY_ITEM, annexItem);
  if (needs === undefined) return NO_NEEDS;
  const named = detail?.namedPart == null ? undefined : needs.named.get(detail.namedPart);
  return (named ?? needs.unnamed)[placeIndex(detail)] ?? NO_NEEDS;
}

/** The parts an item's record may name instead of the usual one; whoever reads the record's text looks for these. */
export function namedPartCandidates(annexItem: string): readonly PartCategoryKey[] {
  return nearest(ROW_BY_ITEM, annexItem)?.whenNamed ?? NO_CANDIDATES;
}

/** The crosswalk row that answers for an item, with its reason; null where none does. */
export function findCrosswalkRow(annexItem: string): CrosswalkRow | null {
  return nearest(ROW_BY_ITEM, annexItem) ?? null;
}
