/** How often predictions came true, in the schema. */
export { SignalQualityReads } from "./signal-quality.reads.ts";
