import { FAILURE_ITEM_KEYS, FAILURE_ITEMS, type FailureItem } from "../failure-model/index.ts";
import { CROSSWALK_ROWS, findPartCategory, type PartCategoryKey } from "../parts/index.ts";
import type { DefectFact, Offer } from "../signals/index.ts";
import type { Axle } from "../vocabulary/index.ts";

/** Items that sit on one axle. */
const AXLES: Readonly<Partial<Record<FailureItem, Axle>>> = { FRONT_AXLE: "FRONT", REAR_AXLE: "REAR" };

const OFFERS: ReadonlyMap<FailureItem, ReadonlyMap<string, Offer>> = new Map(
  FAILURE_ITEM_KEYS.map((item) => [
    item,
    new Map(FAILURE_ITEMS[item].partCategories.map((part) => [part, offerOf(item, part)])),
  ]),
);

function offerOf(item: FailureItem, key: PartCategoryKey): Offer {
  const category = findPartCategory(key);
  if (category === null) throw new RangeError(`Not a part category: ${key}`);
  const isOfItem = (annexItem: string): boolean =>
    FAILURE_ITEMS[item].annexItems.some((whole) => annexItem === whole || annexItem.startsWith(`${whole}.`));
  const row = CROSSWALK_ROWS.find(
    ({ annexItem, parts, whenNamed }) => isOfItem(annexItem) && [...parts, ...whenNamed].includes(key),
  );
  return {
    partCategory: key,
    partFamily: category.family,
    axle: AXLES[item] ?? null,
    side: null,
    spot: null,
    axleNumber: null,
    operation: row?.operation ?? null,
    quantity: null,
  };
}

/** What a failure of the item takes: the part that was noted as worn, else the likeliest one. */
export function itemOffer(item: FailureItem, noted: readonly DefectFact[]): Offer {
  const offers = OFFERS.get(item);
  const wanted = noted.flatMap(({ partCategories }) => partCategories).find((part) => offers?.has(part));
  const offer = offers?.get(wanted ?? FAILURE_ITEMS[item].partCategories[0]);
  if (offer === undefined) throw new RangeError(`Not a modelled item: ${item}`);
  return offer;
}
