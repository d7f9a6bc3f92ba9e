/** Bulk exports in the schema. */
export { ExportMutations } from "./export.mutations.ts";
export { ExportQueue, ExportReads } from "./export.type.ts";
