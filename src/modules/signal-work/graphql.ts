/** Work on signals in the schema: its mutations, and a partner's own claims, outcomes and conversions. */
export { SignalConversionReads } from "./conversion.reads.ts";
export { SignalWorkRelations } from "./signal-work.type.ts";
export { SignalWorkMutations } from "./signal-work.mutations.ts";
