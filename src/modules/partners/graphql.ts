/** Who is asking, in the schema. */
export { ViewerReads } from "./viewer.reads.ts";
export { PartnerMutations } from "./partner.mutations.ts";
