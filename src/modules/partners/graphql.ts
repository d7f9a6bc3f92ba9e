/** Who is asking, in the schema. */
export { ViewerReads } from "./viewer.reads.ts";
