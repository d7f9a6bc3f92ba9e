import { FAILURE_ITEM_KEYS, FAILURE_ITEMS, type FailureItem } from "../failure-model/index.ts";
import type { DefectFact, InspectionFact, VehicleFacts } from "../signals/index.ts";
import type { Axle } from "../vocabulary/index.ts";
import { isSeenTo } from "./seen-repairs.ts";

/** Defects by item that an inspection found worn but good enough. */
export type NotedItems = ReadonlyMap<FailureItem, readonly DefectFact[]>;

const NOTHING: NotedItems = new Map();

/** What the inspection noted on the modelled items, without those that it failed and what was seen to since. */
export function notedItemsOf(
  inspection: InspectionFact | null,
  repairs: VehicleFacts["repairs"],
): NotedItems {
  if (inspection === null || inspection.defects.length === 0) return NOTHING;
  const noted = new Map<FailureItem, DefectFact[]>();
  const failed = new Set<FailureItem>();
  for (const defect of inspection.defects) {
    const item = itemOf(defect);
    if (item === null) continue;
    if (defect.severity === "MAJOR" || defect.severity === "DANGEROUS") failed.add(item);
    else if (!defect.rectified && !isMended(defect, inspection, repairs))
      noted.set(item, [...(noted.get(item) ?? []), defect]);
  }
  for (const item of failed) noted.delete(item);
  return noted;
}

/** Any of the parts that it takes will do: who fits new pads has looked at the discs. */
const isMended = (
  defect: DefectFact,
  { performedOn }: InspectionFact,
  repairs: VehicleFacts["repairs"],
): boolean =>
  repairs.length > 0 && defect.partCategories.some((part) => isSeenTo(defect, repairs, performedOn, part));

/** Annex items and axles are few, defects are many. */
const known = new Map<string, FailureItem | null>();
const MOST_KNOWN = 10_000;

/** The modelled item that a defect belongs to; null where there is none. */
export function itemOf({ annexItem, axle }: DefectFact): FailureItem | null {
  if (annexItem === null) return null;
  const key = `${annexItem}|${axle}`;
  let item = known.get(key);
  if (item === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    item = findItem(annexItem, axle);
    known.set(key, item);
  }
  return item;
}

/** Of the items of both axles the rear one's is meant only where the record says so. */
function findItem(annexItem: string, axle: Axle | null): FailureItem | null {
  const found = FAILURE_ITEM_KEYS.filter((item) =>
    FAILURE_ITEMS[item].annexItems.some((whole) => annexItem === whole || annexItem.startsWith(`${whole}.`)),
  );
  return (axle === "REAR" ? found.find((item) => item === "REAR_AXLE") : undefined) ?? found[0] ?? null;
}
