import { itemsOf } from "../tables/tables.ts";

export type Item = Readonly<Record<string, unknown>>;

export interface List {
  readonly name: string;
  readonly items: readonly Item[];
  /** What the list hangs from, for names of series. */
  readonly owner: Item;
}

export const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function listsOf(data: unknown): List[] {
  const found: List[] = [];
  const walk = (value: unknown, name: string, owner: Item): void => {
    const items = itemsOf(value)?.filter(isItem);
    if (items !== undefined) {
      if (items.length > 0) found.push({ name, items, owner });
      for (const item of items) for (const [key, inner] of Object.entries(item)) walk(inner, key, item);
    } else if (isItem(value)) {
      for (const [key, inner] of Object.entries(value)) walk(inner, key, value);
    }
  };
  if (isItem(data)) for (const [key, value] of Object.entries(data)) walk(value, key, data);
  return found;
}

export const numberIn = (item: Item, ...keys: string[]): number | null => {
  for (const key of keys) if (typeof item[key] === "number") return item[key];
  return null;
};

const DAY = /^\d{4}-\d{2}-\d{2}/;
export const dayIn = (item: Item, ...keys: string[]): string | null => {
  for (const key of keys) {
    const value = item[key];
    if (typeof value === "string" && DAY.test(value)) return value.slice(0, 10);
    if (isItem(value)) {
      const inner = dayIn(value, "from", "startsOn", "week", "start");
      if (inner !== null) return inner;
    }
  }
  return null;
};

/** What people call a thing: its name where it has one, else its code or key. */
export function labelOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isItem(value)) return null;
  for (const key of ["name", "code", "key", "registration", "kind", "id"]) {
    if (typeof value[key] === "string") return value[key];
  }
  return null;
}

export const WEEK_KEYS = ["week", "weekOf", "weekStart", "startsOn"];
/** What tells series or bars apart. */
export const PART_KEYS = ["partCategory", "area", "make", "model", "fuel", "ageBand", "key", "name"];

export interface Estimate {
  readonly unit: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a row counts: a median with its band where there is one, else a number of a name that counts. */
export function estimateIn(item: Item): Estimate | null {
  const holders: [string, Item][] = [["vehicles", item]];
  for (const [key, value] of Object.entries(item)) if (isItem(value)) holders.push([key, value]);
  for (const [unit, holder] of holders) {
    const value = numberIn(holder, "p50");
    if (value !== null) return { unit, value, low: numberIn(holder, "p10"), high: numberIn(holder, "p90") };
  }
  const unit = COUNTS.find((key) => typeof item[key] === "number");
  return unit === undefined ? null : { unit, value: Number(item[unit]), low: null, high: null };
}

const COUNTS = ["vehicles", "inspectionsDue", "quantity", "openSignals", "count", "value"];

export function partsOf(item: Item): string {
  return PART_KEYS.flatMap((key) => labelOf(item[key]) ?? []).join(" · ");
}
