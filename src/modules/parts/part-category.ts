import type { Locale, PartFamily } from "../vocabulary/index.ts";
import { PART_CATEGORY_ROWS, type PartUnit } from "./part-categories.data.ts";

export type PartCategoryKey = keyof typeof PART_CATEGORY_ROWS;

/** Where a licensed parts catalogue's own number for a category goes. We ship none: the numbers are the licensor's. */
export interface CatalogueNumber {
  catalogue: string;
  number: string;
}

export interface PartCategory {
  key: PartCategoryKey;
  family: PartFamily;
  unit: PartUnit;
  /** Needed by mileage or age only: no inspection item asks for it. */
  serviceOnly: boolean;
  names: Readonly<Record<Locale, string>>;
  catalogueNumbers: readonly CatalogueNumber[];
}

const NO_CATALOGUE_NUMBERS: readonly CatalogueNumber[] = [];

export const PART_CATEGORY_KEYS = Object.keys(PART_CATEGORY_ROWS) as PartCategoryKey[];

export const PART_CATEGORIES: readonly PartCategory[] = PART_CATEGORY_KEYS.map((key) => ({
  key,
  ...PART_CATEGORY_ROWS[key],
  catalogueNumbers: NO_CATALOGUE_NUMBERS,
}));

const BY_KEY = new Map<string, PartCategory>(PART_CATEGORIES.map((category) => [category.key, category]));

/** The category of that key, or null where there is none: keys come from requests and stored rows. */
export function findPartCategory(key: string): PartCategory | null {
  return BY_KEY.get(key) ?? null;
}

export function partCategoryName(key: PartCategoryKey, locale: Locale): string {
  return PART_CATEGORY_ROWS[key].names[locale];
}
