import type { Locale } from "../vocabulary/index.ts";
import { annexItemTitle } from "./annex-item.ts";
import type { ParsedDefect } from "./defect.ts";

/**
 * A defect for a reader of that language: the record's own words where they are in it, else the item's title in it.
 * Without an item the record's own words are better than none, whatever their language; null only where the source
 * gave a code alone and we do not know its item.
 */
export function defectText(
  defect: Pick<ParsedDefect, "annexItem" | "text" | "textLocale">,
  locale: Locale,
): string | null {
  if (defect.textLocale === locale && defect.text !== null) return defect.text;
  return defect.annexItem === null ? defect.text : annexItemTitle(defect.annexItem, locale);
}
