import type { AnnexItem } from "./annex-item.ts";
import { FI_GROUPS, FI_ITEMS } from "./fi-items.data.ts";

/** An item of Traficom's statistics of periodic inspections. */
export interface FinnishItem {
  /** None where the directive has no item for it; several where the Finnish one is wider. */
  annexItems: readonly AnnexItem[];
  /** A group's total: never to be added to the items it already contains. */
  isGroupTotal: boolean;
}

const GROUP_TOTAL = " (kaikki kohteet)";

const BY_NAME = new Map<string, FinnishItem>([
  ...Object.entries(FI_ITEMS).map(
    ([name, annexItems]) => [name, { annexItems, isGroupTotal: false }] as const,
  ),
  ...Object.entries(FI_GROUPS).map(
    ([name, annexItems]) => [name + GROUP_TOTAL, { annexItems, isGroupTotal: true }] as const,
  ),
]);

/** By the name alone ("Jarruvalo") or with its group ("Valaisimet ja sähkölaitteet - Jarruvalo"); null if unknown. */
export function findFinnishItem(name: string): FinnishItem | null {
  const trimmed = name.trim();
  const cut = trimmed.indexOf(" - ");
  return BY_NAME.get(cut < 0 ? trimmed : trimmed.slice(cut + 3)) ?? null;
}
