/** Part categories in six languages, and which of them an inspection item's repair takes. */
export {
  findPartCategory,
  PART_CATEGORIES,
  PART_CATEGORY_KEYS,
  partCategoryName,
  type CatalogueNumber,
  type PartCategory,
  type PartCategoryKey,
} from "./part-category.ts";
export type { PartUnit } from "./part-categories.data.ts";
export { CROSSWALK_ROWS, PART_CROSSWALK_VERSION, type CrosswalkRow } from "./crosswalk.data.ts";
export {
  findCrosswalkRow,
  namedPartCandidates,
  partCategoriesOf,
  type DefectDetail,
  type PartNeed,
} from "./part-needs.ts";
export { syncPartCategories } from "./sync-part-categories.ts";
