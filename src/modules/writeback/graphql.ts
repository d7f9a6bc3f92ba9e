/** Vehicles, inspections and garages as partners write them. */
export { WriteBackMutations } from "./write-back.mutations.ts";
