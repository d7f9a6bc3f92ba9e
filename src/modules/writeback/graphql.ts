/** Vehicles, inspections, garages and repair orders as partners write them. */
export { RepairOrderMutations } from "./repair-order.mutations.ts";
export { WriteBackMutations } from "./write-back.mutations.ts";
