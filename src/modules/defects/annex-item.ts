import type { Locale } from "../vocabulary/index.ts";
import { ANNEX_ITEM_TITLES } from "./annex-items.data.ts";

/** An item of Directive 2014/45/EU Annex I at any of its levels: "1", "1.1", "1.1.13", "8.2.1.2". */
export type AnnexItem = keyof typeof ANNEX_ITEM_TITLES;

export const ANNEX_ITEMS = Object.keys(ANNEX_ITEM_TITLES) as AnnexItem[];

const KNOWN = new Map<string, AnnexItem>(ANNEX_ITEMS.map((item) => [item, item]));

export function isAnnexItem(key: string): key is AnnexItem {
  return KNOWN.has(key);
}

/**
 * The item a national list's number stands on. National lists add levels of their own below the directive's
 * ("0.1.1" and "3.2.1" in France), so the longest leading part that is an item counts. Null where there is none.
 */
export function findAnnexItem(number: string): AnnexItem | null {
  let key = number;
  for (;;) {
    const item = KNOWN.get(key);
    if (item !== undefined) return item;
    const cut = key.lastIndexOf(".");
    if (cut < 0) return null;
    key = key.slice(0, cut);
  }
}

const PARENTS = new Set(ANNEX_ITEMS.map((item) => item.slice(0, item.lastIndexOf("."))));

/**
 * Whether a national list's number is an item of the directive or a level its country added below one of the
 * directive's last levels. "5.3.9" is neither: 5.3 has sub-items, and 9 is not one of them.
 */
export function isListedNumber(number: string): boolean {
  const item = findAnnexItem(number);
  return item !== null && (item === number || !PARENTS.has(item));
}

/** The item's title in that language. */
export function annexItemTitle(item: AnnexItem, locale: Locale): string {
  return ANNEX_ITEM_TITLES[item][locale];
}
