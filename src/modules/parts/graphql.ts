/** Part categories in the schema. */
export { BY_POSITION, PartCategory, PartCategoryReads } from "./part-category.type.ts";
